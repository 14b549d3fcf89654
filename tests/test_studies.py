from pathlib import Path

import numpy as np
import pytest

from dlvis.errors import InputError
from dlvis.studies.regions_at_start import regions_at_start
from dlvis.sweep.experiment import experiment, experiment_names
from dlvis.sweep.grid import cells
from dlvis.sweep.named import first_line, named
from dlvis.sweep.studies import STUDIES, TRAINING, arguments, kinds, rows

DOCS = Path(__file__).resolve().parent.parent / "docs"


def test_regions_at_start_are_as_many_however_the_neurons_are_stacked():
    # facts.md: N = 64 as [64] 1908, [32, 32] 1823, [16] x 4 1773, for N^2 / 2 = 2048
    for hidden, known in [((64,), 1908), ((32, 32), 1823), ((16,) * 4, 1773)]:
        counts = [regions_at_start(hidden, seed=seed)[0] for seed in range(8)]
        assert np.mean([row["regions"] for row in counts]) == pytest.approx(known, rel=0.15)
        assert {row["expected"] for row in counts} == {2048}


@pytest.mark.parametrize("name", STUDIES)
def test_every_study_says_what_it_is_and_what_it_takes(name):
    assert first_line(named("study", name, STUDIES)).endswith(".")
    assert kinds(name)


@pytest.mark.parametrize("name", experiment_names())
def test_every_cell_that_ships_is_what_its_study_takes(name):
    asked = experiment(name)
    for cell in cells(asked):
        assert asked.study == TRAINING or set(arguments(asked.study, cell)) == set(cell)


def test_every_study_ships_with_an_experiment():
    assert {experiment(name).study for name in experiment_names()} >= set(STUDIES)


def test_the_docs_tell_of_every_experiment_of_a_study():
    told = (DOCS / "studies.md").read_text(encoding="utf-8")
    ours = [name for name in experiment_names() if experiment(name).study != TRAINING]
    assert [name for name in ours if f"`{name}`" not in told] == []


def test_a_cell_is_checked_against_the_study():
    assert rows("regions_at_start", {"hidden": [3], "seed": 1}) == regions_at_start((3,), seed=1)
    with pytest.raises(InputError, match=r"parameter 'hiden' of study regions_at_start .* mean 'hidden'"):
        rows("regions_at_start", {"hiden": [3]})
    with pytest.raises(InputError, match="expected the parameter 'hidden'"):
        rows("regions_at_start", {})
    with pytest.raises(InputError, match="bias: expected a number, got 'large'"):
        rows("regions_at_start", {"hidden": [3], "bias": "large"})
    with pytest.raises(
        InputError, match=r"^study regions_at_start: hidden: expected sizes .* of at least one"
    ):
        rows("regions_at_start", {"hidden": []})
    with pytest.raises(InputError, match="bias: expected a standard deviation of at least 0, got -1"):
        rows("regions_at_start", {"hidden": [3], "bias": -1.0})
    with pytest.raises(InputError, match="hidden: expected sizes from 1 to 10000"):
        rows("regions_at_start", {"hidden": [10**9]})


def test_a_cell_without_room_in_memory_is_told():
    with pytest.raises(InputError, match="study sigmoid_gradient: expected sizes that fit into memory"):
        rows("sigmoid_gradient", {"depth": 1, "width": 100_000})


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_refused(number):
    with pytest.raises(InputError, match="bias: expected a number"):
        rows("dead_relus", {"bias": number})


def test_an_unknown_study_names_the_nearest():
    with pytest.raises(InputError, match="study 'trainin' is unknown; did you mean 'training'"):
        rows("trainin", {})
