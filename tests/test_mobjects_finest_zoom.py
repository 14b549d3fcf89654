"""The zoom into the finest part of a tiling: what it counts, where it ends, and where its parts stand."""

from itertools import combinations

import pytest

from dlvis.draw.layout import safe_area
from dlvis.geometry import fold_complex, window_about
from dlvis.mobjects import FinestZoom, TrainingRows
from dlvis.run import Snapshot
from dlvis.style import spaced, theme
from dlvis.topics import load
from tests.nets import he_net

MOONS, FEW = load("moons"), 6
KNOWN = Snapshot(9, he_net((2, 8, 8, 1), 3), {"loss": 0.1})
SHAPES = ((16, 9), (1, 1), (9, 16))


def label(key, **values):
    return " ".join([key, *map(str, values.values())])


def zoom(shape=SHAPES[0]):
    rows = TrainingRows(label, MOONS, theme("night"))
    return FinestZoom(KNOWN, rows, area=safe_area(8 * shape[0] / shape[1], 8), few=FEW)


def numbers(made):
    return [row[1].wording.words for row in made.panel.rows]


def test_it_counts_what_is_in_view_from_the_whole_window_to_a_few():
    made = zoom()
    total = fold_complex(KNOWN.net, MOONS.window).n_regions
    assert numbers(made.redraw(0.0)) == [spaced(total), spaced(total), "1×"]
    in_view = fold_complex(KNOWN.net, window_about(MOONS.window, made.point, made.most)).n_regions
    assert numbers(made.redraw(1.0)) == [spaced(total), spaced(in_view), f"{round(made.most)}×"]
    assert 1 < in_view <= 2 * FEW
    assert made.zoom.n_regions == in_view


@pytest.mark.parametrize("shape", SHAPES)
def test_its_parts_stand_apart_in_every_frame(shape):
    made = zoom(shape)
    parts = (made.zoom.tiling, made.locator.map, made.legend, made.panel.rows)
    boxes = [(*each.get_corner((-1, -1, 0))[:2], *each.get_corner((1, 1, 0))[:2]) for each in parts]
    for one, other in combinations(boxes, 2):
        across = min(one[2], other[2]) - max(one[0], other[0])
        up = min(one[3], other[3]) - max(one[1], other[1])
        assert min(across, up) <= 1e-6


def test_the_map_of_where_it_is_gives_way_where_the_tiling_is_larger_for_it(monkeypatch):
    sizes = {shape: zoom(shape).zoom.tiling.width for shape in SHAPES}
    monkeypatch.setattr("dlvis.mobjects.finest_zoom.MAPS", (1.0,))
    before = {shape: zoom(shape).zoom.tiling.width for shape in SHAPES}
    assert all(sizes[shape] >= before[shape] - 1e-6 for shape in SHAPES)
    assert sizes[1, 1] > 1.1 * before[1, 1]
