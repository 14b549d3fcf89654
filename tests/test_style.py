"""The palette is safe to read, the colours of regions stay put, and numbers carry thin spaces."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from dlvis.errors import InputError
from dlvis.style import (
    THEMES,
    THIN_SPACE,
    colours_by_family,
    colours_by_output,
    colours_by_pattern,
    contrast,
    hex_colour,
    hue,
    layer_ramp,
    mixed,
    oklab,
    pattern_palette,
    percent,
    rgb,
    robust_scale,
    spaced,
    theme,
)

LOOKS = list(THEMES.values())


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#E69F00", "#E69F00") == 1


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_text_and_lines_stand_out_from_the_ground(look):
    assert contrast(look.ink, look.ground) >= 12
    assert contrast(look.muted, look.ground) >= 4.5
    assert contrast(look.boundary, look.ground) >= 15
    for colour in (look.negative, look.positive, look.dead, *look.folds):
        assert contrast(colour, look.ground) >= 3


def test_night_is_the_palette_of_the_films():
    night = theme("night")
    assert (night.ground, night.ink, night.positive, night.negative) == (
        "#0F1216",
        "#E8E6E1",
        "#E69F00",
        "#56B4E9",
    )
    assert contrast(night.ink, night.ground) > 14


def test_paper_keeps_the_hue_of_both_classes():
    for name in ("negative", "positive"):
        turned = hue(getattr(theme("paper"), name)) - hue(getattr(theme("night"), name))
        assert abs(turned) < 3


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_eight_folds_differ_in_colour_and_in_dash(look):
    assert len(set(look.folds)) == len(set(look.dashes)) == 8
    assert look.fold(8) == look.fold(0)
    assert min(vars(look.sizes).values()) >= 28


def test_an_unknown_theme_names_the_nearest():
    with pytest.raises(InputError, match="paper"):
        theme("papr")


def test_a_theme_is_a_value_that_can_be_remixed():
    assert replace(theme("night"), ground="#101010").ground == "#101010"
    assert theme("night").ground == "#0F1216"


def test_oklab_and_back():
    colours = np.random.default_rng(0).random((50, 3))
    again = mixed(colours, colours[::-1], np.zeros(50))
    np.testing.assert_allclose(again, colours, atol=1e-5)
    np.testing.assert_allclose(oklab([1.0, 1.0, 1.0]), [1, 0, 0], atol=1e-3)
    assert hex_colour(rgb("#E69F00")) == "#E69F00"


def test_a_broken_colour_is_refused():
    with pytest.raises(InputError, match="#RRGGBB"):
        rgb("orange")


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_output_colours_tell_class_and_margin(look):
    outputs = np.array([-9.0, -1.0, -0.1, 0.1, 1.0, 9.0])
    colours = colours_by_output(outputs, 2.0, look)
    away = np.abs(oklab(colours)[:, 0] - oklab(rgb(look.ground))[0])
    assert away[0] > away[1] > away[2]
    assert away[5] > away[4] > away[3]
    assert abs(hue(hex_colour(colours[0])) - hue(look.negative)) < 12
    assert abs(hue(hex_colour(colours[5])) - hue(look.positive)) < 12


def test_output_colours_come_from_a_small_set():
    colours = colours_by_output(np.linspace(-3, 3, 5000), 2.0, theme("night"))
    assert len(np.unique(colours, axis=0)) == 48


def test_output_colours_refuse_what_has_no_colour():
    with pytest.raises(InputError, match="NaN"):
        colours_by_output([1.0, np.nan], 1.0, theme("night"))
    with pytest.raises(InputError, match="scale"):
        colours_by_output([1.0], 0.0, theme("night"))


def test_the_scale_is_robust_to_a_few_huge_outputs():
    outputs = np.concatenate([np.linspace(-1, 1, 99), [1e9]])
    assert robust_scale(outputs) < 1
    assert robust_scale(np.zeros(3)) == 1
    with pytest.raises(InputError, match="at least one"):
        robust_scale([])


def test_patterns_one_neuron_apart_never_share_a_colour():
    patterns = np.random.default_rng(1).random((40, 48)) < 0.5
    for pattern in patterns:
        flipped = np.where(np.eye(48, dtype=bool), ~pattern, pattern)
        colours = colours_by_pattern(np.vstack([pattern[None], flipped]), theme("night"))
        distance = np.linalg.norm(oklab(colours[1:]) - oklab(colours[0]), axis=1)
        assert distance.min() > 0.04


def test_a_pattern_keeps_its_colour_whatever_else_is_in_the_frame():
    patterns = np.array(list(itertools.product([0, 1], repeat=5)))
    together = colours_by_pattern(patterns, theme("night"))
    alone = np.vstack([colours_by_pattern(pattern[None], theme("night")) for pattern in patterns])
    np.testing.assert_array_equal(together, alone)


def test_the_pattern_palette_is_muted_and_below_the_boundary_line():
    for look in LOOKS:
        lab = oklab(pattern_palette(look))
        assert np.hypot(lab[:, 1], lab[:, 2]).max() < 0.1
        assert min(contrast(hex_colour(c), look.boundary) for c in pattern_palette(look)) > 3.5


def test_patterns_must_be_on_and_off():
    with pytest.raises(InputError, match="on and off"):
        colours_by_pattern(np.array([[0.5, 1]]), theme("night"))


def test_a_layer_ramp_has_one_distinct_colour_a_layer():
    assert len(set(layer_ramp(6, theme("night")))) == 6
    with pytest.raises(InputError, match="at least 1"):
        layer_ramp(0, theme("night"))


@pytest.mark.parametrize(
    ("number", "digits", "words"),
    [
        (161051, 0, "161_051"),
        (999, 0, "999"),
        (-1234.5, 1, "−1_234.5"),
        (-0.001, 1, "0.0"),
        (0.126, 2, "0.13"),
        (8043069, 0, "8_043_069"),
    ],
)
def test_numbers_carry_thin_spaces(number, digits, words):
    assert spaced(number, digits) == words.replace("_", THIN_SPACE)


def test_shares_are_percent():
    assert percent(0.9481) == f"94.8{THIN_SPACE}%"


def test_a_small_margin_is_told_from_none():
    outputs = np.array([0.01, 0.05, 0.2])
    lightness = oklab(colours_by_output(outputs, 1.0, theme("night")))[:, 0]
    assert (np.diff(lightness) > 0.03).all()


@pytest.mark.parametrize("n_layers", [1, 2, 3, 4, 8])
def test_layers_keep_away_from_the_hues_of_the_classes(n_layers):
    night = theme("night")

    def hue(colour):
        _, a, b = oklab(rgb(colour))
        return np.degrees(np.arctan2(b, a))

    for colour in layer_ramp(n_layers, night):
        for taken in (night.negative, night.positive):
            assert abs((hue(colour) - hue(taken) + 180) % 360 - 180) > 25


@pytest.mark.parametrize("name", ["night", "paper", "contrast"])
def test_a_region_and_its_children_have_one_hue_and_neighbours_differ(name):
    look = theme(name)
    patterns = np.array(list(itertools.product([0, 1], repeat=6)))
    colours = colours_by_family(patterns, 3, look)
    hues = np.array([hue(hex_colour(colour)) for colour in colours]).reshape(8, 8)
    spread = np.abs((hues - hues[:, :1] + 180) % 360 - 180)
    assert spread.max() < 6
    lab = oklab(colours)
    for one, other in itertools.combinations(range(64), 2):
        if np.abs(patterns[one] - patterns[other]).sum() == 1:
            assert np.linalg.norm(lab[one] - lab[other]) > 0.02


def test_more_first_neurons_than_there_are_cannot_be():
    with pytest.raises(InputError, match="expected 0 to the neurons"):
        colours_by_family([[0, 1]], 3, theme("night"))
