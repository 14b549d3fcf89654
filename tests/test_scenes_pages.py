"""Every still of every film that ships shows the same on its page of vectors as in its picture."""

import numpy as np
import pytest

from dlvis.render.quality import quality
from dlvis.render.registry import chosen_scene, scene_files
from dlvis.render.shots import ShotRenderer
from dlvis.render.stage import page, picture, play, stage
from tests.printed import needs_pdftoppm, pixels
from tests.stock import stock

SIZE = quality("960x540@5")
NETS = {"few": {"widths": [2, 3, 1]}, "net": {"widths": [2, 6, 5, 1]}}
MEAN = 1.5  # of 255: what two ways to smooth edges differ by


def stills(name, look, out):
    """The name, the picture and the page of each still, with small nets that were never trained."""
    params = {"topic": "moons", "theme": look}
    known = vars(chosen_scene(name, {}).params)
    params |= {each: net for each, net in NETS.items() if each in known}
    chosen = chosen_scene(name, params)
    if left := stock(chosen.cls.needs(chosen.params), out):
        pytest.skip(f"{name} needs {', '.join(each.experiment for each in left)}, which takes a sweep")
    found = []

    def take(scene, mark):
        if mark.kind == "still":
            found.append((mark.name, picture(scene)[..., :3].astype(int), page(scene, mark.name, mark.alt)))

    with stage(SIZE):
        play(chosen.cls(renderer=ShotRenderer(), on_mark=take, params=chosen.params, runs=out / "runs"))
    return found


@pytest.mark.slow
@needs_pdftoppm
@pytest.mark.parametrize("look", ["night", "paper"])
@pytest.mark.parametrize("name", [scene.name for scene in scene_files()])
def test_a_page_shows_what_the_still_shows(name, look, tmp_path):
    found = stills(name, look, tmp_path)
    off = {
        still: np.abs(pixels(content, (SIZE.width, SIZE.height), tmp_path) - frame).mean()
        for still, frame, content in found
    }
    assert found
    assert {still: mean for still, mean in off.items() if mean > MEAN} == {}
