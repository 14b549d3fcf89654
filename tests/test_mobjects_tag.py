"""A tag stands at its point of space, faces the viewer, and keeps its size."""

import numpy as np
import pytest

from dlvis.mobjects import Tag
from dlvis.style import theme
from tests.canvas import HEIGHT, canvas, inked

NIGHT = theme("night")


def seen_at(phi, zoom=1.0, spot=(1.0, 0.5, 1.0)):
    """The rows and columns of the pixels of a tag."""
    tag = Tag("8", spot, NIGHT, size=60.0)
    with canvas() as frame:
        frame.camera.face(tag)
        frame.camera.set_zoom(zoom)
        picture = frame.draw(tag, phi=phi)
        return np.nonzero(inked(picture, NIGHT)), frame.camera.project_point(np.array(spot))


@pytest.mark.parametrize("phi", [0.0, 0.8, 1.4])
@pytest.mark.parametrize("zoom", [1.0, 1.4])
def test_it_stands_where_its_point_is_seen_and_is_as_large_from_every_side(phi, zoom):
    (rows, columns), place = seen_at(phi, zoom)
    flat = seen_at(0.0)[0]
    assert abs(np.ptp(rows) - np.ptp(flat[0])) <= 1
    assert abs(np.ptp(columns) - np.ptp(flat[1])) <= 1
    middle = HEIGHT / 2 - place[1] * HEIGHT / 8
    assert (rows.min() + rows.max()) / 2 == pytest.approx(middle, abs=1.5)


def test_it_writes_other_words_elsewhere():
    tag = Tag("a", (0, 0, 0), NIGHT, offset=(0.0, 0.5))
    width = tag.width
    tag.redraw("a longer line", (2, 1, 0))
    assert tag.width > 2 * width
    assert tag.chip.get_center() == pytest.approx([2, 1.5, 0], abs=1e-6)
    assert tag.words.width < tag.chip.width
