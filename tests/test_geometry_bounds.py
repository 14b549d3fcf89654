import pytest

from dlvis.errors import InputError
from dlvis.geometry import Window, fold_complex
from dlvis.geometry.bounds import (
    expected_at_initialisation,
    montufar_lower,
    serra_lower,
    serra_upper,
    trivial_upper,
    zaslavsky,
)
from tests.nets import he_net


def test_zaslavsky_s_numbers():
    assert (zaslavsky(3, 2), zaslavsky(20, 2), zaslavsky(50, 10)) == (7, 211, 13_432_735_556)


def test_two_layers_of_ten():
    widths = (2, 10, 10, 1)
    assert (montufar_lower(widths), serra_lower(widths), serra_upper(widths)) == (1_400, 2_016, 3_136)


def test_depth_is_no_limit():
    assert serra_upper((1, *[3] * 5_000, 1)) == 4**5_000


def test_five_layers_of_fifty_in_ten_dimensions():
    widths = (10, 50, 50, 50, 50, 50, 1)
    assert serra_lower(widths) == 6**40 * zaslavsky(50, 10)
    assert f"{serra_lower(widths):.2e}" == "1.80e+41"
    assert f"{montufar_lower(widths):.1e}" == "1.2e+38"
    assert f"{serra_upper(widths):.1e}" == "4.4e+50"


def test_one_input_attains_the_lower_bound():
    assert serra_lower((1, *[10] * 5, 1)) == serra_upper((1, *[10] * 5, 1)) == 161_051


def test_one_hidden_layer_is_zaslavsky_s():
    assert serra_upper((2, 20, 1)) == zaslavsky(20, 2)


@pytest.mark.parametrize("seed", range(5))
def test_counts_stay_under_the_upper_bounds(seed):
    net = he_net((2, 5, 4, 1), seed)
    count = fold_complex(net, Window(-3, 3, -3, 3)).n_regions
    assert count <= serra_upper(net.widths) <= trivial_upper(net.widths)


def test_the_expectation_at_initialisation():
    assert expected_at_initialisation(64, 2) == 2048


def test_widths_without_a_hidden_layer_are_refused():
    with pytest.raises(InputError, match="hidden"):
        serra_upper((2, 1))


def test_narrow_layers_have_no_serra_lower_bound():
    with pytest.raises(InputError, match="at least 6"):
        serra_lower((2, 4, 4, 1))
