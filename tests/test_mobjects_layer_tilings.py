"""The mosaics of a net's layers: exact, each finer than the last, and cut by the folds of its own layer."""

import numpy as np

from dlvis.geometry import fold_complex
from dlvis.mobjects import LayerTilings, Placement
from dlvis.net import first_layers
from dlvis.style import theme
from dlvis.window import Window
from tests.nets import he_net

WINDOW = Window(-2, 2, -2, 2)
NET = he_net((2, 5, 4, 3, 1), 4)
LAYERS = LayerTilings(NET, theme("night"), placement=Placement(WINDOW))


def test_each_layer_has_its_regions():
    counted = [fold_complex(first_layers(NET, k + 1), WINDOW).n_regions for k in range(3)]
    assert LAYERS.counts == counted == sorted(counted)
    assert [tiling.complex.n_regions for tiling in LAYERS.tilings] == counted


def test_the_leads_of_a_layer_are_its_own_folds_and_get_finer():
    for layer, leads in enumerate(LAYERS.leads):
        assert leads.layers == (layer,)
    widths = [leads.line_width for leads in LAYERS.leads]
    assert np.allclose(widths[:-1], 2 * np.array(widths[1:]))
    assert all(leads.z_index > tiling.z_index for leads in LAYERS.leads for tiling in LAYERS.tilings)


def test_pieces_of_a_piece_are_in_shades_of_its_colour():
    first, last = LAYERS.tilings[0], LAYERS.tilings[-1]
    assert len(np.unique(first.regions.colours[:, :3], axis=0)) == LAYERS.counts[0]
    assert len(np.unique(last.regions.colours[:, :3], axis=0)) > LAYERS.counts[0]
