import pytest
from click.testing import CliRunner

from dlvis.cli import group
from dlvis.errors import InputError
from dlvis.plots.markdown import markdown, span
from dlvis.tables import save_table, table_of
from tests.test_plots import table


def told(place, *arguments):
    return CliRunner().invoke(group, ["table", str(place), *arguments], catch_exceptions=False).stdout


@pytest.fixture
def place(tmp_path):
    return save_table(table(), tmp_path / "two.parquet")


def test_medians_and_ranges_of_the_selected_nets(place):
    answer = told(place, "--columns", "test_balanced_accuracy,validation_loss,rate")
    assert answer.splitlines() == [
        "| width | balanced accuracy, test part | loss, validation part | highest learning rate |",
        "| --- | --- | --- | --- |",
        "| 3 | 92.0 (90.0 to 94.0) | 3.200 (3.000 to 3.400) | 0.2 |",
        "| 8 | 92.0 (90.0 to 94.0) | 8.200 (8.000 to 8.400) | 0.2 |",
    ]


def test_rows_and_lines_can_be_chosen(place):
    answer = told(place, "--columns", "seed", "--by", "rate", "--where", "width=3", "--where", "rate=0.1")
    assert answer.splitlines()[2:] == ["| 0.1 | 2 (0 to 4) |"]


def test_without_columns_it_says_which_there_are(place):
    assert "  validation_loss" in told(place).splitlines()


def test_a_column_that_is_not_there_is_named(place):
    with pytest.raises(InputError, match="has no column 'widht'; did you mean 'width'"):
        told(place, "--columns", "widht")
    with pytest.raises(InputError, match="--columns: expected at least one"):
        markdown(table(), [])


def test_the_median_of_two_whole_numbers_may_be_a_half():
    assert span([1, 2], 1) == "1.5 (1.0 to 2.0)"


def test_a_text_stays_in_its_cell():
    lines = markdown(table_of([{"why": "a|b\nc", "x": 1.0}], {}), ["why"], by=["x"]).splitlines()
    assert lines[2:] == [r"| 1 | a\|b c |"]


def test_a_setting_that_some_do_not_have_makes_one_line_of_them():
    rows = [{"optimiser": "descent", "seed": seed, "rate": None, "steps": 3} for seed in range(2)]
    rows += [{"optimiser": "adam", "seed": seed, "rate": 0.1, "steps": 5 + seed} for seed in range(2)]
    lines = markdown(table_of(rows, {}), ["steps"], by=["optimiser", "rate"]).splitlines()
    assert lines[2:] == ["| descent | none | 3 |", "| adam | 0.1 | 5.5 (5.0 to 6.0) |"]


def test_nothing_measured_is_none():
    assert span([float("nan")]) == "none"
