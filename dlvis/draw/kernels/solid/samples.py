"""Where a pixel is sampled, and what the kernels of solid things pass to one another.

Each of the 8 samples of a pixel has a row and a column of its own, so that edges of every slope are smooth.
"""

from typing import NamedTuple

import numpy as np

from dlvis.arrays import Floats, Ints

SAMPLES = 8
FULL = (1 << SAMPLES) - 1
SAMPLE_X = np.array([15, 5, 9, 1, 13, 7, 3, 11]) / 16
SAMPLE_Y = (np.arange(SAMPLES) + 0.5) / SAMPLES
REACH = 7 / 16  # how far samples lie from the middle of their pixel, to each side
HELD = ((np.arange(FULL + 1)[:, None] >> np.arange(SAMPLES)) & 1).astype(np.float64)  # by mask and sample
SHARE = HELD.mean(axis=1)


class Solids(NamedTuple):
    """What is drawn: P primitives, F facets first, then strokes.

    planes       (P, 8) x, y, q there, its slopes along x and y, two more, the lift; the two are the least q
                 and the most of a stroke, and how far off its plane a facet's corners are, and nothing
    paints       (P, 4) straight RGBA, 0..1
    rows         (P, 2) the first row of pixels and the one after the last; 0, 0 for what is not seen
    edge_offsets (F + 1,), and for each edge of those facets
    edge_lines   (E, 3) x and y of its upper end, and x per y
    edge_rows    (E, 3) the first row of samples that it crosses, the one after the last, and 1 down or -1 up
    capsules     (P - F, 6) dx, dy, 1 / length^2, half the width, strength, how far in q a joint may reach
    things       (P - F,) the thing that a stroke belongs to
    """

    planes: Floats
    paints: Floats
    rows: Ints
    edge_offsets: Ints
    edge_lines: Floats
    edge_rows: Ints
    capsules: Floats
    things: Ints


class Fragments(NamedTuple):
    """Pieces of primitives in the pixels of a band, chained from `heads` (rows, width, 2), those of facets
    and those of strokes; -1 ends a chain.

    An amount is a facet's mask of samples, or a stroke's coverage in 1/65535.
    """

    owners: Ints
    amounts: Ints
    following: Ints
    heads: Ints


class Crossings(NamedTuple):
    """Room to scan one facet: ends (rows of samples + 1,), columns (most crossings,), masks (width,) all 0,
    and the two sides (SAMPLES, 2) of a plain span in a row of pixels."""

    ends: Ints
    columns: Ints
    masks: Ints
    sides: Ints


class Layers(NamedTuple):
    """Room for the fragments of one pixel, its facets first, and then its strokes.

    owners, masks, alphas; keys: depths at the middle of the pixel, the larger the nearer; spreads: how far a
    key varies over the pixel; lying: bits, the facets that a stroke lies on; steeps: the least slope of
    those; leaders: the stroke whose depth a stroke shares; depths: q of strokes, then keys at one sample;
    shares: how far along a stroke it is nearest to the pixel; ranks: the nearest first; sorted: the same of
    the facets alone, kept from pixel to pixel; through: what is let through at each sample.
    """

    owners: Ints
    masks: Ints
    alphas: Floats
    keys: Floats
    spreads: Floats
    lying: Ints
    steeps: Floats
    leaders: Ints
    depths: Floats
    ranks: Ints
    sorted: Ints
    shares: Floats
    through: Floats
