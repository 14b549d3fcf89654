"""What the neurons that are on add up to in each region, without the table of patterns."""

import numpy as np
import pytest

from dlvis.errors import InputError
from dlvis.geometry import fold_complex, patterns
from dlvis.window import Window
from tests.nets import he_net, integer_net

SQUARE = Window(-1, 1, -1, 1)


@pytest.mark.parametrize("net", [he_net((2, 7, 5, 1), 3), integer_net((2, 6, 6, 4, 1), 1)])
@pytest.mark.parametrize("n_layers", [0, 1, 2])
def test_sums_are_those_of_the_table_of_patterns(net, n_layers, monkeypatch):
    monkeypatch.setattr(patterns, "_AT_ONCE", 600)  # so that a layer comes in several blocks
    folded = fold_complex(net, SQUARE)
    n = sum(net.widths[1 : 1 + n_layers])
    shares = np.random.default_rng(0).normal(size=(n, 3))
    np.testing.assert_allclose(
        folded.pattern_sums(shares), folded.patterns()[:, :n] @ shares, rtol=0, atol=1e-12
    )


def test_shares_that_end_within_a_layer_are_refused():
    folded = fold_complex(he_net((2, 7, 5, 1), 3), SQUARE)
    with pytest.raises(InputError, match=r"expected rows for \[0, 7, 12\] neurons, got 9"):
        folded.pattern_sums(np.zeros((9, 1)))
