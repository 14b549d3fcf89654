import numpy as np
import pytest

from dlvis.geometry import Window, decision_boundary, fold_complex, predicted_pieces, traced_boundary
from dlvis.geometry.traced import WIDE
from tests.nets import he_net

SQUARE = Window(-1, 1, -1, 1)
LAYER = he_net((2, WIDE + 1, 1), 0)


def test_a_wide_layer_is_traced_in_tiles_and_has_the_boundary_of_its_complex():
    folded = fold_complex(LAYER, SQUARE)
    whole, traced = decision_boundary(LAYER, folded), traced_boundary(LAYER, SQUARE)
    assert traced.length == pytest.approx(whole.length, rel=1e-9)
    assert len(traced.points) == len(whole.points)
    assert not np.array_equal(traced.points, whole.points)  # another road: it begins elsewhere
    given, own = (predicted_pieces(LAYER, SQUARE, lines) for lines in (whole, None))
    np.testing.assert_allclose(given.areas(), own.areas(), rtol=1e-9)
    assert given.positive.tolist() == own.positive.tolist()


def test_the_complex_of_a_wide_layer_is_not_asked_for(monkeypatch):
    def refused(*_):
        raise AssertionError("the complex takes minutes")

    monkeypatch.setattr("dlvis.geometry.traced.fold_complex", refused)
    assert sum(predicted_pieces(LAYER, SQUARE).areas()) == pytest.approx(SQUARE.area)


@pytest.mark.parametrize("widths", [(2, 9, 1), (2, 6, 6, 2)])
def test_other_nets_are_traced_in_their_complex(widths):
    net = he_net(widths, 1)
    folded = fold_complex(net, SQUARE)
    whole = decision_boundary(net, folded)
    for given in (None, folded):
        assert np.array_equal(traced_boundary(net, SQUARE, given).points, whole.points)
