"""A look is the same where the picture is, and another where it may be another."""

import sys
import threading
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pytest
from manim import DEGREES, OUT, RIGHT, Dot, Square, Text, VGroup, tempconfig

from dlvis.camera import FilmCamera
from dlvis.geometry import fold_complex
from dlvis.mobjects import RegionTiling
from dlvis.net import tent
from dlvis.render.looks import Looks
from dlvis.style import theme
from dlvis.window import Window

SMALL = {"pixel_width": 64, "pixel_height": 36}


def look(*mobjects, camera=None):
    if camera is not None:
        return Looks(camera).of(mobjects)
    with tempconfig(SMALL):
        return Looks(FilmCamera()).of(mobjects)


def things():
    return VGroup(Square(2, fill_opacity=0.5), Dot(RIGHT), Text("seen", font_size=20))


def test_what_is_made_alike_looks_alike():
    assert look(things()) == look(things())
    assert look(things()) == look(things().copy())


@pytest.mark.parametrize(
    "change",
    [
        lambda group: group[1].shift(1e-9 * RIGHT),
        lambda group: group[1].set_color("#ff0000"),
        lambda group: group[0].set_opacity(0.4),
        lambda group: group[0].set_stroke(width=3),
        lambda group: group[0].set_stroke(opacity=0.3, background=True),
        lambda group: group[1].set_z_index(-1),
        lambda group: group[0].set_shade_in_3d(True),
        lambda group: group[0].set_sheen(0.2, RIGHT),
        lambda group: group.remove(group[1]),
        lambda group: group.submobjects.reverse(),
        lambda group: setattr(group[0], "cap_style", "round"),
        lambda group: setattr(group[0], "of_my_own", np.ones(3)),
    ],
)
def test_whatever_is_changed_is_seen(change):
    group = things()
    change(group)
    assert look(group) != look(things())


@pytest.mark.parametrize(
    "change",
    [
        lambda camera, group: camera.set_phi(20 * DEGREES),
        lambda camera, group: camera.set_zoom(1.1),
        lambda camera, group: camera.set_focal_distance(9),
        lambda camera, group: setattr(camera, "frame_center", OUT),
        lambda camera, group: setattr(camera, "background_color", "#123456"),
        lambda camera, group: camera.pinned.append(group[0]),
        lambda camera, group: camera.add_fixed_orientation_mobjects(group[1]),
        lambda camera, group: setattr(camera, "should_apply_shading", True),
    ],
)
def test_so_is_a_camera_that_is_turned_or_set_otherwise(change):
    from manim import ManimColor

    with tempconfig(SMALL):
        group, camera = things(), FilmCamera()
        before = look(group, camera=camera)
        change(camera, group)
        if isinstance(camera.background_color, str):
            camera.background_color = ManimColor(camera.background_color)
        assert look(group, camera=camera) != before


def tiling(window=(-1.0, 1.0)):
    complex = fold_complex(tent(2, 2), Window(*window, *window))
    return RegionTiling(complex, np.ones((complex.n_regions, 3)), theme("night"))


def test_a_tiling_looks_as_its_values_say():
    assert look(tiling()) == look(tiling())
    assert look(tiling()) != look(tiling((-1.0, 1.5)))
    assert look(tiling()) != look(tiling().set_opacity(0.5))


@dataclass(frozen=True)
class Value:
    sizes: tuple[int, ...]
    table: np.ndarray


class Own(Square):
    def __init__(self, *values):
        super().__init__()
        self.values = list(values)


def test_values_of_any_kind_count():
    one, other, last = (Value((1, 2), np.arange(n)) for n in (3, 3, 4))
    assert look(Own({"a": one})) == look(Own({"a": other}))
    assert look(Own({"a": one})) != look(Own({"a": last}))
    assert look(Own({"a": one})) != look(Own({"b": one}))
    assert look(Own(np.float32(1))) != look(Own(np.float64(1)))


def test_what_cannot_be_read_is_never_the_same():
    lock = threading.Lock()
    assert look(Own(lock)) != look(Own(lock))


class Told(Own):
    def fingerprint(self):
        return {"n": len(self.values)}


def test_a_mobject_may_say_itself_what_counts():
    assert look(Told(1)) == look(Told(2))
    assert look(Told(1)) != look(Told(1, 2))


def test_the_source_of_a_class_of_the_scene_counts(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "own_module", SimpleNamespace(__file__=str(tmp_path / "own_module.py")))
    kind = type("Own", (Square,), {"__module__": "own_module"})
    looks = []
    for line in ("A = 1", "A = 2", "A = 1"):
        (tmp_path / "own_module.py").write_text(line)
        looks.append(look(kind()))
    assert looks[0] == looks[2] != looks[1]
