"""Fewer points, noisy labels, and points that are changed anew at each step."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from dlvis.datasets import material
from dlvis.errors import InputError
from dlvis.run import run_digest
from dlvis.run.origin import line_anew
from dlvis.topics import load, part
from dlvis.train import train, train_many
from dlvis.train.augmentation import augmented
from dlvis.train.data import Data, learnt_points
from dlvis.train.dropout import step_keys
from dlvis.train.recipe import recipe
from tests.test_train_tasks import KINDS, stepped

MOONS = replace(load("moons"), n_train=2000, n_validation=500, n_test=500)
QUICK = {"widths": (2, 3, 1), "steps": 20, "batch": 64}
CHANGES = [{"jitter": 0.1}, {"symmetries": "flips"}, {"symmetries": "rotations", "jitter": 0.02}]


def changed(points, step=1, **choices):
    """(N, n, 2) the points as a step sees them, for three seeds."""
    keys = step_keys(torch.arange(3), step)
    return augmented(torch.tensor(points).expand(3, *points.shape), keys, Data(**choices)).numpy()


def test_a_subset_is_the_first_points():
    points, labels = part(MOONS, "train")
    some, of_them = learnt_points(MOONS, Data(points=30))
    assert np.array_equal(some, points[:30])
    assert np.array_equal(of_them, labels[:30])
    assert len(learnt_points(MOONS, Data(points=40, near=0.5))[0]) == 40


@pytest.mark.parametrize("share", [0.25, 1.0])
def test_label_noise_permutes_a_share_of_the_labels(share):
    points, labels = part(MOONS, "train")
    same, noisy = learnt_points(MOONS, Data(label_noise=share))
    assert np.array_equal(points, same)
    assert noisy.sum() == labels.sum()
    # of the permuted ones of two equal classes about half keep their label
    assert (noisy != labels).mean() == pytest.approx(share / 2, abs=0.05)
    assert np.array_equal(noisy, learnt_points(MOONS, Data(label_noise=share))[1])


def test_permuted_labels_say_nothing_about_the_points():
    data = KINDS[2][0]
    permuted = learnt_points(data, Data(label_noise=1.0))[1]
    assert np.array_equal(np.bincount(permuted), np.bincount(data.train.targets))
    assert (permuted == data.train.targets).mean() < 0.35
    numbers = material("function:x")
    assert np.corrcoef(*(each[:, 0] for each in learnt_points(numbers, Data(label_noise=1.0))))[0, 1] < 0.1


@pytest.mark.parametrize(("symmetries", "n"), [("none", 1), ("flips", 4), ("rotations", 4), ("all", 8)])
def test_symmetries_are_those_of_the_square_equally_often(symmetries, n):
    seen = changed(np.tile([[0.3, 0.7]], (4000, 1)), symmetries=symmetries).reshape(-1, 2)
    found, counts = np.unique(seen, axis=0, return_counts=True)
    assert len(found) == n
    assert counts == pytest.approx(len(seen) / n, rel=0.1)
    if symmetries == "rotations":
        assert {tuple(each) for each in found} == {(0.3, 0.7), (-0.7, 0.3), (-0.3, -0.7), (0.7, -0.3)}


def test_jitter_is_normal_and_new_at_each_step_for_each_net():
    one, two = (changed(np.zeros((5000, 3)), step, jitter=0.5) for step in (1, 2))
    for axis in range(3):
        assert one[..., axis].std() == pytest.approx(0.5, rel=0.03)
    assert abs(one.mean()) < 0.01
    assert ((one / 0.5) ** 4).mean() == pytest.approx(3, rel=0.1)
    flat = [one[0].ravel(), one[1].ravel(), two[0].ravel(), np.roll(one[0], 1, axis=1).ravel()]
    assert np.abs(np.corrcoef(flat) - np.eye(4)).max() < 0.05


@pytest.mark.parametrize("choices", [*CHANGES, {"symmetries": "all", "jitter": 0.3, "dropout": 0.2}])
def test_kernels_and_stacked_tensors_see_the_same_points(choices):
    kind = {"widths": (2, 9, 5, 1), "batch": 600, "steps": 100, "dtype": "float64"}
    recipes = [recipe(MOONS, seed=seed, **kind, **choices) for seed in range(3)]
    assert np.abs(stepped(MOONS, recipes) - stepped(MOONS, recipes, "cpu")).max() < 1e-10


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU here")
@pytest.mark.parametrize("choices", CHANGES)
def test_a_gpu_sees_the_same_points(choices):
    recipes = [recipe(MOONS, seed=seed, **QUICK, **choices) for seed in range(3)]
    on_gpu = [replace(each, device="cuda") for each in recipes]
    assert np.abs(stepped(MOONS, recipes) - stepped(MOONS, on_gpu, "cuda")).max() < 1e-4


@pytest.mark.parametrize("choices", [{"points": 50}, {"label_noise": 0.5}, *CHANGES])
def test_a_run_tells_its_data_and_is_the_same_beside_others(choices, tmp_path):
    plain, other = train_many(MOONS, [recipe(MOONS, **QUICK), recipe(MOONS, **QUICK, **choices)])
    assert run_digest(plain) == run_digest(train(MOONS, **QUICK))
    assert run_digest(other) == run_digest(train(MOONS, **QUICK, **choices))
    assert not np.array_equal(plain.net.weights[0], other.net.weights[0])
    for name, value in choices.items():
        assert other.settings[name] == value
        assert f"--set train.{name}={value}" in line_anew(other, tmp_path, MOONS)


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ({"points": 0}, "points: expected at least 1, got 0"),
        ({"label_noise": 1.5}, "label_noise: expected a share from 0 to 1, got 1.5"),
        ({"jitter": -1.0}, "jitter: expected a standard deviation from 0"),
        ({"jitter": float("nan")}, "jitter: expected"),
        ({"symmetries": "flip"}, "symmetries 'flip' are unknown; did you mean 'flips'"),
    ],
)
def test_data_that_cannot_be_are_refused(choice, words):
    with pytest.raises(InputError, match=words):
        recipe(MOONS, **choice)


@pytest.mark.parametrize(
    ("data", "choice", "words"),
    [
        (MOONS, {"points": 2001}, "points: expected at most the 2000 of 'moons', got 2001"),
        (MOONS, {"points": 1}, "points: expected both classes among them, got one; take more than 1"),
        (KINDS[2][0], {"symmetries": "flips"}, "symmetries: expected a plane's 2 inputs, got 40 of 'made'"),
    ],
)
def test_data_that_the_material_has_not_are_refused(data, choice, words):
    with pytest.raises(InputError, match=words):
        learnt_points(data, Data(**choice))
