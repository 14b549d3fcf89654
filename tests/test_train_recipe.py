import pytest
import torch

from dlvis.errors import InputError
from dlvis.topics import load
from dlvis.train.recipe import WORTH_A_GPU, chosen_device, recipe


def asked(**changes):
    return recipe(load("moons"), **changes)


def test_what_is_left_open_is_the_default_of_the_topic():
    defaults, made = load("moons").training, asked()
    assert (made.widths, made.steps, made.batch, made.rate) == (
        defaults.widths,
        defaults.steps,
        defaults.batch,
        defaults.rate,
    )
    assert made.schedule[0] == 0
    assert made.schedule[-1] == defaults.steps


def test_what_is_asked_for_wins():
    made = asked(widths=[2, 5, 2], steps=9, batch=7, rate=0.5, schedule=[3])
    assert (made.widths, made.steps, made.batch, made.rate, made.schedule) == (
        (2, 5, 2),
        9,
        7,
        0.5,
        (0, 3, 9),
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"widths": [3, 4, 1]}, r"widths: expected 2 inputs .*, got \[3, 4, 1\]"),
        ({"widths": [2, 4, 3]}, "1 or 2 outputs last"),
        ({"widths": [2]}, "widths: expected 2 inputs"),
        ({"widths": []}, "widths: expected 2 inputs"),
        ({"widths": [2, 0, 1]}, "at least 1"),
        ({"widths": [2, 4.5, 1]}, "whole numbers"),
        ({"widths": [2, "x", 1]}, "whole numbers"),
        ({"steps": 0}, "steps: expected"),
        ({"steps": -1, "schedule": [0]}, "steps: expected a whole number from 1 to"),
        ({"steps": 10**20}, "steps: expected a whole number from 1 to 100000000"),
        ({"batch": 0}, "batch: expected"),
        ({"batch": 10**20}, "batch: expected a whole number from 1 to 100000000"),
        ({"seed": -1}, "seed: expected"),
        (
            {"seed": 2**63},
            "seed: expected a whole number from 0 to 9223372036854775807",
        ),
        ({"rate": 0.0}, "rate: expected"),
        ({"rate": float("nan")}, "rate: expected"),
        ({"slope": 1.5}, "slope: expected"),
        ({"device": "gpu"}, "device: expected auto, cpu or cuda, got 'gpu'"),
        ({"schedule": [10**9]}, "schedule: expected steps from 0"),
    ],
)
def test_what_cannot_be_trained_is_refused(change, words):
    with pytest.raises(InputError, match=words):
        asked(**change)


def test_small_nets_stay_on_the_cpu():
    assert chosen_device("auto", WORTH_A_GPU - 1) == "cpu"
    assert chosen_device("auto", WORTH_A_GPU) == ("cuda" if torch.cuda.is_available() else "cpu")


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU here")
def test_a_gpu_that_is_not_there_is_refused():
    with pytest.raises(InputError, match="torch sees no GPU here"):
        asked(device="cuda")
