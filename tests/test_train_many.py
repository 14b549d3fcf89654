"""Many nets at once are the nets that each would be alone, and the nets that plain torch trains."""

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
import torch

from dlvis.errors import InputError
from dlvis.run import run_digest
from dlvis.topics import load, part
from dlvis.train import TrainingDivergedError, TrainingInterrupted, train, train_many, trained_runs
from dlvis.train.advance import advanced
from dlvis.train.cores import spread_over
from dlvis.train.memory import lot_bytes, net_bytes, stacks
from dlvis.train.recipe import recipe
from dlvis.train.stack import started
from dlvis.train.stacked_steps import step_stacked
from dlvis.train.steps import training_points
from tests.plain_loop import plain_net

MOONS = replace(load("moons"), n_train=2000, n_validation=500, n_test=500)
# widths that fill tiles and some that do not, one output and two, batches of part of a tile and of two blocks
KINDS = [
    {"widths": (2, 8, 8, 8, 1), "batch": 256},
    {"widths": (2, 5, 7, 2), "batch": 100, "slope": 0.1},
    {"widths": (2, 33, 3, 1), "batch": 600},
    {"widths": (2, 1), "batch": 1},
]
WIDE = {"widths": (2, 3000, 1), "batch": 70}  # a block is a single tile


def asked(seeds=(0,), **changes):
    usual = {"widths": (2, 4, 1), "steps": 20, "batch": 64}
    return [recipe(MOONS, seed=seed, **(usual | changes)) for seed in seeds]


def stepped(recipes, n_threads=1):
    """(N, n) the parameters of a stack after all steps."""
    stack = started(recipes)
    data = training_points(*part(MOONS, "train"), recipes[0].device, recipes[0].dtype)
    with spread_over(n_threads) as spread:
        list(advanced(stack, data, spread, n_threads))
    return stack.parameters


def stacked(recipes, device="cpu"):
    stack = started(recipes)
    data = training_points(*part(MOONS, "train"), device, recipes[0].dtype)
    n = recipes[0].steps
    step_stacked(stack, data, 1, recipes[0].optimiser.shares(1, n, n))
    return stack.parameters


@pytest.mark.parametrize("kind", [*KINDS, WIDE])
def test_each_net_is_the_one_that_plain_torch_trains(kind):
    recipes = asked(range(3), **kind, steps=200, dtype="float64")
    for trained, each in zip(stepped(recipes), recipes, strict=True):
        assert np.abs(trained - plain_net(MOONS, each)).max() < 1e-10


@pytest.mark.parametrize("kind", KINDS)
def test_in_single_precision_too(kind):
    recipes = asked(range(3), **kind, steps=20)
    for trained, each in zip(stepped(recipes), recipes, strict=True):
        assert np.abs(trained - plain_net(MOONS, each)).max() < 1e-5


@pytest.mark.parametrize("kind", KINDS)
def test_stacked_tensors_take_the_same_steps(kind):
    recipes = asked(range(3), **kind, steps=200, dtype="float64")
    assert np.abs(stepped(recipes) - stacked(recipes)).max() < 1e-10


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU here")
@pytest.mark.parametrize("kind", KINDS)
def test_a_gpu_takes_the_same_steps(kind):
    recipes = asked(range(3), **kind, steps=20)
    on_gpu = [replace(each, device="cuda") for each in recipes]
    assert np.abs(stepped(recipes) - stacked(on_gpu, "cuda")).max() < 1e-4


def test_each_run_has_the_bytes_that_it_has_alone():
    recipes = [*asked(range(4), schedule=[3, 9]), *asked([0, 7], rate=0.5, schedule=[3, 9])]
    alone = [
        run_digest(train(MOONS, each.widths, each.seed, steps=20, batch=64, rate=each.rate, schedule=[3, 9]))
        for each in recipes
    ]
    assert len(set(alone)) == 6
    for n_threads in (1, 3):
        assert [run_digest(run) for run in train_many(MOONS, recipes, n_threads=n_threads)] == alone


def test_nets_of_several_kinds_come_back_in_their_order():
    recipes = [*asked([3]), *asked([1], widths=(2, 3, 2)), *asked([2], steps=5), *asked([4])]
    runs = train_many(MOONS, recipes)
    assert [run.settings["seed"] for run in runs] == [3, 1, 2, 4]
    assert [run.widths for run in runs] == [(2, 4, 1), (2, 3, 2), (2, 4, 1), (2, 4, 1)]
    assert runs[2].snapshots[-1].step == 5


def test_parts_of_a_training_draw_what_the_whole_draws():
    (one,) = asked(batch=7)
    whole, parts = started([one]), started([one])
    drawn = np.concatenate([parts.batches(0, n, 1000) for n in (1, 4, 15)])
    assert np.array_equal(whole.batches(0, 20, 1000), drawn)


def test_memory_cuts_the_batch_and_not_the_result():
    recipes = asked(range(7))
    enough = lot_bytes(MOONS, recipes[:3], 1)
    assert [len(lot) for lot in stacks(MOONS, recipes, 1, enough)] == [3, 3, 1]
    cut = train_many(MOONS, recipes, n_threads=1, memory=enough)
    assert list(map(run_digest, cut)) == list(map(run_digest, train_many(MOONS, recipes)))


def test_one_net_that_does_not_fit_is_refused_beforehand():
    with pytest.raises(InputError, match=r"memory: a net of \[2, 4, 1\] with 21 kept steps takes \d+ MB"):
        train_many(MOONS, asked(), memory=10**5)


@pytest.mark.parametrize("changes", [{"widths": (2, 4, 1)}, {"widths": (2, 90, 90, 1)}])
def test_memory_is_said_beforehand(changes):
    recipes = asked(range(40), steps=30, **changes)
    train_many(MOONS, recipes[:1])  # what is made once is not counted
    tracemalloc.start()
    runs = train_many(MOONS, recipes, n_threads=1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    said = lot_bytes(MOONS, recipes, 1)
    assert len(runs) == 40
    assert 40 * net_bytes(recipes[0]) / 8 < peak < said


def test_lots_that_are_let_go_take_no_more():
    recipes = asked(range(40), steps=30, widths=(2, 90, 90, 1))
    said = lot_bytes(MOONS, recipes[:10], 1)
    assert [len(lot) for lot in stacks(MOONS, recipes, 1, said)] == [10] * 4
    steps = []
    train_many(MOONS, recipes[:1])  # what is made once is not counted
    tracemalloc.start()
    for run in trained_runs(MOONS, recipes, n_threads=1, memory=said):
        steps.append(run.snapshots[-1].step)
        del run
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(steps) == 40
    assert peak < said


# rate 9 and 60 layers without a bend: the loss becomes infinite within some steps
FAR = {"widths": (2, *[8] * 60, 1), "steps": 4, "slope": 1.0, "schedule": [1]}


def test_a_loss_that_explodes_names_its_net_and_leaves_the_others_alone():
    recipes = [*asked([5], **FAR, rate=1e-4), *asked([6], **FAR, rate=9.0), *asked([7], **FAR, rate=1e-4)]
    with pytest.raises(TrainingDivergedError) as caught:
        train_many(MOONS, recipes)
    assert "seed 6: rate: the loss became infinite or NaN at step" in str(caught.value)
    assert "expected a smaller rate than 9, try 0.9; 2 of 3 nets are trained to the end" in str(caught.value)
    runs = caught.value.runs
    assert [run.finished for run in runs] == [True, False, True]
    assert runs[1].snapshots[-1].step < 4
    assert all(np.isfinite(weight).all() for weight in runs[1].net.weights)
    assert run_digest(runs[0]) == run_digest(train_many(MOONS, recipes[:1])[0])


def test_all_that_explode_are_named():
    recipes = asked(range(3), **FAR, rate=9.0)
    with pytest.raises(TrainingDivergedError, match=r"seed 0: .* so did seed 1 .*, seed 2 .*; 0 of 3 nets"):
        list(trained_runs(MOONS, recipes))


def test_stacked_tensors_stop_at_the_same_step():
    recipes = [*asked([6], **FAR, rate=9.0), *asked([7], **FAR, rate=1e-4)]
    stacks_of_two = [started(recipes) for _ in range(2)]
    data = training_points(*part(MOONS, "train"), "cpu")
    step_stacked(stacks_of_two[0], data, 1, recipes[0].optimiser.shares(1, 4, 4))
    list(advanced(stacks_of_two[1], data, map, 1))
    assert 0 < stacks_of_two[0].failed[0] == stacks_of_two[1].failed[0]
    assert not stacks_of_two[0].failed[1]
    assert np.abs(stacks_of_two[0].parameters[1] - stacks_of_two[1].parameters[1]).max() < 1e-4


@pytest.mark.parametrize(
    ("recipes", "words"),
    [
        ([], "recipes: expected at least one, got none"),
        (asked([3, 4, 3]), r"recipes: expected each once, but seed 3 with rate .* is there 2 times"),
    ],
)
def test_batches_that_cannot_be_are_refused(recipes, words):
    with pytest.raises(InputError, match=words):
        train_many(MOONS, recipes)


def test_no_threads_are_refused():
    with pytest.raises(InputError, match="n_threads: expected at least 1, got 0"):
        train_many(MOONS, asked(), n_threads=0)


def test_ctrl_c_keeps_what_all_nets_have_done():
    def interrupted(each, snapshot):
        if (each.seed, snapshot.step) == (1, 9):
            raise KeyboardInterrupt

    recipes = [*asked([4], steps=5), *asked(range(3), schedule=[3, 9, 12])]
    with pytest.raises(TrainingInterrupted) as caught:
        train_many(MOONS, recipes, on_snapshot=interrupted)
    runs = caught.value.runs
    assert [run.finished for run in runs] == [True, False, False, False]
    assert [run.snapshots[-1].step for run in runs] == [5, 9, 9, 3]
