"""The film of chapter 11 on small runs: it plays, counts what it shows, and fits windows of any shape."""

import sys
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from manim import config

from dlvis.draw.layout import safe_area
from dlvis.errors import InputError
from dlvis.geometry import decision_boundary, fold_complex
from dlvis.mobjects import Counter, CounterPanel, scene_points
from dlvis.render.frames import beat_pictures
from dlvis.render.quality import quality
from dlvis.render.registry import chosen_scene
from dlvis.render.shots import ShotRenderer
from dlvis.render.stage import stage
from dlvis.run import kept_steps, net_between, run_name, save_run
from dlvis.style import percent, spaced
from dlvis.topics import load
from dlvis.train import train
from tests.pictures import two_colour_picture

SMALL = quality("160x90@5")


def saved_run(topic, folder, widths, steps=60, **settings):
    run = train(topic, widths, steps=steps, batch=128, rate=0.03, **settings)
    save_run(run, folder / run_name(topic.name, widths, 0))
    return run


def params(topic, run):
    return {"topic": str(topic), "net": {"widths": list(run.widths)}}


def prepared(chosen, runs):
    scene = chosen.cls(renderer=ShotRenderer(), params=chosen.params, runs=runs)
    scene.prepare()
    return scene


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    return tmp_path_factory.mktemp("renders") / "runs"


@pytest.fixture(scope="module")
def run(runs):
    return saved_run(load("moons"), runs, (2, 5, 4, 1))


@pytest.fixture(scope="module")
def played(run, runs):
    pace = {"early_until": 0.3, "middle_until": 0.6}
    chosen = chosen_scene("training", params("moons", run) | {"pace": pace})
    with stage(SMALL):
        return beat_pictures(chosen.cls, params=chosen.params, runs=runs)


def test_the_beats_and_stills_are_those_of_the_words(played):
    pictures, scene = played
    assert [mark.name for mark, _ in pictures] == list(scene.words.beats)
    assert [mark.name for mark in scene.marks if mark.kind == "still"] == list(scene.words.stills)
    assert all(after.start == pytest.approx(before.end) for (before, _), (after, _) in pairwise(pictures))


def test_something_moves_in_each_beat(played):
    pictures, _ = played
    frames = [picture[..., :3].astype(int) for _, picture in pictures]
    assert all(np.abs(after - before).mean() > 0.5 for before, after in pairwise(frames))


def test_the_end_says_what_the_net_has_learnt(played, run):
    pictures, _ = played
    n_regions = fold_complex(run.net, load("moons").window).n_regions
    n_found = int(run.results["test_parcels_found"])
    expected = f"After 60 steps: {n_regions} pieces, and {n_found} of 2 parcels found."
    assert pictures[-1][0].narration == expected


@pytest.fixture(scope="module")
def scene(run, runs):
    with stage(SMALL):
        yield prepared(chosen_scene("training", params("moons", run)), runs)


@pytest.fixture(scope="module")
def sparse(runs):
    """Of moons too, but kept only now and then."""
    return saved_run(load("moons"), runs, (2, 4, 4, 1), steps=60, schedule=[20, 40])


@pytest.mark.parametrize("step", [0, 27.3, 60])
def test_every_number_is_of_the_last_kept_step(sparse, runs, step):
    with stage(SMALL):
        scene = prepared(chosen_scene("training", params("moons", sparse)), runs)
        scene.show(sparse, step)
        known = {0: sparse.snapshots[0], 27.3: sparse.snapshots[1], 60: sparse.snapshots[3]}[step]
        assert scene.known.step == known.step
        rows = [
            Counter("kept step", known.step),
            Counter("regions", fold_complex(known.net, load("moons").window).n_regions, "counted"),
            Counter("balanced accuracy", percent(known.metrics["balanced_accuracy"]), "validation"),
            Counter("parcels found", f"{spaced(known.metrics['parcels_found'])} of 2", "counted"),
        ]
        expected = CounterPanel(rows, scene.theme).rows
        for shown, wanted in zip(scene.board.counters.rows, expected, strict=True):
            for one, other in zip(shown, wanted, strict=True):
                assert np.allclose(one.points - one.points[:1], other.points - other.points[:1], atol=1e-6)
        chart = scene.board.chart
        marked = (chart.marker.get_x() - chart.anchor.get_left()[0]) / chart.size[0]
        assert marked == pytest.approx(known.step / 60, abs=1e-3)


def test_what_is_drawn_is_the_net_of_the_moment(run, scene):
    scene.show(run, 17.3)
    window, net = load("moons").window, net_between(run, 17.3)
    border = decision_boundary(net, fold_complex(net, window)).points
    corners = scene_points(border, scene.board.panels.border.placement)
    drawn = scene.board.panels.border.line.points
    assert all(np.abs(drawn - each).max(axis=1).min() < 1e-9 for each in corners)


def test_the_clock_says_how_fast_it_goes_and_what_is_between(scene):
    begin = scene.time
    scene.train(module_of(scene).Part(6, 36, seconds=10))
    clock, blended = ("".join(line.original_text for line in words) for words in scene.clock)
    assert (clock, blended) == ("steps a second: 3", "blended between kept steps")
    assert scene.time - begin == pytest.approx(1 + 30 / 3)  # a second in which the clock is changed


@pytest.mark.parametrize(("n_steps", "shortest"), [(20, 23), (500, 46), (2000, 46), (60_000, 46)])
def test_each_second_of_a_training_has_steps_to_show(run, scene, n_steps, shortest):
    module = module_of(scene)
    some = [replace(run.snapshots[0], step=step) for step in kept_steps(n_steps)]
    parts = module.paced_parts(replace(run, snapshots=some), module.Pace())
    assert (parts[0].begin, parts[-1].end) == (0, n_steps)
    assert all(before.end == after.begin for before, after in pairwise(parts))
    assert sum(part.seconds for part in parts) == pytest.approx(shortest)
    speeds = [(part.end - part.begin) / part.seconds for part in parts]
    assert min(speeds) >= 0.8 * min(10, n_steps / 23)  # the stops are kept steps
    assert n_steps < 500 or speeds == pytest.approx(sorted(speeds), rel=0.05)


def test_a_film_of_a_short_training_is_no_shorter_than_half_a_minute(played):
    assert played[1].time >= 30


@pytest.mark.parametrize(
    ("width", "height", "widths", "slope", "frame"),
    [
        (60, 30, (2, 4, 1), 0.0, SMALL),
        (30, 60, (2, 4, 4, 2), 0.1, SMALL),
        (30, 90, (2, 4, 2), 0.0, SMALL),
        (40, 40, (2, 4, 1), 0.0, quality("180x120@5")),
        (40, 40, (2, 4, 1), 0.0, quality("draft in 1:1")),
        (60, 30, (2, 4, 1), 0.0, quality("draft in 9:16")),
        (30, 90, (2, 4, 1), 0.0, quality("draft in 4:5")),
    ],
)
def test_everything_has_its_place_in_windows_of_any_shape(tmp_path, width, height, widths, slope, frame):
    picture = two_colour_picture(tmp_path / "own.png", width, height)
    run = saved_run(load(picture), tmp_path / "runs", widths, steps=4, slope=slope)
    with stage(frame):
        scene = prepared(chosen_scene("training", params(picture, run)), tmp_path / "runs")
        area = safe_area(config.frame_width, config.frame_height)
        scene.say_speed(1)
        board, panels = scene.board, scene.board.panels
        shown = [panels.tiling, panels.output, panels.map, *panels.names]
        shown += [board.chart, board.counters.rows, board.legend, scene.clock]
        check_places(shown, area)
        scene.show_results()
        check_places([panels.map, panels.names[2], board.counters.rows, board.legend], area)
        assert panels.map.height > 0.9 * panels.tiling.height


def test_a_run_with_one_kept_step_is_refused(tmp_path, run):
    still = replace(run, snapshots=run.snapshots[:1])
    save_run(still, tmp_path / run_name("moons", run.widths, 0))
    chosen = chosen_scene("training", params("moons", run))
    with (
        stage(SMALL),
        pytest.raises(InputError, match=r"2 or more kept steps.*dlvis train moons --widths 2,5,4,1"),
    ):
        beat_pictures(chosen.cls, params=chosen.params, runs=tmp_path)


def test_a_run_without_a_score_is_refused(tmp_path, run):
    bare = [replace(each, metrics={"loss": 1.0}) for each in run.snapshots]
    save_run(replace(run, snapshots=bare), tmp_path / run_name("moons", run.widths, 0))
    chosen = chosen_scene("training", params("moons", run))
    with stage(SMALL), pytest.raises(InputError, match="has no metric 'balanced_accuracy'"):
        prepared(chosen, tmp_path)


@pytest.mark.parametrize("pace", [{"early": 0.0}, {"early_until": 0.5}, {"middle_until": 1.2}])
def test_a_pace_that_cannot_be_is_refused(pace):
    with pytest.raises(InputError, match="seconds above 0 and shares that rise"):
        chosen_scene("training", {"pace": pace})


def module_of(scene):
    return sys.modules[type(scene).__module__]


def check_places(shown, area):
    boxes = [box_of(part) for part in shown]
    assert all(inside(box, area) for box in boxes)
    assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]


def box_of(mobject):
    return (mobject.get_left()[0], mobject.get_right()[0], mobject.get_bottom()[1], mobject.get_top()[1])


def inside(box, area, slack=0.02):
    left, right, bottom, top = box
    within_x = area.xmin - slack <= left and right <= area.xmax + slack
    return within_x and area.ymin - slack <= bottom and top <= area.ymax + slack


def overlap(first, second):
    across = min(first[1], second[1]) - max(first[0], second[0])
    return across > 1e-6 and min(first[3], second[3]) - max(first[2], second[2]) > 1e-6
