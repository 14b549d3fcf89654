"""Curves from tables: the numbers, and the figures that show them."""

import io
import json
import subprocess
import sys

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dlvis.cli import group
from dlvis.errors import InputError
from dlvis.plots import curves
from dlvis.plots.axes import scale, tick, words
from dlvis.plots.figure import FORMATS, _apart, figure_bytes
from dlvis.style import THIN_SPACE, rgb, theme
from dlvis.tables import save_table, table_of

NOTES = {
    "title": "Two nets",
    "experiment": {"grid": {"width": [3, 8], "rate": [0.1, 0.2]}},
    "selection": {"search": ["rate"]},
    "budget": {"equal": ["steps"]},
}


def rows(widths=(3, 8), seeds=5, steps=(0, 10, 1000)):
    nets = [(width, seed, rate) for width in widths for rate in (0.1, 0.2) for seed in range(seeds)]
    return [
        {
            "net": net,
            "width": width,
            "seed": seed,
            "rate": rate,
            "selected": rate == 0.2,
            "step": step,
            "validation_loss": width + seed / 10 + (step == 0),
            "test_balanced_accuracy": 0.9 + seed / 100 if step == steps[-1] else np.nan,
        }
        for net, (width, seed, rate) in enumerate(nets)
        for step in steps
    ]


def table(**choices):
    return table_of(rows(**choices), NOTES)


def test_a_curve_is_the_median_over_seeds_with_the_middle_half_beside_it():
    shown = curves(table())
    assert (shown.x, shown.y, shown.by) == ("step", "validation_loss", ("width",))
    first, second = shown.curves
    assert first.values == (3,)
    assert (first.n_seeds, first.n_rows) == (5, 5)
    assert first.x.tolist() == [0, 10, 1000]
    np.testing.assert_allclose(first.middle, [4.2, 3.2, 3.2])
    np.testing.assert_allclose(second.low, [9.1, 8.1, 8.1])
    np.testing.assert_allclose(second.high, [9.3, 8.3, 8.3])


def test_a_band_of_all_goes_from_least_to_most():
    first = curves(table(), outside=0.0).curves[0]
    np.testing.assert_allclose([first.low[0], first.high[0]], [4.0, 4.4])


def test_against_a_setting_the_last_row_of_each_net_counts():
    shown = curves(table(), x="width")
    assert (shown.y, shown.by) == ("test_balanced_accuracy", ())
    np.testing.assert_allclose(shown.curves[0].middle, [0.92, 0.92])


def test_what_a_search_has_not_selected_is_shown_only_when_asked_for():
    assert curves(table()).curves[0].n_rows == 5
    assert curves(table(), by=["rate"], where={"width": 3, "selected": False}).curves[0].values == (0.1,)
    assert curves(table(), where={"rate": 0.1}).curves[0].n_rows == 5


def test_a_study_with_steps_is_shown_over_them():
    told = [
        {"cell": cell, "optimiser": name, "step": step, "loss": 1.0 / (step + 1)}
        for cell, name in enumerate(["adam", "descent"])
        for step in range(cell + 3)
    ]
    shown = curves(table_of(told, {"experiment": {"grid": {"optimiser": ["adam", "descent"]}}}))
    assert (shown.x, shown.y, shown.by) == ("step", "loss", ("optimiser",))
    assert [len(curve.x) for curve in shown.curves] == [3, 4]


def test_nets_that_are_alike_in_all_that_is_shown_are_put_together():
    assert curves(table(), by=()).curves[0].n_rows == 10
    assert curves(table(), by=()).curves[0].n_seeds == 5


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"y": "los"}, "has no column 'los'; expected one of|has no column 'los'; did you mean"),
        ({"x": "stp"}, "has no column 'stp'; did you mean 'step'"),
        ({"by": ["wdth"]}, "has no column 'wdth'; did you mean 'width'"),
        ({"where": {"width": 9}}, "has no rows with width = 9"),
        ({"where": {"depth": 9}}, "has no column 'depth'"),
        ({"by": ["seed", "width"]}, "seed, width: expected at most 8 curves, got 10; choose some rows"),
        ({"outside": 0.5}, "band: expected a share"),
    ],
)
def test_what_cannot_be_shown_is_refused(choices, message):
    with pytest.raises(InputError, match=message):
        curves(table(), **choices)


def test_a_column_without_numbers_is_refused():
    empty = table_of([{"x": 1.0, "y": np.nan}], {})
    with pytest.raises(InputError, match="column 'y' has no number in the rows that are shown"):
        curves(empty, "y", "x")
    with pytest.raises(InputError, match="has no rows at all"):
        curves(table_of([], {}), "y", "x")


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([1, 2, 3], "linear"),
        ([1, 1000], "log"),
        ([0, 1, 1000], "symlog"),
        ([0.0, 0.5, 1e-9], "linear"),
        ([-1, 1000], "linear"),
        ([0, 0], "linear"),
        ([np.nan, 5], "linear"),
    ],
)
def test_a_logarithm_where_it_fits(values, kind):
    assert scale(np.array(values, float)) == kind


def test_numbers_beside_an_axis():
    told = [tick(value) for value in (0, 5, 0.02, 20_000, 1e-5, 2e-5, 1e7)]
    assert told == ["0", "5", "0.02", f"20{THIN_SPACE}000", "10⁻⁵", "2·10⁻⁵", "10⁷"]
    assert tick(0.955, share=True) == f"95.5{THIN_SPACE}%"
    assert words("test_balanced_accuracy") == "balanced accuracy, test part"


@given(st.lists(st.floats(0, 500), min_size=1, max_size=8))
def test_names_of_curves_are_apart_and_in_their_order(places):
    moved = _apart(np.array(places), 40, 0, 500)
    far = np.arange(0, 400, 50)
    assert np.array_equal(_apart(far, 40, 0, 500), far)
    order = np.argsort(places, kind="stable")
    assert np.all(np.diff(moved[order]) > 39.999)
    assert 0 <= moved.min() <= moved.max() <= 500


@pytest.mark.parametrize("kind", FORMATS)
def test_equal_curves_are_equal_files(kind):
    first, again = (figure_bytes(curves(table()), theme("paper"), "Title", "note", kind) for _ in range(2))
    assert first == again
    assert first.startswith({"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[kind])


@pytest.mark.parametrize("name", ["night", "paper", "contrast"])
def test_a_figure_shows_each_curve_in_its_colour_on_the_themes_ground(name):
    look = theme(name)
    made = figure_bytes(
        curves(table()), look, "A title that is long enough for two lines " * 2, "note", "png"
    )
    pixels = np.asarray(Image.open(io.BytesIO(made)).convert("RGB")) / 255
    assert pixels.shape == (1080, 1920, 3)
    np.testing.assert_allclose(pixels[2, 2], rgb(look.ground), atol=0.01)
    for number in range(2):
        assert (np.abs(pixels - rgb(look.fold(number))).max(axis=2) < 0.02).sum() > 500
    edges = np.concatenate(
        [pixels[:8].reshape(-1, 3), pixels[:, -8:].reshape(-1, 3), pixels[-8:].reshape(-1, 3)]
    )
    np.testing.assert_allclose(edges, np.broadcast_to(rgb(look.ground), edges.shape), atol=0.01)


def test_the_series_need_no_matplotlib():
    script = "import dlvis.plots, sys; assert not {'matplotlib', 'torch', 'manim'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True)


def plotted(place, *arguments):
    command = ["plot", str(place), "--out", str(place.parent), *arguments]
    return CliRunner().invoke(group, command, catch_exceptions=False)


@pytest.fixture
def place(tmp_path):
    return save_table(table(), tmp_path / "two.parquet")


def test_a_figure_lies_where_the_answer_says(place):
    told = json.loads(plotted(place, "--to", "svg,pdf", "--where", "width=3", "--json").stdout)
    assert told["files"] == [
        str(place.parent / "plots" / f"two-validation_loss.{kind}") for kind in ("svg", "pdf")
    ]
    assert (told["x"], told["y"], told["by"]) == ("step", "validation_loss", [])
    assert plotted(place, "--x", "width").stdout.strip().endswith("two-test_balanced_accuracy.png")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--to", "gif"], "--to: expected png, svg, pdf, got 'gif'"),
        (["--theme", "nigt"], "theme 'nigt' is unknown"),
        (["--band", "0"], "--band: expected a percentage above 0"),
        (["--where", "width"], "--where: expected COLUMN=VALUE"),
        (["--where", "width=wide"], "--where width: expected a number, got 'wide'"),
        (["--where", "selected=1"], "--where selected: expected true or false, got '1'"),
        (["--y", "accuracy"], "has no column 'accuracy'; did you mean 'test_balanced_accuracy'"),
    ],
)
def test_bad_input_draws_nothing(place, arguments, message):
    with pytest.raises(InputError, match=message):
        plotted(place, *arguments)
    assert [file.name for file in place.parent.iterdir()] == ["two.parquet"]


def test_what_is_no_table_is_named(tmp_path):
    (tmp_path / "no.parquet").write_text("title = 3")
    with pytest.raises(InputError, match=r"no\.parquet: expected a Parquet file"):
        plotted(tmp_path / "no.parquet")


def test_a_setting_that_some_do_not_have_parts_them_from_the_others():
    every = [
        {"rate": rate, "x": x, "y": seed + x} for rate in (None, 0.1) for x in (1, 2) for seed in range(3)
    ]
    shown = curves(table_of(every, {}), "y", "x", ("rate",))
    assert [(curve.values, curve.n_rows) for curve in shown.curves] == [((None,), 3), ((0.1,), 3)]
    drawn = figure_bytes(shown, theme("paper"), "Two", "", "svg")
    assert b"learning rate 0.1" in drawn
    assert b"None" not in drawn


def test_what_is_not_finite_has_no_place_in_a_figure():
    every = [{"x": x, "y": y} for x, y in ((1.0, 1.0), (2.0, np.inf), (np.inf, 2.0), (3.0, 1e5))]
    shown = curves(table_of(every, {}), "y", "x", ())
    assert shown.curves[0].x.tolist() == [1, 3]
    figure_bytes(shown, theme("paper"), "Far", "", "svg")


def test_one_place_and_a_title_with_dollars_can_be_drawn(recwarn):
    shown = curves(table_of([{"x": 1.0, "y": 2.0}], {}), "y", "x", ())
    figure_bytes(shown, theme("paper"), r"$\frac{$ 5_ and $6", "", "svg")
    assert not recwarn.list


@pytest.mark.parametrize(
    "notes",
    [
        {"experiment": 3},
        {"experiment": {"grid": {"x": [1]}}, "selection": []},
        {"experiment": {"grid": 3}},
        {"experiment": {"cases": {"a": 1}}},
    ],
)
def test_damaged_notes_are_refused(notes):
    with pytest.raises(InputError, match="table: its notes are damaged, expected"):
        curves(table_of([{"x": 1.0, "y": 2.0}], notes), "y", "x")
