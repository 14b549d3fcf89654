"""Every film that ships keeps the rules of the house, in its themes and aspects, with small nets."""

import pytest

from dlvis.checks.film import findings
from dlvis.render.registry import chosen_scene, scene_files
from tests.stock import stock

NETS = {"few": {"widths": [2, 3, 1]}, "net": {"widths": [2, 6, 5, 1]}}
SIZE = "256x144@5"
SCENES = [scene.name for scene in scene_files()]


def sentences(scene, look, aspect, out):
    params = {"topic": "moons", "theme": look}
    known = vars(chosen_scene(scene, {}).params)
    params |= {name: net for name, net in NETS.items() if name in known}
    chosen = chosen_scene(scene, params)
    left = stock(chosen.cls.needs(chosen.params), out)
    if left:
        pytest.skip(f"{scene} needs {', '.join(each.experiment for each in left)}, which takes a sweep")
    return [each.sentence for each in findings(scene, params, quality_name=f"{SIZE} in {aspect}", out=out)]


@pytest.mark.parametrize("look", ["night", "paper"])
@pytest.mark.parametrize("scene", SCENES)
def test_a_film_keeps_the_rules(scene, look, tmp_path):
    assert sentences(scene, look, "16:9", tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("look", "aspect"), [("contrast", "16:9"), ("night", "9:16"), ("paper", "1:1"), ("night", "4:5")]
)
@pytest.mark.parametrize("scene", SCENES)
def test_a_film_keeps_the_rules_in_any_frame(scene, look, aspect, tmp_path):
    assert sentences(scene, look, aspect, tmp_path) == []
