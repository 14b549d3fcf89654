"""How a training is played: which steps in how many seconds, and how many of the kept ones are shown."""

from itertools import pairwise

import pytest

from dlvis.errors import InputError
from dlvis.run import (
    Pace,
    Part,
    Run,
    Snapshot,
    kept_steps,
    paced_parts,
    settled_part,
    settled_step,
    watched_part,
)
from tests.nets import he_net

NET = he_net((2, 3, 1), 0)


def run(steps, losses=None):
    values = losses or [1.0] * len(steps)
    kept = [Snapshot(step, NET, {"loss": value}) for step, value in zip(steps, values, strict=True)]
    return Run("moons", "moons", kept)


@pytest.mark.parametrize(("n_steps", "shortest"), [(20, 16.5), (500, 33), (2000, 33), (60_000, 33)])
def test_each_second_of_a_training_has_steps_to_show(n_steps, shortest):
    parts = paced_parts(run(kept_steps(n_steps)), Pace())
    assert (parts[0].begin, parts[-1].end) == (0, n_steps)
    assert all(before.end == after.begin for before, after in pairwise(parts))
    assert sum(part.seconds for part in parts) == pytest.approx(shortest)
    speeds = [(part.end - part.begin) / part.seconds for part in parts]
    assert min(speeds) >= 0.7 * min(10, n_steps / shortest)  # the stops are kept steps


def test_a_part_plays_whole_steps_a_second():
    part = Part(6, 36, seconds=11)
    assert (part.speed, part.lasts) == (3, 10.0)
    assert Part(6, 7, seconds=11).speed == 1


def test_no_more_kept_steps_are_watched_than_an_eye_can_follow():
    long = run(range(601))
    part = Part(0, 600, seconds=10)
    steps = [each.step for each in watched_part(long, part).snapshots]
    assert (steps[0], steps[-1]) == (0, 600)
    assert min(after - before for before, after in pairwise(steps)) >= 60 / 3
    assert len(steps) == 31


def test_a_training_has_settled_where_its_loss_stays():
    some = run((0, 2, 4, 8, 9), [1.0, 0.2, 0.52, 0.49, 0.5])
    assert settled_step(some) == 4
    assert settled_step(run((9,), [0.5])) == 9


@pytest.mark.parametrize(("losses", "stop"), [([1.0, 0.2, 0.52, 0.49, 0.5], 4), ([1, 1, 1, 0.7, 0.5], 9)])
def test_runs_are_watched_until_all_have_settled_and_a_little_longer(losses, stop):
    runs = [run((0, 2, 4, 8, 9), each) for each in ([1.0, 0.5, 0.5, 0.5, 0.5], losses)]
    assert settled_part(runs, 12.0) == Part(0, stop, 12.0)


def test_runs_that_never_change_are_watched_to_their_second_step():
    assert settled_part([run((0, 2, 4))], 3.0) == Part(0, 2, 3.0)


@pytest.mark.parametrize("pace", [{"early": 0.0}, {"early_until": 0.5}, {"middle_until": 1.2}])
def test_a_pace_that_cannot_be_is_refused(pace):
    with pytest.raises(InputError, match="seconds above 0 and shares that rise"):
        Pace(**pace)


@pytest.mark.parametrize("seconds", [float("nan"), float("inf")])
@pytest.mark.parametrize("part", ["early", "middle", "late"])
def test_seconds_that_are_no_number_are_refused_in_each_part(part, seconds):
    with pytest.raises(InputError, match="pace: expected seconds above 0"):
        Pace(**{part: seconds})
