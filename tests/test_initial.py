"""Random nets before training, and the way from one to another."""

import numpy as np
import pytest

from dlvis.errors import InputError
from dlvis.geometry import fold_complex
from dlvis.initial import he_net, turned, turned_through
from dlvis.window import Window

WIDTHS = (2, 300, 300, 1)


def test_the_weights_have_he_s_variance_and_the_biases_theirs():
    net = he_net(WIDTHS, 3, bias=0.5)
    assert net.weights[1].std() == pytest.approx((2 / 300) ** 0.5, rel=0.02)
    assert np.concatenate(net.biases).std() == pytest.approx(0.5, rel=0.1)
    assert np.array_equal(net.weights[0], he_net(WIDTHS, 3).weights[0])


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_net_on_the_way_is_drawn_like_both_ends(share):
    between = turned(he_net(WIDTHS, 0), he_net(WIDTHS, 1), share)
    assert between.weights[1].std() == pytest.approx((2 / 300) ** 0.5, rel=0.02)
    assert np.concatenate(between.biases).std() == pytest.approx(0.5, rel=0.1)


def test_the_way_begins_and_ends_at_the_nets_themselves():
    first, second = he_net(WIDTHS, 0), he_net(WIDTHS, 1)
    assert turned(first, second, 0) is first
    assert turned(first, second, 1) is second


def test_depth_adds_no_regions_on_the_way_either():
    counts = [
        np.mean([fold_complex(turned(he_net(w, 0), he_net(w, 1), t), Window(-5, 5, -5, 5)).n_regions
                 for t in np.linspace(0, 1, 7)])
        for w in ((2, 64, 1), (2, 16, 16, 16, 16, 1))
    ]  # fmt: skip
    assert 0.5 < counts[1] / counts[0] < 1.5


def test_nets_of_other_sizes_are_refused():
    with pytest.raises(InputError, match="same sizes"):
        turned(he_net((2, 3, 1), 0), he_net((2, 4, 1), 0), 0.5)


def test_a_way_through_several_nets_stops_at_each_and_turns_between_them():
    nets = [he_net((2, 3, 1), seed) for seed in range(3)]
    assert [turned_through(nets, share, lambda x: x) for share in (0, 0.5, 1)] == nets
    halfway = turned_through(nets, 0.75, lambda x: x**2)
    assert np.array_equal(halfway.weights[0], turned(nets[1], nets[2], 0.25).weights[0])
    with pytest.raises(InputError, match="two or more nets, got 1"):
        turned_through(nets[:1], 0, lambda x: x)
