"""What `dlvis.draw.solid` hands to its kernels: all things of a scene side by side, then band by band."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from dlvis.arrays import Floats, Ints
from dlvis.compiled import first_use_told
from dlvis.draw.arguments import Frame
from dlvis.draw.kernels.solid.bands import blend_band, fill_band
from dlvis.draw.kernels.solid.capsules import fill_strokes
from dlvis.draw.kernels.solid.planes import fill_facets
from dlvis.draw.kernels.solid.samples import SAMPLES, Crossings, Fragments, Layers, Solids
from dlvis.draw.solid_things import Facets, Segments
from dlvis.errors import InputError
from dlvis.geometry.memory import available_memory

AT_ONCE = 1 << 16  # pixels of a band, about: its fragments stay in the cache
MOST_FRAGMENTS = 1 << 25  # of a band: a third of a gigabyte
PER_FRAGMENT = 10  # bytes
THING_SHARE = 1e-3  # of a lift, for all things of one order together: far above rounding, far below a pixel


def draw_things(frame: Frame, things: Sequence[Facets | Segments], lift: float) -> None:
    """Blend things over the frame; `lift` in q is what one step of order adds, and what counts as equal.

    Raises:
        InputError: more layers than there is memory for.
    """
    with first_use_told(fill_facets):
        draw_bands(frame, solids_of(things, frame.shape[:2], lift), lift)


def solids_of(things: Sequence[Facets | Segments], shape: tuple[int, int], lift: float) -> Solids:
    """All things side by side, facets first; `lift` is what one step of order adds to q."""
    facets = [each for each in things if isinstance(each, Facets)]
    strokes = [each for each in things if isinstance(each, Segments)]
    n_facets = sum(len(each.colours) for each in facets)
    in_turn: list[Facets | Segments] = [*facets, *strokes]
    paints = _rows([each.colours for each in in_turn], 4).clip(0.0, 1.0)
    planes, rows = np.empty((len(paints), 8)), np.zeros((len(paints), 2), np.int32)
    planes[:, 7] = _lifts(things, in_turn, lift)
    edges = _facet_edges(facets, shape, paints[:n_facets], planes[:n_facets], rows[:n_facets])
    capsules = np.empty((len(paints) - n_facets, 6))
    starts, ends = (_rows([getattr(each, name) for each in strokes], 3) for name in ("starts", "ends"))
    widths = np.concatenate([np.empty(0), *(each.widths for each in strokes)])
    fill_strokes(starts, ends, widths, shape, paints[n_facets:], planes[n_facets:], rows[n_facets:], capsules)
    owner = np.repeat(np.arange(len(strokes), dtype=np.int32), [len(each.colours) for each in strokes])
    return Solids(planes, paints, rows, *edges, capsules, owner)


def draw_bands(frame: Frame, solids: Solids, tolerance: float) -> None:
    """Blend everything over the frame, from the top down; `tolerance` in q is what counts as equally deep.

    Raises:
        InputError: more layers than there is memory for.
    """
    height, width = frame.shape[:2]
    rows = max(1, min(height, AT_ONCE // width))
    crossings, layers = _crossings(solids, rows, width), _layers(32)
    fragments = _fragments(rows, width, 4 * rows * width)
    for top, bottom, primitives in _bands(solids.rows, height, rows):
        while top < bottom:
            end = min(top + rows, bottom)
            n = fill_band(primitives, top, end, solids, fragments, crossings)
            if n < 0:
                fragments, rows = _more_room(fragments, rows)
                continue
            layers = _blend(frame, top, end, tolerance, solids, fragments, layers)
            top = end


def _blend(
    frame: Frame,
    top: int,
    bottom: int,
    tolerance: float,
    solids: Solids,
    fragments: Fragments,
    layers: Layers,
) -> Layers:
    """Blend a band over the frame; the room for the layers of a pixel, larger if there were more."""
    done, n_pixels = 0, (bottom - top) * frame.shape[1]
    while done < n_pixels:
        done = blend_band(frame, top, bottom, done, tolerance, solids, fragments, layers)
        if done < n_pixels:
            layers = _layers(2 * len(layers.owners))
    return layers


def _bands(rows: Ints, height: int, most: int) -> Iterator[tuple[int, int, Ints]]:
    """First row, last + 1, and the primitives that reach into the band, for each band that has any."""
    seen = np.flatnonzero(rows[:, 1] > rows[:, 0]).astype(np.int32)
    band_of = rows[seen, 0] // most
    order = seen[np.argsort(band_of, kind="stable")]
    ends = np.cumsum(np.bincount(band_of, minlength=-(-height // most)))
    active, start = np.empty(0, np.int32), 0
    for band, end in enumerate(ends):
        top = band * most
        active = np.concatenate([active[rows[active, 1] > top], order[start:end]])
        start = end
        if len(active):
            yield top, min(top + most, height), active


def _lifts(things: Sequence[Any], sorted_things: Sequence[Any], lift: float) -> Floats:
    """(P,): what the layer of each primitive adds to its q, by order, and within one order by place."""
    place = {id(each): index / max(len(things), 1) for index, each in enumerate(things)}
    lifts = [lift * (each.order + THING_SHARE * place[id(each)]) for each in sorted_things]
    return np.repeat(np.array(lifts, np.float64), [len(each.colours) for each in sorted_things])


def _facet_edges(
    facets: Sequence[Facets], shape: tuple[int, int], paints: Floats, planes: Floats, rows: Ints
) -> tuple[Ints, Floats, Ints]:
    """Fill in the planes and rows of facets; offsets, lines and rows of their edges."""
    points = _rows([each.points for each in facets], 3)
    lengths = np.concatenate([np.empty(0, np.int64), *(np.diff(each.offsets) for each in facets)])
    firsts = np.cumsum([0, *(len(each.colours) for each in facets)])
    owners = [each.facets + first for each, first in zip(facets, firsts, strict=False)]
    owner = np.concatenate([np.empty(0, np.int64), *owners])
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    if (np.diff(owner) < 0).any():
        points, offsets, owner = _by_facet(points, offsets, owner)
    edge_offsets = np.empty(len(paints) + 1, np.int64)
    lines, edge_rows = np.empty((len(points), 3)), np.empty((len(points), 3), np.int32)
    fill_facets(points, offsets, owner, paints, shape, planes, rows, edge_offsets, lines, edge_rows)
    return edge_offsets, lines, edge_rows


def _by_facet(points: Floats, offsets: Ints, owner: Ints) -> tuple[Floats, Ints, Ints]:
    """Rings sorted so that those of one facet stand side by side."""
    order = np.argsort(owner, kind="stable")
    lengths = np.diff(offsets)[order]
    ends = np.cumsum(lengths)
    at = np.arange(len(points)) + np.repeat(offsets[:-1][order] - (ends - lengths), lengths)
    return points[at], np.concatenate([[0], ends]), owner[order]


def _rows(arrays: Sequence[Floats], columns: int) -> Floats:
    return np.concatenate([np.empty((0, columns)), *arrays])


def _crossings(solids: Solids, most: int, width: int) -> Crossings:
    """Room to scan the facet with the most crossings in a band of `most` rows."""
    spans = np.minimum(solids.edge_rows[:, 1] - solids.edge_rows[:, 0], SAMPLES * most)
    reached = np.concatenate([[0], np.cumsum(spans[: solids.edge_offsets[-1]], dtype=np.int64)])
    n = int(np.diff(reached[solids.edge_offsets]).max(initial=0))
    return Crossings(
        np.empty(SAMPLES * most + 1, np.int32),
        np.empty(n, np.int32),
        np.zeros(width, np.int32),
        np.empty((SAMPLES, 2), np.int32),
    )


def _more_room(fragments: Fragments, rows: int) -> tuple[Fragments, int]:
    """Room for twice the fragments, or else half the rows at once."""
    n, width = 2 * len(fragments.owners), fragments.heads.shape[1]
    if n <= MOST_FRAGMENTS:
        return _fragments(rows, width, n), rows
    if rows == 1:
        raise InputError(
            f"draw_solid: more than {n // 2} layers in all lie over one row of {width} pixels; draw fewer "
            "facets and strokes at once"
        )
    return fragments, rows // 2


def _fragments(rows: int, width: int, n: int) -> Fragments:
    n_bytes, room = PER_FRAGMENT * n, available_memory()
    if room is not None and n_bytes > 0.8 * room:
        raise InputError(
            f"draw_solid: expected {n_bytes / 1e6:.0f} MB of free memory for a frame {width} pixels wide, "
            f"got {room / 1e6:.0f} MB; draw a smaller frame, or fewer facets at once"
        )
    owners, following = np.empty((2, n), np.int32)
    return Fragments(owners, np.empty(n, np.uint16), following, np.empty((rows, width, 2), np.int32))


def _layers(n: int) -> Layers:
    owners, masks, leaders, ranks, facets = np.empty((5, n), np.int32)
    alphas, keys, spreads, steeps, depths, shares = np.empty((6, n))
    lying, through = np.empty(n, np.int64), np.empty(SAMPLES)
    numbers = owners, masks, alphas, keys, spreads, lying, steeps, leaders, depths
    return Layers(*numbers, ranks, facets, shares, through)
