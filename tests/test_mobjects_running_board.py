"""Trainings that run on a board: the net of the moment is drawn, that of a kept step is counted."""

import numpy as np
import pytest

from dlvis.draw.layout import safe_area
from dlvis.geometry import decision_boundary, fold_complex
from dlvis.mobjects import Key, TrainingRows, layer_counts, layers_board, race_board, scene_points
from dlvis.net import n_parameters
from dlvis.run import Part, Run, Snapshot, net_between
from dlvis.style import percent, spaced, theme
from dlvis.topics import load
from tests.nets import he_net

NIGHT, MOONS = theme("night"), load("moons")
AREA, KEYS = safe_area(8 * 16 / 9, 8), (Key(NIGHT.ink), Key(NIGHT.ink, (16.0, 11.0)))
DEEP, SHALLOW = (2, 5, 4, 1), (2, 10, 1)
STEPS = (0, 6, 20, 36, 60)


def label(key, **values):
    return " ".join([key, *map(str, values.values())])


def run(widths, seed=0):
    kept = [
        Snapshot(
            step,
            he_net(widths, seed + step),
            {
                "loss": 1 / (1 + step),
                "balanced_accuracy": 0.5 + step / 200,
                "parcels_found": float(step > 10),
            },
        )
        for step in STEPS
    ]
    return Run("moons", "moons", tuple(kept))


@pytest.fixture(scope="module")
def rows():
    return TrainingRows(label, MOONS, NIGHT)


@pytest.fixture(scope="module")
def one(rows):
    return layers_board(run(DEEP), rows, area=AREA, key=KEYS[0])


@pytest.mark.parametrize("step", [0, 27.3, 60])
def test_every_number_of_a_panel_is_of_the_last_kept_step(one, step):
    known = one.redraw(step).known
    assert known is next(each for each in reversed(one.runs[0].snapshots) if each.step <= step)
    board, counts = one.board, layer_counts(known.net, MOONS.window)
    found = label("of", part=int(known.metrics["parcels_found"]), whole=2)
    expected = [spaced(known.step), spaced(counts[-1]), percent(known.metrics["balanced_accuracy"]), found]
    assert [row[1].wording.words for row in board.counters.rows] == expected
    assert [words.line.wording.words for words in board.panels[0].counts] in (
        [*map(spaced, counts), "", ""],
        [],
    )
    assert counts[-1] == fold_complex(known.net, MOONS.window).n_regions
    loss = np.array([known.metrics["loss"]])
    end = board.chart.places(np.array([float(known.step)]), loss)[0]
    np.testing.assert_allclose(board.chart.markers[0][1].starts[0], end, atol=1e-6)
    assert board.chart.curves[0].foreseen


def test_what_is_drawn_is_the_net_of_the_moment(one):
    net, panels = net_between(one.runs[0], 17.3), one.redraw(17.3).board.panels[0]
    border = decision_boundary(net, fold_complex(net, MOONS.window)).points
    corners = scene_points(border, panels.border.placement)
    assert all(np.abs(panels.border.line.points - each).max(axis=1).min() < 1e-9 for each in corners)


def test_a_race_is_counted_for_both_at_one_step(rows):
    racers = [run(DEEP), run(SHALLOW)]
    both = race_board(racers, ("deep", "shallow"), rows, area=AREA, keys=KEYS).redraw(33.3)
    known = [each.snapshots[2] for each in racers]
    words = [each.line.wording.words for each in both.board.counters.numbers]
    assert words[0] == words[1] == "20"
    assert words[2:4] == [spaced(sum(DEEP[1:-1])), spaced(SHALLOW[1])]
    assert words[4:6] == [spaced(n_parameters(widths)) for widths in (DEEP, SHALLOW)]
    assert words[6:8] == [spaced(fold_complex(each.net, MOONS.window).n_regions) for each in known]


def test_a_part_says_how_fast_it_goes_and_runs_from_its_first_step_to_its_last(one):
    show = one.playing(Part(6, 36, seconds=10))
    clock = [words.line.wording.words for words in one.board.clock]
    assert clock == ["clock 3", "blended"]
    assert [show(done).known.step for done in (0.0, 0.5, 1.0)] == [6, 20, 36]
