"""Curves over steps: how far they have come, their band and names; a table of counters; a fan of seeds."""

from itertools import pairwise

import numpy as np
import pytest

from dlvis.draw.layout import safe_area
from dlvis.errors import InputError
from dlvis.mobjects import Counter, CounterTable, Curve, CurveChart, Key, SeedFan, TableRow
from dlvis.mobjects.curve_chart import dashed, wants_powers
from dlvis.run import Run, Snapshot
from dlvis.style import theme
from dlvis.window import Window
from tests.nets import he_net

NIGHT, BOX = theme("night"), Window(-3, 3, -2, 2)
STEPS = np.array([0.0, 10.0, 40.0])


def curve(values, **look):
    return Curve(STEPS, np.array(values), NIGHT.ink, **look)


def chart(*curves, **more):
    return CurveChart(curves, NIGHT, box=BOX, name="loss", steps="steps", **more)


def test_a_curve_ends_at_the_step_on_a_straight_line_of_the_chart():
    made = chart(curve([1.0, 0.5, 0.1], marked=True)).redraw(25)
    end = made.lines[0].ends[-1]
    np.testing.assert_allclose(end, made.places(np.array([25.0]), np.array([0.3]))[0])
    np.testing.assert_allclose(made.markers[0][1].starts[0], end)
    made = chart(curve([1.0, 0.1, 0.001]), logarithmic=True).redraw(25)
    np.testing.assert_allclose(made.lines[0].ends[-1], made.places(np.array([25.0]), np.array([0.01]))[0])


def test_a_chart_that_was_moved_stays_where_it_is():
    made, other = chart(curve([1.0, 0.5, 0.1])), chart(curve([1.0, 0.5, 0.1])).shift([1.0, 2.0, 0.0])
    moved = made.redraw(40).lines[0].ends + np.array([1.0, 2.0, 0.0])
    np.testing.assert_allclose(other.redraw(40).lines[0].ends, moved)


def test_what_will_come_is_faint_where_it_is_foreseen():
    made = chart(curve([1.0, 0.5, 0.1], foreseen=True), curve([0.9, 0.4, 0.2]))
    (future,) = made.submobjects[1]
    assert future.n_parts == 2
    assert future.stroke_rgbas[0, 3] < 0.5


def test_the_band_lies_between_its_edges():
    low, high = curve([0.5, 0.2, 0.1]), curve([1.0, 0.8, 0.6])
    made = chart(curve([0.7, 0.5, 0.3]), band=(low, high)).redraw(40)
    np.testing.assert_allclose(made.band.points[:3], made.places(STEPS, low.values))
    np.testing.assert_allclose(made.band.points[3:], made.places(STEPS, high.values)[::-1])


def test_a_name_stands_above_the_end_of_its_curve():
    made = chart(curve([1.0, 0.5, 0.1], name="seed 3", marked=True), curve([1.0, 0.5, 0.3]))
    (name,) = made.names()
    end = made.places(STEPS[-1:], np.array([0.1]))[0]
    assert name.get_right()[0] <= end[0]
    assert 0 < name.get_bottom()[1] - end[1] < 0.3


def test_names_of_curves_that_end_together_stand_apart():
    ends = (0.1, 0.1, 0.1001)
    made = chart(*(curve([1.0, 0.5, end], name=f"seed {k}", marked=True) for k, end in enumerate(ends)))
    names = sorted(made.names(), key=lambda each: each.get_bottom()[1])
    assert all(high.get_bottom()[1] > low.get_top()[1] - 1e-6 for low, high in pairwise(names))


def test_dashes_are_measured_along_the_whole_line():
    x = np.sort(np.append(np.random.default_rng(0).uniform(0, 10, 50), [0, 10]))
    starts, ends = dashed(np.column_stack([x, 0 * x, 0 * x]), [0.6, 0.4])
    assert (ends - starts)[:, 0].sum() == pytest.approx(6.0)
    middles = (starts + ends)[:, 0] / 2
    assert (middles % 1.0 < 0.6).all()


def test_powers_are_for_wide_ranges_of_positive_values():
    assert wants_powers(np.array([0.01, 0.1]))
    assert not any(wants_powers(np.array(values)) for values in ([0.02, 0.1], [0.0, 1.0]))


@pytest.mark.parametrize("values", [[1.0, 2.0], [1.0, np.nan, 2.0]])
def test_a_curve_without_its_values_is_refused(values):
    with pytest.raises(InputError, match="curve: expected"):
        curve(values)


def test_a_chart_without_curves_or_room_is_refused():
    with pytest.raises(InputError, match="at least one curve"):
        chart()
    with pytest.raises(InputError, match="room for its words"):
        CurveChart([curve([1.0, 0.5, 0.1])], NIGHT, box=Window(0, 1, 0, 0.5), name="loss", steps="steps")


ROWS = [
    TableRow("regions", ("99 999", "1"), "counted"),
    TableRow("gradient", ("0.0001", "0"), key=Key(NIGHT.ink)),
]


def test_numbers_of_a_table_are_rewritten_right_aligned():
    table = CounterTable(ROWS, ["deep", "shallow"], NIGHT, keys=[Key(NIGHT.ink)] * 2)
    rights = [words.get_right()[0] for words in table.numbers]
    assert rights[0] == pytest.approx(rights[2], abs=0.06)
    assert rights[1] == pytest.approx(rights[3], abs=0.06)
    table.redraw([TableRow("regions", ("7", "8"), "counted"), TableRow("gradient", ("0", "0.5"))])
    assert [words.line.wording.words for words in table.numbers] == ["7", "8", "0", "0.5"]
    assert table.numbers[0].get_right()[0] == pytest.approx(rights[0], abs=0.06)


def test_a_table_with_other_columns_is_refused():
    with pytest.raises(InputError, match="rows of 3 values"):
        CounterTable(ROWS, ["a", "b", "c"], NIGHT)


def test_a_fan_shows_each_seed_the_median_and_most_of_them():
    nets = [he_net((2, 3, 1), 0)] * 3
    losses = np.random.default_rng(0).uniform(0.2, 1, (12, 3))
    runs = [
        Run(
            "moons",
            "moons",
            tuple(Snapshot(s, n, {"loss": v}) for s, n, v in zip((0, 5, 9), nets, row, strict=True)),
        )
        for row in losses
    ]
    area = safe_area(8 * 16 / 9, 8)
    key = Key(NIGHT.ink)
    fan = SeedFan(
        runs,
        NIGHT,
        area=area,
        rows=[Counter("seeds", 12)],
        loss="loss",
        steps="steps",
        shown=[(runs[3], key, "x")],
    )
    fan.redraw(9)
    low, middle, high = np.quantile(losses, [0.1, 0.5, 0.9], axis=0)
    np.testing.assert_allclose(fan.chart.curves[-1].values, middle)
    np.testing.assert_allclose([edge.values for edge in fan.chart.edges], [low, high])
    assert (len(fan.chart.lines), len(fan.names)) == (14, 1)
    assert fan.get_right()[0] <= area.xmax + 1e-6
