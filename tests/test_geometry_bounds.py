import pytest

from dlvis.errors import InputError
from dlvis.geometry import Window, fold_complex
from dlvis.geometry.bounds import (
    serra_lower,
    serra_upper,
    trivial_upper,
)
from tests.nets import he_net


def test_depth_is_no_limit():
    assert serra_upper((1, *[3] * 5_000, 1)) == 4**5_000


@pytest.mark.parametrize("seed", range(5))
def test_counts_stay_under_the_upper_bounds(seed):
    net = he_net((2, 5, 4, 1), seed)
    count = fold_complex(net, Window(-3, 3, -3, 3)).n_regions
    assert count <= serra_upper(net.widths) <= trivial_upper(net.widths)


def test_widths_without_a_hidden_layer_are_refused():
    with pytest.raises(InputError, match="hidden"):
        serra_upper((2, 1))


def test_narrow_layers_have_no_serra_lower_bound():
    with pytest.raises(InputError, match="at least 6"):
        serra_lower((2, 4, 4, 1))
