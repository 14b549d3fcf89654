import pytest

from dlvis.errors import InputError
from dlvis.mobjects import WeightSlider
from dlvis.style import rgb, theme

NIGHT = theme("night")


def knob(slider):
    return float(slider.knob.points[0, 0])


@pytest.mark.parametrize("value", [-2.0, -0.7, 0.0, 1e-9, 1.3, 2.0])
def test_the_knob_stands_at_the_value(value):
    slider = WeightSlider("w_1", 2.0, NIGHT)
    left, right = (knob(slider.redraw(end)) for end in (-2, 2))
    assert knob(slider.redraw(value)) == pytest.approx(left + (right - left) * (value + 2) / 4, abs=1e-9)


def test_it_is_as_wide_as_asked_and_its_number_does_not_leave_it():
    slider = WeightSlider("w_1", 12.0, NIGHT, width=4.0)
    left = slider.get_left()[0]
    for value in (-12.0, 0.0, 3.5, 12.0):
        slider.redraw(value)
        assert slider.get_left()[0] == pytest.approx(left)
        assert slider.get_right()[0] <= left + 4.0 + 1e-6


def test_tracks_align_whatever_the_names():
    sliders = [WeightSlider(name, 1.0, NIGHT, label_width=0.5) for name in ("b", "w_1")]
    starts = [slider.track.points[0, 0] - slider.get_left()[0] for slider in sliders]
    assert starts[0] == pytest.approx(starts[1])


def test_it_moves_with_its_parts():
    slider = WeightSlider("b", 1.0, NIGHT).redraw(0.5)
    at = knob(slider)
    slider.shift([1.0, 0, 0])
    assert knob(slider.redraw(0.5)) == pytest.approx(at + 1)


def test_below_zero_it_is_muted():
    slider = WeightSlider("b", 1.0, NIGHT)
    assert slider.redraw(-0.5).reach.stroke_rgbas[0, :3] == pytest.approx(rgb(NIGHT.muted))
    assert slider.redraw(0.5).reach.stroke_rgbas[0, :3] == pytest.approx(rgb(NIGHT.ink))


@pytest.mark.parametrize("span", [0.0, -1.0, float("nan")])
def test_a_span_that_is_none_is_refused(span):
    with pytest.raises(InputError, match="expected a span above 0"):
        WeightSlider("b", span, NIGHT)


def test_what_does_not_fit_is_refused():
    with pytest.raises(InputError, match="room for a track"):
        WeightSlider("b", 1.0, NIGHT, width=0.8)
    with pytest.raises(InputError, match=r"expected at most 1\.0, got 2"):
        WeightSlider("b", 1.0, NIGHT).redraw(2.0)
