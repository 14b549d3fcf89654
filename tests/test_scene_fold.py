"""The film of chapter 2 on another topic and other nets: it plays, and says the numbers of what it shows."""

from dataclasses import dataclass, replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from manim import Group, VMobject, config

from dlvis.draw.layout import safe_area
from dlvis.errors import InputError
from dlvis.film import Mark
from dlvis.geometry import fold_complex
from dlvis.geometry.viewpoint import clearest_fold, deepest_point
from dlvis.mobjects import SampleDot
from dlvis.needs import TrainedRun
from dlvis.net import first_layers, margin_net, one_neuron
from dlvis.render.frames import beat_pictures
from dlvis.render.quality import quality
from dlvis.render.registry import chosen_scene
from dlvis.render.shots import ShotRenderer
from dlvis.render.stage import picture, play, stage
from dlvis.run import run_name, save_run
from dlvis.style import spaced
from dlvis.topics import load
from tests.pictures import two_colour_picture
from tests.stock import small_training, stock
from tests.test_film import small_run

FEW, DEEP = (2, 4, 1), (2, 6, 5, 2)
PARAMS = {"topic": "moons", "few": {"widths": list(FEW)}, "net": {"widths": list(DEEP)}}


@dataclass(frozen=True)
class Seen:
    """What stands in the frame at a mark: its picture, kinds of things, and heights of dots in units of the
    net's output."""

    mark: Mark
    picture: np.ndarray
    shown: set
    heights: list


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """The scene after it has played, and what was seen at each of its marks."""
    runs, seen = tmp_path_factory.mktemp("renders") / "runs", {}
    for widths in (FEW, DEEP):
        run = replace(small_run(widths, "moons"), results={"test_balanced_accuracy": 0.5})
        save_run(run, runs / run_name("moons", widths, 0))
    chosen = chosen_scene("fold", PARAMS)

    def look(scene, mark):
        family = [part for top in scene.mobjects for part in top.get_family()]
        dots = [part for part in family if isinstance(part, SampleDot)]
        heights = [(dot.dot.points[0, 2] - dot.placement.centre[2]) / dot.placement.z_scale for dot in dots]
        shown = {type(part).__name__ for part in family}
        seen[(mark.kind, mark.name)] = Seen(mark, picture(scene), shown, heights)

    with stage(quality("160x90@5")):
        scene = chosen.cls(renderer=ShotRenderer(), params=chosen.params, runs=runs, on_mark=look)
        play(scene)
    return scene, seen


def beats(seen):
    return [each for (kind, _), each in seen.items() if kind == "beat"]


def test_every_beat_has_its_frame_and_shows_something(played):
    scene, seen = played
    assert [each.mark.name for each in beats(seen)] == list(scene.words.beats)
    assert all(each.picture[..., :3].std() > 3 for each in seen.values())


def test_the_film_lasts_a_minute_and_its_beats_join(played):
    scene, seen = played
    marks = [each.mark for each in beats(seen)]
    assert 60 <= scene.time <= 120
    assert all(after.start == pytest.approx(before.end) for before, after in pairwise(marks))


def test_the_numbers_that_are_said_are_counted(played):
    said = {each.mark.name: each.mark.narration for each in beats(played[1])}
    few, deep = small_run(FEW).net, small_run(DEEP).net
    window = load("moons").window
    counts = [spaced(fold_complex(first_layers(deep, k + 1), window).n_regions) for k in range(2)]
    assert said["floor"].endswith(f"This net has {fold_complex(few, window).n_regions}.")
    assert said["deep"].endswith(f"{', '.join(counts)} pieces.")
    assert "of 2 parcels" in said["border"]


def test_a_net_without_its_run_is_asked_for_by_name(tmp_path):
    chosen = chosen_scene("fold", PARAMS)
    with (
        stage(quality("160x90@5")),
        pytest.raises(InputError, match="dlvis train moons --widths 2,4,1"),
    ):
        beat_pictures(chosen.cls, params=chosen.params, runs=tmp_path)


def boxes_on_screen(scene):
    """(is pinned, left, low, right, high) of all that stands in the frame, as the camera sees it."""
    camera = scene.renderer.camera
    camera.reset_rotation_matrix()  # as before each frame
    camera.pin_families()
    pinned = {id(part) for mobject in camera.pinned for part in mobject.get_family()}
    boxes = {}
    # what a FadeIn of several has put together is looked at one by one
    parts = [part for top in scene.mobjects for part in (top if type(top) is Group else [top])]
    for mobject in parts:
        shapes = [part for part in mobject.get_family() if isinstance(part, VMobject) and visible(part)]
        if shapes:
            seen = np.concatenate([camera.transform_points_pre_display(part, part.points) for part in shapes])
            boxes[mobject] = (id(mobject) in pinned, *seen[:, :2].min(axis=0), *seen[:, :2].max(axis=0))
    return boxes


def visible(part):
    return len(part.points) > 0 and (
        part.get_fill_opacity() > 0.05 or (part.get_stroke_opacity() > 0.05 and part.stroke_width > 0)
    )


def misplaced(scene):
    area = safe_area(config.frame_width, config.frame_height)
    boxes = boxes_on_screen(scene)
    outside = [
        type(mobject).__name__
        for mobject, (_, left, low, right, high) in boxes.items()
        if left < area.xmin - 0.02
        or right > area.xmax + 0.02
        or low < area.ymin - 0.02
        or high > area.ymax + 0.02
    ]
    words = [box[1:] for box in boxes.values() if box[0]]
    over = [(a, b) for a, b in combinations(words, 2) if overlap(a, b)]
    return outside, over


def overlap(a, b):
    return min(a[2], b[2]) - max(a[0], b[0]) > 0.02 and min(a[3], b[3]) - max(a[1], b[1]) > 0.02


@pytest.mark.parametrize(
    ("shape", "frame"),
    [((60, 30), "160x90@5"), ((30, 50), "90x160@5"), ((60, 30), "90x90@5")],
)
def test_all_keeps_to_its_place_in_windows_and_frames_of_any_shape(tmp_path, shape, frame):
    picture = two_colour_picture(tmp_path / "own.png", *shape)
    for widths in (FEW, DEEP):
        run = replace(small_run(widths, "own"), source=str(picture), results={"test_balanced_accuracy": 0.5})
        save_run(run, tmp_path / "runs" / run_name("own", widths, 0))
    chosen = chosen_scene("fold", {**PARAMS, "topic": str(picture)})
    wrong = {}
    with stage(quality(frame)):
        scene = chosen.cls(
            renderer=ShotRenderer(),
            params=chosen.params,
            runs=tmp_path / "runs",
            on_mark=lambda scene, mark: wrong.update({(mark.kind, mark.name): misplaced(scene)}),
        )
        play(scene)
    assert {where: found for where, found in wrong.items() if found != ([], [])} == {}


@pytest.mark.parametrize("frame", ["160x90@5", "90x160@5", "90x90@5"])
def test_the_credits_stand_below_all_else(tmp_path, frame):
    chosen = chosen_scene("fold", {**PARAMS, "topic": "baarle"})
    assert stock(chosen.cls.needs(chosen.params), tmp_path) == []
    with stage(quality(frame)):
        scene = chosen.cls(renderer=ShotRenderer(), params=chosen.params, runs=tmp_path / "runs")
        play(scene)
        assert scene.credits
        assert misplaced(scene)[1] == []


def test_an_aspect_without_room_for_the_legend_is_refused(tmp_path):
    picture = two_colour_picture(tmp_path / "own.png")
    topic = tmp_path / "own.toml"
    topic.write_text(f'classes = ["{"a name that goes on " * 4}", "b"]\n[source]\nfile = "{picture.name}"\n')
    for widths in (FEW, DEEP):
        save_run(replace(small_run(widths, "own"), source=str(topic)), tmp_path / run_name("own", widths, 0))
    chosen = chosen_scene("fold", {**PARAMS, "topic": str(topic)})
    with (
        stage(quality("draft in 9:16")),
        pytest.raises(InputError, match=r"text 'a name that goes on .* shorten it, or give it more room"),
    ):
        beat_pictures(chosen.cls, params=chosen.params, runs=tmp_path)


def test_the_dot_rides_from_the_value_before_the_relu_to_the_one_after(played):
    few = margin_net(small_run(FEW).net)
    window = load("moons").window
    neuron = clearest_fold(few, window)
    one = one_neuron(few, neuron)
    spot = deepest_point(one, window)
    before = one.pre_activation(spot[None], 0)[0, neuron]
    assert before < 0
    assert played[1][("still", "crease")].heights == pytest.approx([before])
    assert played[1][("still", "hinge")].heights == pytest.approx([before / 2])
    assert played[1][("beat", "hinge")].heights == pytest.approx([0.0], abs=1e-12)
    assert spaced(before, 2) in played[1][("beat", "hinge")].mark.alt


def test_the_border_stands_without_the_tilings_that_led_to_it(played):
    assert {"FoldLines", "RegionTiling"} <= played[1][("still", "deep")].shown
    assert not {"FoldLines", "RegionTiling"} & played[1][("still", "border")].shown
    assert "BoundaryLine" not in played[1][("still", "deep")].shown


def test_the_few_neurons_are_those_that_the_topic_names(tmp_path):
    """Twenty seeds may be there, for `training`; a film's picture must not hang on which is newest."""
    for asked, seed in (({}, 3), ({"few": {"widths": [2, 4, 1]}}, None), ({"topic": "moons"}, None)):
        chosen = chosen_scene("fold", asked)
        assert chosen.cls.needs(chosen.params)[0].seed == seed
    run = save_run(small_training(TrainedRun("baarle", (2, 3, 1), 7)), tmp_path / "seven")
    given = chosen_scene("fold", {"run": str(run)})
    assert given.cls.needs(given.params)[0].seed is None
