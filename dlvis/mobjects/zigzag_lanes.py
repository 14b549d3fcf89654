"""Nets of one input that attain their bound, (width + 1)^depth pieces, in lanes under a magnifying glass."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from dlvis.draw.zoom import View, pieces_in_view, view_between
from dlvis.errors import InputError
from dlvis.geometry import LinePieces, line_pieces
from dlvis.geometry.bounds import serra_upper
from dlvis.mobjects.counter_panel import Counter, counted
from dlvis.mobjects.piece_lanes import PieceLanes
from dlvis.net import zigzag
from dlvis.params import param
from dlvis.style import Theme
from dlvis.window import Window

MOST_PIECES = 2_000_000


@dataclass(frozen=True, kw_only=True)
class Zigzag:
    """The net of one input that attains its bound, (width + 1)^depth."""

    width: int = param(10, "units of each layer")
    depth: int = param(5, "layers")

    def __post_init__(self) -> None:
        if not (self.depth >= 2 and self.width >= 3 and (self.width + 1) ** self.depth <= MOST_PIECES):
            raise InputError(f"zigzag: expected width >= 3, depth >= 2 and at most {MOST_PIECES} pieces")

    @property
    def at_most(self) -> int:
        """Pieces that any net of these sizes has."""
        return serra_upper((1, *[self.width] * self.depth, 1))

    def by_depth(self) -> list[LinePieces]:
        """Its pieces, and those of the shallower nets like it, on [0, 1]: the deepest last."""
        return [line_pieces(zigzag(self.width, k + 1), (0, 1)) for k in range(self.depth)]


def zigzag_rows(net: Zigzag, found: LinePieces, label: Callable[..., str]) -> list[Counter]:
    """Its parameters, the pieces that it can have and those that were found, in a scene's words for
    `parameters`, `pieces`, `most` and `counted`."""
    parameters = Counter(label("parameters"), found.net.n_parameters)
    most = Counter(label("pieces"), net.at_most, label("most"))
    return [parameters, most, counted(label, "pieces", found.n_pieces)]


class ZigzagLanes(PieceLanes):
    """Zigzags of rising depth, a lane each.

    Args:
        found: their pieces, two or more, as `Zigzag.by_depth` gives them.
        theme: a colour of the layers' ramp for each lane.
        box: for all of it.
        label: the words `depth_of` (layers), `in_view` and `magnified` (times), as `FilmScene.label`.

    `finest` is the view in which the narrowest pieces show, the first piece of the net before the last;
    `near(share)` goes there.
    """

    def __init__(
        self, found: Sequence[LinePieces], theme: Theme, *, box: Window, label: Callable[..., str]
    ) -> None:
        self.pieces = tuple(found)
        self.finest: View = (0.0, float(found[-2].breakpoints[1]))
        super().__init__(
            [(each.breakpoints, each.values[:, 0]) for each in found],
            theme,
            box=box,
            names=[label("depth_of", layers=each.net.n_hidden_layers) for each in found],
            head=label("in_view"),
            magnified=lambda times: label("magnified", times=times),
        )

    @property
    def seen(self) -> dict[str, Any]:
        """What can be told of the finest view: how many `times` it is magnified, and how many pieces of the
        last net are `seen`."""
        joints = self.pieces[-1].breakpoints
        return {"times": round(1 / self.finest[1]), "seen": pieces_in_view(joints, self.finest)}

    def near(self, share: float) -> Self:
        """Show the view on the way from all to the finest."""
        return self.redraw(view_between(self.whole, self.finest, share))
