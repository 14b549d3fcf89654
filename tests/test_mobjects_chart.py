"""A chart: values stand where their scale says, words stay in the box and apart, lines grow."""

from itertools import combinations

import numpy as np
import pytest

from dlvis.draw.scale import Scale
from dlvis.errors import InputError
from dlvis.geometry import fold_complex
from dlvis.initial import he_net
from dlvis.mobjects import (
    Chart,
    CountedTraining,
    GrowingLine,
    Series,
    marks_by_kind,
    name_room,
    run_rows,
)
from dlvis.run import Run, Snapshot
from dlvis.style import rgb, theme
from dlvis.window import Window
from tests.canvas import canvas, inked, pixel

NIGHT = theme("night")
X = [1, 2, 3, 4]
MOST = Series("at most", X, [10**5, 10**20, 10**30, 10**40], NIGHT.ink)
LEAST = Series("at least", X, [10**5, 10**19, 10**29, 10**39], NIGHT.muted, "dashed")
DRAWN = Series("counted", X, [[20, 40, 60, 80], [30, 50, 80, 90], [10, 45, 50, 95]], NIGHT.folds[0], "fan")
FOUND = Series("found", X, [100, 1000, 10**4, 10**5], NIGHT.positive, "marks")
ALL = [MOST, LEAST, DRAWN, FOUND]
WIDE, TALL = Window(-6, 6, -3, 3), Window(-1.7, 1.7, -3, 3)


def chart(series=ALL, box=WIDE, **more):
    return Chart(series, NIGHT, box=box, x_name="layers", y_name="regions", **more)


def said(key, **values):
    """Words of a scene: the key, and the values in it."""
    return " ".join([key, *map(str, values.values())])


def words_of(made):
    return [*made.axes[1], *(name[1] for name in made.names)]


def sides(mobject):
    return (mobject.get_left()[0], mobject.get_right()[0], mobject.get_bottom()[1], mobject.get_top()[1])


def overlap(first, second):
    across = min(first[1], second[1]) - max(first[0], second[0])
    return across > 1e-6 and min(first[3], second[3]) - max(first[2], second[2]) > 1e-6


@pytest.mark.parametrize("box", [WIDE, TALL])
def test_words_stay_in_the_box_and_apart(box):
    made = chart(box=box)
    assert made.is_beside == (box is WIDE)
    places = [sides(each) for each in words_of(made)]
    assert not [pair for pair in combinations(places, 2) if overlap(*pair)]
    assert all(left >= box.xmin - 0.02 and right <= box.xmax + 0.02 for left, right, _, _ in places)
    assert all(low >= box.ymin - 0.02 and high <= box.ymax + 0.02 for _, _, low, high in places)


def test_powers_of_ten_stand_evenly():
    made = chart(y=Scale(0, 40, True))
    heights = made.spots([1] * 5, [1, 10**10, 10**20, 10**30, 10**40])[:, 1]
    np.testing.assert_allclose(np.diff(heights), made.plot.height / 4)


def test_a_line_goes_through_its_values_and_ends_beside_its_name():
    made = chart([MOST])
    np.testing.assert_allclose(made.views[0].lines.points[::2], made.spots(X[:-1], MOST.y[:-1]))
    end = made.spots(X[-1:], MOST.y[-1:])[0]
    assert abs(made.names[0].get_center()[1] - end[1]) < made.row
    assert made.names[0].get_left()[0] >= end[0]


def test_a_fan_is_as_wide_as_its_seeds_and_its_line_their_median():
    made = chart([DRAWN])
    view = made.views[0]
    medians = np.median([made.spots(X, row) for row in DRAWN.rows], axis=0)
    np.testing.assert_allclose(view.lines.points[::2], medians[:-1])
    low, high = (made.spots(X, [f(c) for c in zip(*DRAWN.rows, strict=True)])[:, 1] for f in (min, max))
    assert view.band.get_bottom()[1] >= low.min()
    assert view.band.get_top()[1] <= high.max()
    assert view.band.n_parts == len(X) - 1


def test_marks_are_dots_in_their_colour():
    made = chart([FOUND], box=Window(-6, 6, -3.5, 3.5))
    with canvas() as frame:
        picture = frame.draw(made)
    np.testing.assert_allclose(pixel(picture, made.spots([2], [1000])[0]), rgb(NIGHT.positive), atol=0.05)


def test_what_is_not_named_leaves_its_room_to_the_plot():
    named, bare = chart(), chart(named=False)
    assert bare.plot.width - named.plot.width == pytest.approx(name_room(ALL, NIGHT))
    assert len(bare.names) == 0


def test_a_chart_that_was_moved_takes_new_points_along():
    made = chart([MOST])
    before = made.spots([2], [10**20])
    made.shift([1.0, 2.0, 0.0])
    np.testing.assert_allclose(made.spots([2], [10**20]) - before, [[1.0, 2.0, 0.0]])


def test_tags_name_points_where_there_is_room():
    made = chart([MOST])
    tags = made.tags(X[1:3], [10**8, 10**9], ["one", "two"])[1]
    assert len(tags) == 2
    assert all(made.plot.xmin <= tag.get_left()[0] and tag.get_right()[0] <= made.plot.xmax for tag in tags)


def test_each_series_brings_in_what_it_has():
    made = chart()
    assert [len(made.entrance(k)) for k in range(4)] == [2, 2, 3, 3]


def test_a_growing_line_ends_in_its_marker():
    points = np.array([[0.0, 0, 0], [1, 1, 0], [2, 0, 0]])
    line = GrowingLine(points[:1], NIGHT, NIGHT.ink)
    assert line.line.is_void
    line.redraw(points)
    np.testing.assert_allclose(line.line.points, points[[0, 1, 1, 2]])
    np.testing.assert_allclose(line.marker.points[0], points[2])
    with canvas() as frame:
        assert inked(frame.draw(line), NIGHT).any()


def test_bad_series_are_refused():
    with pytest.raises(InputError, match="at least one series"):
        chart([])
    with pytest.raises(InputError, match="series 'short': expected a value of y for each of x"):
        Series("short", X, [1, 2], NIGHT.ink)
    with pytest.raises(InputError, match="values above 0"):
        chart([Series("none", X, [0, 1, 2, 3], NIGHT.ink)])
    with pytest.raises(InputError, match="expected room"):
        chart(box=Window(-1, 1, -0.5, 0.5))


def test_points_are_told_apart_by_their_kind():
    x, y = np.array([1.0, 2, 3, 4]), np.array([5.0, 6, 7, 8])
    first, second = marks_by_kind(x, y, [4, 1, 4, 1], ["one", "four"], [NIGHT.ink, NIGHT.muted])
    assert (first.name, list(first.x), list(first.y)) == ("one", [2, 4], [6, 8])
    assert (second.name, list(second.x), list(second.y)) == ("four", [1, 3], [5, 7])
    assert (first.look, second.look) == ("rings", "marks")


def test_a_ring_is_hollow():
    made = chart([Series("one", [2], [10**20], NIGHT.positive, "rings"), MOST])
    hollow, line = made.views
    np.testing.assert_allclose(hollow.holes.points[0], made.spots([2], [10**20])[0])
    assert hollow.holes.stroke_width < hollow.dots.stroke_width < hollow.rims.stroke_width
    np.testing.assert_allclose(hollow.holes.colours[0, :3], rgb(NIGHT.ground))
    assert line.holes.is_void


def test_the_last_value_below_stays_within_the_box():
    made = chart([Series("far", [0, 60_000], [1, 10], NIGHT.ink)], named=False)
    assert max(word.get_right()[0] for word in made.axes[1]) <= WIDE.xmax + 0.02


def test_a_training_counts_what_it_shows():
    window = Window(-1, 1, -1, 1)
    run = Run(
        "moons", "moons", [Snapshot(step, he_net((2, 6, 1), step), {"loss": 1.0}) for step in (0, 5, 9)]
    )
    boxes = [Window(-6, -1, -3, 3), Window(0, 6, -3, 3)]
    made = CountedTraining(run, window, NIGHT, boxes=boxes, label=said, moments=19)
    assert [made.counts[k] for k in (0, 10, 18)] == [
        fold_complex(snapshot.net, window).n_regions for snapshot in run.snapshots
    ]
    made.redraw(1.0)
    assert made.row.counts == made.counts[-1:]
    np.testing.assert_allclose(made.line.marker.points[0], made.chart.spots([9], made.counts[-1:])[0])
    assert made.line.line.n_parts == 18
    made.copy()  # as an animation does


def test_which_of_many_trainings_it_is():
    net = Snapshot(0, he_net((2, 6, 1), 0), {})
    rows = run_rows(Run("moons", "moons", [net], {"seed": 7}), said)
    assert [(row.label, row.value) for row in rows] == [("parameters", 25), ("seed", 7)]
    assert len(run_rows(Run("moons", "moons", [net]), said)) == 1


def test_dashes_beside_a_name_are_alike_wherever_it_stands():
    shapes = []
    for shift in (0.0, 0.11, 1.3):
        box = Window(WIDE.xmin + shift, WIDE.xmax + shift, WIDE.ymin, WIDE.ymax)
        name = chart([MOST, LEAST], box=box).names[1]
        lines = name[0].lines
        assert (lines.dash, lines.n_parts) == ((), 2)
        shapes.append(lines.points - lines.points[0])
    np.testing.assert_allclose(shapes[1:], [shapes[0]] * 2, atol=1e-9)


def test_tags_cover_no_dot_of_any_series():
    x, y = np.linspace(1, 4, 30), 10.0 ** np.linspace(2, 3, 30)
    made = chart([Series("many", x.tolist(), y.tolist(), NIGHT.ink, "marks")])
    tags = made.tags(x[::3], y[::3], [str(k) for k in range(10)])[1]
    dots = made.views[0].dots.points[::2, :2]
    assert 3 <= len(tags) <= 10
    for left, right, low, high in map(sides, tags):
        inside = (dots[:, 0] > left) & (dots[:, 0] < right) & (dots[:, 1] > low) & (dots[:, 1] < high)
        assert not inside.any()


def test_no_line_of_the_grid_runs_through_a_tag():
    made = chart([Series("dots", [1, 4], [10**2, 10**4], NIGHT.ink, "marks")], x_ticks=[1, 4])
    plates, words = made.tags([1, 4], [10**2, 10**4], ["left", "right"])
    assert plates.n_parts == len(words) == 2
    np.testing.assert_allclose(plates.fill_rgbas[0, :3], rgb(NIGHT.ground), atol=1e-6)
    for word, corners in zip(words, plates.points.reshape(2, 4, 3), strict=True):
        assert corners[:, 0].min() <= word.get_left()[0] + 0.02
        assert corners[:, 0].max() >= word.get_right()[0] - 0.02
