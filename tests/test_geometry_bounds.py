import pytest

from dlvis.errors import InputError
from dlvis.geometry import Window, fold_complex
from dlvis.geometry.bounds import (
    capacities,
    capacity,
    serra_lower,
    serra_upper,
    trivial_upper,
    zaslavsky,
)
from dlvis.net import n_parameters
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


@pytest.mark.parametrize("layers", [1, 3])
def test_capacities_are_those_of_the_widest_nets_that_fit(layers):
    sizes, bounds = capacities(4, layers, 2_000)
    widths = [4 * k for k in range(3, 3 + len(sizes))]
    nets = [(4, *[width] * layers, 1) for width in widths]
    assert sizes == [n_parameters(net) for net in nets]
    assert sizes[-1] <= 2_000 < n_parameters((4, *[widths[-1] + 4] * layers, 1))
    assert bounds == [zaslavsky(n, 4) if layers == 1 else serra_lower((4, *[n] * layers, 1)) for n in widths]


def test_the_capacity_of_one_layer_is_exact_and_of_more_a_bound_from_below():
    assert capacity((10, 50, 1)) == 13_432_735_556
    assert capacity((10, 50, 50, 50, 50, 50, 1)) == 6**40 * 13_432_735_556
