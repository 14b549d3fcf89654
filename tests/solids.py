"""Small sheets, squares and pictures of them, for the tests of `draw_solid`."""

import numpy as np

from dlvis.draw.clipping import Lens, clipped_rings, clipped_segments
from dlvis.draw.solid import draw_solid
from dlvis.draw.solid_things import Facets, Segments
from dlvis.geometry import Window, fold_complex
from tests.nets import he_net

RED, GREEN, BLUE, WHITE = (1, 0, 0, 1), (0, 1, 0, 1), (0, 0, 1, 1), (1, 1, 1, 1)
SQUARE = Window(-1, 1, -1, 1)
LENS = Lens((60.0, 60.0), (80.0, 60.0))
SHAPE = (120, 160)


def picture(*things, shape=SHAPE, ground=(0, 0, 0, 255)):
    frame = np.empty((*shape, 4), np.uint8)
    frame[:] = ground
    draw_solid(frame, things)
    return frame


def polygon(points, colour, order=0):
    return Facets(points, [0, len(points)], [0], [colour], order)


def rectangle(left, top, right, bottom, colour, q=(1, 1, 1, 1), order=0):
    corners = np.column_stack([[left, right, right, left], [top, top, bottom, bottom], q])
    return polygon(corners, colour, order)


def sheet(seed, view, *, widths=(2, 8, 6, 1), lift=0.0, size=0.5):
    """A folded sheet in camera axes: points (N, 3) of rings, offsets, and its complex."""
    folded = fold_complex(he_net(widths, seed), SQUARE)
    heights = folded.net(folded.vertices)[:, 0]
    heights = size * heights / np.abs(heights).max() + lift
    space = np.column_stack([folded.vertices, heights]) @ view.rotation.T
    return space, folded


def facets_of(space, folded, colours, order=0, lens=LENS):
    points, offsets, owners = clipped_rings(
        space[folded.region_vertices], folded.region_offsets, np.arange(folded.n_regions), lens
    )
    return Facets(points, offsets, owners, colours, order)


def rings_of(space, folded):
    return [
        (r, space[folded.region_vertices[slice(*folded.region_offsets[r : r + 2])]])
        for r in range(folded.n_regions)
    ]


def colours_for(n, alpha, seed=0):
    draw = np.random.default_rng(seed)
    return np.column_stack([draw.uniform(0, 1, (n, 3)), np.full(n, alpha)])


def strokes_of(space, edges, colour, width, order=0):
    starts, ends, _ = clipped_segments(space[edges[:, 0]], space[edges[:, 1]], LENS)
    return Segments(starts, ends, np.tile(colour, (len(starts), 1)), width, order)
