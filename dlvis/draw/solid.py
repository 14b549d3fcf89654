"""Flat facets and strokes in space, with true depth: sheets that pass through one another cut cleanly.

All things of a scene go into one buffer that keeps every layer of every pixel (an A-buffer), in bands of
rows so that memory stays small. Depth is compared at 8 samples per pixel, so that the line where two sheets
meet is straight and smooth; translucent things are laid over one another from the back, as cairo does.

Depth is q = F / (F - z) in camera axes, `dlvis.draw.clipping` makes it: on a plane it is affine in the
coordinates of the screen, and larger is nearer. What differs by less than `LIFT` scene units for each step of
`order` counts as equally deep, and is laid by `order`.
"""

from collections.abc import Sequence

from dlvis.draw.arguments import Frame, checked_frame
from dlvis.draw.solid_things import Facets, Segments
from dlvis.draw.view import FOCAL_DISTANCE
from dlvis.errors import InputError
from dlvis.geometry.memory import available_memory

LIFT = 2e-4
"""Scene units, where the perspective shows true sizes: one order more is drawn this much nearer."""

_PER_EDGE, _PER_PRIMITIVE = 36, 180  # bytes, while drawing


def draw_solid(frame: Frame, things: Sequence[Facets | Segments]) -> None:
    """Draw things over `frame` (H, W, 4) uint8, premultiplied RGBA, which is changed in place.

    Raises:
        InputError: a frame of another kind, or more layers than there is memory for.
    """
    checked_frame(frame)
    _refuse_too_many(things)
    # here, because numba takes a while to import
    from dlvis.draw.solid_bands import draw_things

    if frame.size and any(len(each.colours) for each in things):
        draw_things(frame, things, LIFT / FOCAL_DISTANCE)


def _refuse_too_many(things: Sequence[Facets | Segments]) -> None:
    n_primitives = sum(len(each.colours) for each in things)
    n_edges = sum(len(each.points) for each in things if isinstance(each, Facets))
    needed, room = _PER_PRIMITIVE * n_primitives + _PER_EDGE * n_edges, available_memory()
    if room is not None and needed > 0.8 * room:
        raise InputError(
            f"draw_solid: {n_primitives} facets and strokes with {n_edges} corners need "
            f"{needed / 1e9:.1f} GB, of which {room / 1e9:.1f} GB are free; draw fewer at once"
        )
