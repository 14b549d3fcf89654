"""The polyhedral complex of a net in a window, as flat arrays."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dlvis.arrays import Bools, Floats, Ints, freeze, itself
from dlvis.errors import InputError
from dlvis.geometry.patterns import on_by_neurons
from dlvis.geometry.split import ragged_range
from dlvis.net import ReluNet
from dlvis.window import Window


@dataclass(frozen=True, eq=False)
class FoldComplex:
    """Every linear region of `net` in `window`, exactly, over shared vertices and edges.

    vertices            (V, 2) float64, input space
    edges               (E, 2) vertex numbers
    edge_fold_offsets   (E + 1,) and
    edge_folds          (F, 2) the (layer, neuron) pairs that fold along edge e:
                        edge_folds[edge_fold_offsets[e]:edge_fold_offsets[e + 1]]; none on most window sides
    region_offsets      (R + 1,) and
    region_vertices     (K,) the corners of region r, anticlockwise:
                        region_vertices[region_offsets[r]:region_offsets[r + 1]]
    region_edges        (K,) the edge from each of those corners to the next
    ancestors           (n_hidden_layers, R): the region of the complex after layer k that region r lies in

    A region is a maximal set of one activation pattern; regions with the same affine map are not merged.
    All numbers are int32, which halves what ten million regions take (1 GB); more than 2^31 corners do not
    fit in memory anyway. Compute keys such as a * n_vertices + b in int64.
    """

    net: ReluNet
    window: Window
    vertices: Floats
    edges: Ints
    edge_fold_offsets: Ints
    edge_folds: Ints
    region_offsets: Ints
    region_vertices: Ints
    region_edges: Ints
    ancestors: Ints

    __deepcopy__ = itself

    def __post_init__(self) -> None:
        freeze(self, np.float64, "vertices")
        freeze(self, np.int32, "edges", "edge_fold_offsets", "edge_folds", "ancestors")
        freeze(self, np.int32, "region_offsets", "region_vertices", "region_edges")

    @property
    def n_regions(self) -> int:
        return len(self.region_offsets) - 1

    @property
    def n_vertices(self) -> int:
        return len(self.vertices)

    @property
    def n_edges(self) -> int:
        return len(self.edges)

    @property
    def euler_characteristic(self) -> int:
        """V - E + F, 1 for every complex that fills its window."""
        return self.n_vertices - self.n_edges + self.n_regions

    def region(self, region: int) -> Floats:
        """(n, 2): the corners of one region, anticlockwise."""
        corners = self.region_vertices[self.region_offsets[region] : self.region_offsets[region + 1]]
        return self.vertices[corners]

    def areas(self) -> Floats:
        """(R,): the area of each region, in squared units of input space; by numpy if there is no numba."""
        try:
            # here, because numba takes a while to import
            from dlvis.geometry.kernels.rows import fill_areas
        except ImportError:
            return _areas(self)
        areas = np.empty(self.n_regions)
        fill_areas(self.vertices, self.region_offsets, self.region_vertices, areas)
        return areas

    def interior_points(self) -> Floats:
        """(R, 2): the mean of each region's corners, which lies inside it."""
        sums = np.add.reduceat(self.vertices[self.region_vertices], self.region_offsets[:-1], axis=0)
        points: Floats = sums / np.diff(self.region_offsets)[:, None]
        return points

    def patterns(self) -> Bools:
        """(R, hidden neurons): which neurons are on in each region, all hidden layers side by side.

        A neuron's sign is read at the corner where its pre-activation is largest in magnitude, so that
        it stays right in regions too small to have a representable point inside. A neuron that is 0 on a
        whole region, by the rule that decided the cuts, is off there.
        """
        on = np.empty((self.n_regions, sum(self.net.widths[1:-1])), bool)
        for neurons, block in self.on_by_neurons():
            on[:, neurons] = block
        return on

    def on_by_neurons(self, n_layers: int | None = None) -> Iterator[tuple[slice, Bools]]:
        """The columns of `patterns`, some at a time: which, and (R, those). The whole table may not fit.

        Of the first `n_layers` hidden layers, if not of all.
        """
        shape = self.vertices, self.region_offsets, self.region_vertices
        return on_by_neurons(self.net, self.window, *shape, n_layers)

    def pattern_sums(self, shares: Floats) -> Floats:
        """(R, k): the sums of the rows of `shares` (neurons, k) that belong to neurons that are on.

        It is `patterns() @ shares` without the table; there may be shares for the first hidden layers alone.

        Raises:
            InputError: shares that do not end with a hidden layer.
        """
        ends = np.cumsum([0, *self.net.widths[1:-1]])
        if len(shares) not in ends:
            raise InputError(f"shares: expected rows for {ends.tolist()} neurons, got {len(shares)}")
        sums = np.zeros((self.n_regions, shares.shape[1]))
        for neurons, on in self.on_by_neurons(int(np.searchsorted(ends, len(shares)))):
            sums += on @ shares[neurons]
        return sums

    def fold_edges(self, layer: int, neuron: int | None = None) -> Ints:
        """The edges along which a layer, or one neuron of it, folds; ascending."""
        chosen = self.edge_folds[:, 0] == layer
        if neuron is not None:
            chosen &= self.edge_folds[:, 1] == neuron
        owner = np.repeat(np.arange(self.n_edges), np.diff(self.edge_fold_offsets))
        return np.unique(owner[chosen])

    def next_corner(self) -> Ints:
        """(K,): for each entry of region_vertices the entry that follows it round its region."""
        after = np.arange(1, len(self.region_vertices) + 1)
        after[self.region_offsets[1:] - 1] = self.region_offsets[:-1]
        return after


def _areas(folded: FoldComplex) -> Floats:
    """(R,): fans from each region's first corner, so that a tiny region keeps its digits."""
    triangles, owner = region_triangles(folded)
    first, second, third = (folded.vertices[triangles[:, place]] for place in range(3))
    a, b = second - first, third - first
    areas: Floats = np.zeros(folded.n_regions)
    np.add.at(areas, owner, (a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]) / 2)
    return areas


def region_triangles(folded: FoldComplex) -> tuple[Ints, Ints]:
    """(T, 3) vertex numbers of a fan over each region, and (T,) the region of each triangle."""
    lengths = np.diff(folded.region_offsets)
    first = np.repeat(folded.region_offsets[:-1], lengths - 2)
    inner = ragged_range(folded.region_offsets[:-1] + 1, lengths - 2)
    corners = folded.region_vertices[np.column_stack([first, inner, inner + 1])]
    return corners, np.repeat(np.arange(folded.n_regions), lengths - 2)
