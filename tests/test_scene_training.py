"""The film of chapter 11 on small runs: it plays, counts what it shows, and fits windows of any shape."""

from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from manim import config

from dlvis.draw.layout import safe_area
from dlvis.errors import InputError
from dlvis.geometry import fold_complex
from dlvis.mobjects import Counter, CounterPanel
from dlvis.render.frames import SkippingRenderer, beat_pictures
from dlvis.render.quality import quality
from dlvis.render.registry import chosen_scene
from dlvis.render.stage import stage
from dlvis.run import net_between, run_name, save_run, snapshot_at
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
    scene = chosen.cls(renderer=SkippingRenderer(), params=chosen.params, runs=runs)
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
    with stage(SMALL, video=False):
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
    with stage(SMALL, video=False):
        yield prepared(chosen_scene("training", params("moons", run)), runs)


@pytest.mark.parametrize("step", [0, 17.3, 60])
def test_the_counters_are_those_of_the_step(run, scene, step):
    scene.show(run, step)
    known = snapshot_at(run, step)
    folded = fold_complex(net_between(run, step), load("moons").window)
    rows = [
        Counter("step", int(step)),
        Counter("linear regions", folded.n_regions, "counted"),
        Counter("balanced accuracy", percent(known.metrics["balanced_accuracy"]), "validation"),
        Counter("parcels found", f"{spaced(known.metrics['parcels_found'])} of 2"),
        Counter("parameters", run.net.n_parameters),
    ]
    expected = CounterPanel(rows, scene.theme).rows
    for shown, wanted in zip(scene.panel.rows, expected, strict=True):
        for one, other in zip(shown, wanted, strict=True):
            assert np.allclose(one.points - one.points[:1], other.points - other.points[:1], atol=1e-6)
    assert scene.chart.marker.get_x() - scene.chart.anchor.get_left()[0] == pytest.approx(
        known.step / 60 * scene.chart.size[0], abs=1e-3
    )


def test_the_clock_says_how_fast_it_goes(scene):
    scene.train(6, 36, seconds=10)
    assert scene.clock.original_text == "1 s of film = 3 steps"
    assert scene.time == pytest.approx(1 + 30 / 3)  # a second in which the clock is changed


@pytest.mark.parametrize(
    ("width", "height", "widths", "slope"),
    [(60, 30, (2, 4, 1), 0.0), (30, 60, (2, 4, 4, 2), 0.1), (30, 90, (2, 4, 2), 0.0)],
)
def test_everything_has_its_place_in_windows_of_any_shape(tmp_path, width, height, widths, slope):
    picture = two_colour_picture(tmp_path / "own.png", width, height)
    run = saved_run(load(picture), tmp_path / "runs", widths, steps=4, slope=slope)
    with stage(SMALL, video=False):
        scene = prepared(chosen_scene("training", params(picture, run)), tmp_path / "runs")
        area = safe_area(config.frame_width, config.frame_height)
        scene.say_speed(1)
        panels = scene.panels
        parts = [panels.tiling, panels.output, panels.map, *panels.names]
        boxes = [box_of(part) for part in (*parts, scene.chart, scene.panel.rows, scene.legend, scene.clock)]
        assert all(inside(box, area) for box in boxes)
        assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]
        scene.show_results()
        shown = [panels.map, panels.names[2], scene.panel.rows, scene.legend]
        boxes = [box_of(part) for part in shown]
        assert all(inside(box, area) for box in boxes)
        assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]
        assert panels.map.height > 0.95 * panels.tiling.height


def test_a_run_with_one_kept_step_is_refused(tmp_path, run):
    still = replace(run, snapshots=run.snapshots[:1])
    save_run(still, tmp_path / run_name("moons", run.widths, 0))
    chosen = chosen_scene("training", params("moons", run))
    with (
        stage(SMALL, video=False),
        pytest.raises(InputError, match=r"2 or more kept steps.*dlvis train moons --widths 2,5,4,1"),
    ):
        beat_pictures(chosen.cls, params=chosen.params, runs=tmp_path)


@pytest.mark.parametrize("pace", [{"early": 0.0}, {"early_until": 0.5}, {"middle_until": 1.2}])
def test_a_pace_that_cannot_be_is_refused(pace):
    with pytest.raises(InputError, match="seconds above 0 and shares that rise"):
        chosen_scene("training", {"pace": pace})


def box_of(mobject):
    return (mobject.get_left()[0], mobject.get_right()[0], mobject.get_bottom()[1], mobject.get_top()[1])


def inside(box, area, slack=0.02):
    left, right, bottom, top = box
    within_x = area.xmin - slack <= left and right <= area.xmax + slack
    return within_x and area.ymin - slack <= bottom and top <= area.ymax + slack


def overlap(first, second):
    across = min(first[1], second[1]) - max(first[0], second[0])
    return across > 1e-6 and min(first[3], second[3]) - max(first[2], second[2]) > 1e-6
