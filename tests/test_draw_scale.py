"""The scale of an axis: places, ticks, and names that keep apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlvis.draw.scale import Scale, covering, nice_below, spread, tick_words
from dlvis.errors import InputError

numbers = st.floats(1e-6, 1e12)


def test_powers_of_ten_stand_evenly_whatever_their_size():
    scale = Scale(0, 400, True)
    np.testing.assert_allclose(scale.share([1, 10**100, 10**400]), [0, 0.25, 1])


@given(st.lists(numbers, min_size=1, max_size=8), st.booleans())
def test_all_values_lie_within_the_scale_that_covers_them(values, logarithmic):
    share = covering(values, logarithmic).share(values)
    assert (share > 0).all()
    assert (share < 1).all()


@given(numbers, st.floats(1.5, 1e9), st.integers(2, 12), st.booleans())
def test_ticks_are_within_the_scale_and_not_too_many(low, factor, most, logarithmic):
    scale = covering([low, low * factor], logarithmic)
    ticks = scale.ticks(most)
    assert len(ticks) <= most
    assert ((scale.share(ticks) > -1e-9) & (scale.share(ticks) < 1 + 1e-9)).all()


def test_powers_of_ten_beside_a_short_one_are_short_too():
    long, brief = Scale(0, 5.2, True), Scale(0, 4.9, True)
    assert [long.written(10.0**k) for k in range(6)] == ["1", "10", "10²", "10³", "10⁴", "10⁵"]
    assert brief.written(10.0**4) == tick_words(10**4)
    assert Scale(0, 2e5).written(10.0**4) == tick_words(10**4)


def test_ticks_are_round():
    assert Scale(0, 2600).ticks(7) == [0, 500, 1000, 1500, 2000, 2500]
    assert Scale(0.2, 9.4, True).ticks(6) == [1e2, 1e4, 1e6, 1e8]
    assert Scale(2.9, 3.5, True).ticks(6) == [1000, 2000]
    assert Scale(1.9, 9.1, True).ticks(2) == [1e2, 1e9]  # the ends, where more would stand too close


@pytest.mark.parametrize(
    ("value", "words"),
    [
        *[(0, "0"), (0.2, "0.2"), (0.005, "0.005"), (16, "16"), (10_000, "10\u2009000")],
        *[(1e6, "10⁶"), (2e-7, "2\u2009×\u200910⁻⁷"), (1e-6, "10⁻⁶")],
    ],
)
def test_ticks_are_written_in_short(value, words):
    assert tick_words(value) == words


@given(numbers)
def test_a_nice_number_is_at_least_two_fifths_of_what_it_stays_below(value):
    assert 0.4 * value <= nice_below(value) <= value * (1 + 1e-9)


@given(st.lists(st.floats(0, 10), min_size=1, max_size=9), st.floats(0.1, 2))
def test_names_keep_apart_in_their_order(wanted, apart):
    placed = spread(wanted, apart, 0.0, 10.0)
    between = np.diff(placed[np.argsort(wanted, kind="stable")])
    room = min(apart, 10 / max(1, len(wanted) - 1))
    assert (between >= room - 1e-9).all()
    assert placed.min() >= -1e-9
    assert placed.max() <= 10 + 1e-9


def test_names_with_room_stay_where_they_are():
    np.testing.assert_allclose(spread([5, 1, 8], 1.0, 0, 10), [5, 1, 8])
    np.testing.assert_allclose(spread([5, 5], 1.0, 0, 10), [4.5, 5.5])


@pytest.mark.parametrize("values", [[], [0.0], [float("nan")]])
def test_values_without_a_place_are_refused(values):
    with pytest.raises(InputError, match="scale"):
        covering(values, True)


def test_an_empty_scale_is_refused():
    with pytest.raises(InputError, match="low < high"):
        Scale(1, 1)
