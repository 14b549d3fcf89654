"""Nets before training, in one layer, two and four: counts of what is shown, means of what was drawn."""

import pytest

from dlvis.geometry import fold_complex
from dlvis.initial import he_net
from dlvis.mobjects import InitialTilings
from dlvis.style import theme
from dlvis.window import Window

NIGHT, WIDE = theme("night"), Window(-5, 5, -5, 5)
BOXES = [Window(4 * k - 6, 4 * k - 2.5, -3, 3) for k in range(3)]
SHAPES = [(2, 12, 1), (2, 6, 6, 1), (2, 3, 3, 3, 3, 1)]


def said(key, **values):
    return " ".join([key, *map(str, values.values())])


@pytest.fixture(scope="module")
def tilings():
    return InitialTilings(12, NIGHT, boxes=BOXES, seeds=3, window=WIDE, label=said)


def counts(seed):
    return [fold_complex(he_net(shape, seed), WIDE).n_regions for shape in SHAPES]


def test_it_goes_through_the_nets_of_all_seeds(tilings):
    for share, seed in ((0.0, 0), (0.5, 1), (1.0, 2)):
        assert tilings.turn(share).counts == counts(seed)
    assert tilings.turn(0.25).counts not in (counts(0), counts(1))


def test_means_are_over_the_seeds(tilings):
    drawn = [counts(seed) for seed in range(3)]
    assert tilings.means.tolist() == pytest.approx([sum(each) / 3 for each in zip(*drawn, strict=True)])
    assert [note.text for note in tilings.notes] == [f"mean_count3{round(mean)}" for mean in tilings.means]
