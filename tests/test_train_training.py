from dataclasses import replace

import numpy as np
import pytest
import torch

from dlvis.errors import InputError
from dlvis.run import load_run, run_digest, save_run
from dlvis.topics import load, topic_digest
from dlvis.train import TrainingDivergedError, TrainingInterrupted, train

MOONS = replace(load("moons"), n_train=2000, n_validation=500, n_test=500)


def short(seed=0, **changes):
    return train(MOONS, **({"widths": (2, 4, 1), "seed": seed, "steps": 20, "batch": 64} | changes))


def test_a_small_net_learns_the_moons():
    run = train(MOONS, (2, 8, 8, 1), steps=300, batch=256, rate=0.03, schedule=[])
    first, last = run.snapshots[0].metrics, run.snapshots[-1].metrics
    assert last["loss"] < first["loss"] / 2
    assert run.results["test_balanced_accuracy"] > 0.9
    assert run.results["test_parcels_found"] == run.results["parcels"] == 2


def test_two_outputs_learn_too():
    run = train(MOONS, (2, 8, 8, 2), steps=300, batch=256, rate=0.03, schedule=[])
    assert run.net.widths[-1] == 2
    assert run.results["test_balanced_accuracy"] > 0.9


def test_the_same_seed_gives_the_same_run_bit_for_bit():
    torch.manual_seed(1)
    first = short()
    torch.manual_seed(2)
    threads = torch.get_num_threads()
    torch.set_num_threads(3)
    second = short()
    torch.set_num_threads(threads)
    assert run_digest(first) == run_digest(second)
    assert run_digest(first) != run_digest(short(seed=1))


def test_training_leaves_the_global_seed_alone():
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    short()
    assert torch.equal(torch.rand(3), expected)


def test_the_schedule_does_not_change_the_training():
    every, few = short(schedule=range(21)), short(schedule=[7])
    assert [snapshot.step for snapshot in few.snapshots] == [0, 7, 20]
    for snapshot in few.snapshots:
        same = every.snapshots[snapshot.step]
        assert np.array_equal(same.net.weights[0], snapshot.net.weights[0])
        assert same.metrics == snapshot.metrics


def test_a_run_says_how_it_was_made():
    run = short(rate=0.02, slope=0.1)
    assert run.topic == "moons"
    assert run.finished
    assert run.net.slope == 0.1
    assert dict(run.settings) == {
        "widths": [2, 4, 1],
        "seed": 0,
        "steps": 20,
        "batch": 64,
        "rate": 0.02,
        "slope": 0.1,
        "device": "cpu",
    }
    assert set(run.snapshots[0].metrics) == {"loss", "accuracy", "balanced_accuracy", "parcels_found"}


def test_a_run_says_on_what_it_was_trained():
    run = train(load("moons"), (2, 3, 1), steps=5, batch=32)
    assert run.topic_digest == topic_digest(load("moons"))


def test_a_trained_run_survives_the_disk(tmp_path):
    run = short()
    assert run_digest(load_run(save_run(run, tmp_path / "one"))) == run_digest(run)


def test_each_snapshot_is_shown_when_it_is_made():
    seen = []
    run = short(schedule=[3, 9], on_snapshot=lambda snapshot: seen.append(snapshot.step))
    assert seen == [snapshot.step for snapshot in run.snapshots] == [0, 3, 9, 20]


def test_an_interrupted_training_keeps_its_steps():
    def interrupted(snapshot):
        if snapshot.step == 9:
            raise KeyboardInterrupt

    with pytest.raises(TrainingInterrupted, match="after step 9") as caught:
        short(schedule=[3, 9, 12], on_snapshot=interrupted)
    run = caught.value.run
    assert not run.finished
    assert [snapshot.step for snapshot in run.snapshots] == [0, 3, 9]
    assert "test_accuracy" in run.results


def test_a_loss_that_explodes_names_the_step_and_the_remedy():
    far = replace(MOONS, training=replace(MOONS.training, rate=9.0))
    with pytest.raises(
        TrainingDivergedError, match=r"rate: the loss became .* at step \d+ .* try 0\.9"
    ) as caught:
        train(far, (2, *[8] * 60, 1), steps=4, batch=64, slope=1.0, schedule=[1])
    assert isinstance(caught.value, InputError)
    run = caught.value.run
    assert not run.finished
    assert all(np.isfinite(weight).all() for weight in run.net.weights)


def test_dead_and_leaky_nets_are_trained_too():
    assert short(slope=0.2, widths=(2, 2, 2, 1)).net.slope == 0.2
    assert short(widths=(2, 1)).net.n_hidden_layers == 0
