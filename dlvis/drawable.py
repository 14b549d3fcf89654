"""How many linear regions a film can draw, asked before a net is trained for it and before it is filmed."""

from dlvis.errors import InputError
from dlvis.geometry import estimated_regions
from dlvis.initial import he_net
from dlvis.net import ReluNet
from dlvis.window import Window

MOST_REGIONS = 300_000
"""Of a net in the window of its topic: a frame takes seconds by then, and a region less than a pixel."""


def check_drawable(net: ReluNet, window: Window) -> None:
    """Refuse a net of more than `MOST_REGIONS` linear regions; they are estimated, and the net is not folded.

    Raises:
        InputError: it names the layer sizes and about how many regions they have.
    """
    if net.n_hidden_layers == 0:
        return
    regions = estimated_regions(net, window)
    if regions > MOST_REGIONS:
        widths = ",".join(map(str, net.widths))
        raise InputError(
            f"widths {widths}: about {regions:,.0f} linear regions in the window, expected at most "
            f"{MOST_REGIONS:,} for a film to draw; choose smaller layers"
        )


def check_widths(widths: tuple[int, ...], window: Window) -> None:
    """The same of layer sizes, as a net of them has at initialisation: training rarely takes regions away."""
    check_drawable(he_net(widths, 0), window)
