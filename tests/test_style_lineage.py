"""Colours of regions by lineage: a child keeps its hue, a region its colour, neighbours differ."""

import numpy as np
import pytest

from dlvis.errors import InputError
from dlvis.geometry import fold_complex
from dlvis.style import THEMES, colours_by_lineage, hex_colour, theme
from dlvis.style import hue as hue_of
from dlvis.style.colour import oklab, rgb
from dlvis.style.lineage import HUES
from dlvis.window import Window
from tests.nets import he_net

SQUARE = Window(-1, 1, -1, 1)
NIGHT = theme("night")


def hue(colour):
    return hue_of(hex_colour(colour))


HIDDEN = (12, 9, 7)


@pytest.fixture(scope="module")
def patterns():
    return fold_complex(he_net((2, *HIDDEN, 1), 3), SQUARE).patterns()


@pytest.mark.parametrize("look", THEMES.values(), ids=list(THEMES))
def test_children_keep_their_parent_s_hue(patterns, look):
    parents = colours_by_lineage(patterns[:, :12], HIDDEN[:1], look)
    children = colours_by_lineage(patterns, HIDDEN, look)
    # where a colour is cut off to what a screen can show, its hue moves a little
    turned = [abs((hue(a) - hue(b) + 180) % 360 - 180) for a, b in zip(parents, children, strict=True)]
    assert np.median(turned) < 3
    assert max(turned) < 25


@pytest.mark.parametrize("look", THEMES.values(), ids=list(THEMES))
def test_creases_in_the_colour_of_the_ground_can_be_seen_on_any_region(patterns, look):
    light = oklab(colours_by_lineage(patterns, HIDDEN, look))[:, 0]
    assert np.abs(light - oklab(rgb(look.ground))[0]).min() > 0.12


def test_a_region_has_its_colour_whatever_others_there_are(patterns):
    colours = colours_by_lineage(patterns, HIDDEN, NIGHT)
    some = np.arange(len(patterns))[::-3]
    np.testing.assert_array_equal(colours_by_lineage(patterns[some], HIDDEN, NIGHT), colours[some])


@pytest.mark.parametrize("look", THEMES.values(), ids=list(THEMES))
def test_one_neuron_more_is_another_colour_that_looks_related(patterns, look):
    colours = colours_by_lineage(patterns, HIDDEN, look)
    for neuron in range(patterns.shape[1]):
        other = patterns.copy()
        other[:, neuron] = ~other[:, neuron]
        apart = np.abs(colours_by_lineage(other, HIDDEN, look) - colours).max(axis=1)
        # at the very mirrors of a step a colour may come back to where it was
        assert np.median(apart) > 0.02
        assert apart.max() < 0.6


def test_a_wide_layer_moves_by_smaller_steps():
    few, many = (colours_by_lineage(np.eye(n, dtype=bool), (n,), NIGHT) for n in (24, 600))
    assert np.ptp(many, axis=0).max() < np.ptp(few, axis=0).max()


def test_the_hues_of_the_classes_are_left_out():
    table = np.random.default_rng(0).random((500, 30)) < 0.5
    hues = np.array([hue(colour) for colour in colours_by_lineage(table, (20, 10), NIGHT)])
    assert ((hues >= HUES[0] - 8) & (hues <= HUES[1] + 8) | (hues <= HUES[1] - 352)).all()


@pytest.mark.parametrize("table", [np.zeros((3, 4)), np.full((3, 5), 2), np.zeros(5)])
def test_a_table_of_another_kind_is_refused(table):
    with pytest.raises(InputError, match="patterns: expected on and off for 5 neurons"):
        colours_by_lineage(table, (3, 2), NIGHT)
