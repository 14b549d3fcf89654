"""How many linear regions a film draws: more are refused before anything is trained or filmed."""

import pytest

from dlvis.drawable import MOST_REGIONS, check_drawable, check_widths
from dlvis.errors import InputError
from dlvis.geometry import fold_complex
from dlvis.initial import he_net
from dlvis.needs import TrainedRun, missing
from dlvis.net import plane
from dlvis.window import Window

WINDOW = Window(-1, 1, -1, 1)
TOO_WIDE = (2, 3000, 1)


def test_a_net_that_can_be_drawn_passes():
    net = he_net((2, 24, 24, 24, 24, 1), 0)
    assert fold_complex(net, WINDOW).n_regions < MOST_REGIONS
    check_drawable(net, WINDOW)
    check_drawable(plane((1.0, 2.0), 3.0), WINDOW)


@pytest.mark.parametrize("widths", [TOO_WIDE, (2, 1500, 8, 1)])
def test_more_regions_than_a_film_draws_are_refused_with_their_number(widths):
    name = ",".join(map(str, widths))
    with pytest.raises(InputError, match=rf"widths {name}: about [\d,]+ linear regions .* at most 300,000"):
        check_widths(widths, WINDOW)


def test_nothing_is_trained_that_cannot_be_drawn(tmp_path):
    with pytest.raises(InputError, match=r"widths 2,3000,1: .* choose smaller layers"):
        missing([TrainedRun("moons", TOO_WIDE)], tmp_path)
