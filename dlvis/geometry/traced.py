"""The decision boundary of a net in a window, by the shorter of two roads."""

from dlvis.geometry.boundary import decision_boundary
from dlvis.geometry.complex import FoldComplex
from dlvis.geometry.fold import fold_complex
from dlvis.geometry.polylines import Polylines
from dlvis.geometry.tiled import tiled_boundary
from dlvis.net import ReluNet
from dlvis.window import Window

WIDE = 1000  # neurons of one hidden layer; of more, tiles are quicker, though the complex be there


def traced_boundary(net: ReluNet, window: Window, folded: FoldComplex | None = None) -> Polylines:
    """The boundary of {output > 0}, exactly: of one wide hidden layer in tiles, else in the whole complex.

    A layer of 10,000 neurons has tens of millions of regions, and a boundary of some thousand points: in the
    complex that takes an hour, in tiles seconds. `folded` is the net's complex in the window, where it is
    there already. Raises InputError as `tiled_boundary`, or as `fold_complex` and `decision_boundary`.
    """
    if net.n_hidden_layers == 1 and net.widths[1] > WIDE:
        return tiled_boundary(net, window)
    return decision_boundary(net, fold_complex(net, window) if folded is None else folded)
