"""Where neurons fold: the edges of a complex, one colour and one dash per neuron, or one colour per layer."""

from collections.abc import Mapping, Sequence
from typing import Literal, Self

import numpy as np
from manim import VGroup
from numpy.typing import ArrayLike

from dlvis.arrays import Floats, Ints
from dlvis.errors import InputError
from dlvis.geometry import FoldComplex
from dlvis.mobjects.leaves import Strokes
from dlvis.mobjects.placement import Placement, anchor, anchored_points, finite, length, stroke
from dlvis.style import Theme, layer_ramp, rgb

Key = tuple[int, int]
_NOWHERE = np.empty((0, 3))


class FoldLines(VGroup):
    """The bent hyperplanes of a net's neurons in its window.

    Args:
        complex: whose folds are drawn; none at all is allowed (a net that folds nowhere).
        theme: colours, dashes and width.
        placement: where the window lies.
        by: "neuron" for a colour and a dash each, "layer" for one colour per layer, unbroken.
        colours: overrides, (layer, neuron) -> "#RRGGBB" (by layer: (layer, 0)).
        layers: only these layers; all by default.
        heights: (V,) lifts the lines onto a sheet.
        width: in pixels at 1080p; the theme's fold width by default.
        halo: set the lines off from what lies beneath by a thin rim of the ground.
        glow: draw the lines in the boundary's bright colour, and the rim in their own: creases on a map.

    `lines[(layer, neuron)]` is the mobject of one neuron (layer, 0 when by layer), for FadeIn or Create;
    `halo` is the rim of all.
    """

    def __init__(
        self,
        complex: FoldComplex,
        theme: Theme,
        *,
        placement: Placement | None = None,
        by: Literal["neuron", "layer"] = "neuron",
        colours: Mapping[Key, str] | None = None,
        layers: Sequence[int] | None = None,
        heights: ArrayLike | None = None,
        width: float | None = None,
        opacity: float = 1.0,
        halo: bool = True,
        glow: bool = False,
    ) -> None:
        super().__init__()
        if by not in ("neuron", "layer"):
            raise InputError(f'FoldLines by: expected "neuron" or "layer", got {by!r}')
        self.theme, self.by, self.line_opacity = theme, by, opacity
        self.placement = placement or Placement(complex.window)
        self.line_width = stroke(theme.strokes.fold if width is None else width)
        self.layers = tuple(range(complex.net.n_hidden_layers) if layers is None else layers)
        self.overrides = dict(colours or {})
        self.anchor, self.halo = anchor(self.placement), Strokes(self.line_width * 1.9)
        self.has_halo, self.has_glow = halo or glow, glow
        self.of_keys = VGroup(Strokes())  # one that is never seen: to Manim an empty group is a point
        self.add(self.halo, self.of_keys, self.anchor)
        self.redraw(complex, heights)

    @property
    def leaves(self) -> list[Strokes]:
        return [leaf for leaf in self.of_keys.submobjects if isinstance(leaf, Strokes)]

    @property
    def lines(self) -> dict[Key, Strokes]:
        """The lines of each neuron or layer; of doubles, which a Transform leaves behind, the first."""
        leaves = [leaf for leaf in self.leaves if leaf.label is not None]
        return {leaf.label: leaf for leaf in reversed(leaves)}

    def redraw(self, complex: FoldComplex, heights: ArrayLike | None = None) -> Self:
        """Draw the folds of `complex` where the lines now lie; a neuron that no longer folds is hidden."""
        z = None if heights is None else finite(heights, (complex.n_vertices,), "FoldLines heights")
        points = anchored_points(complex.vertices, self.anchor, self.placement, z)
        edges = _edges_by_key(complex, self.by, self.layers)
        lines = self.lines
        for leaf in self.leaves:
            if leaf.label not in edges or leaf is not lines[leaf.label]:
                leaf.redraw(_NOWHERE, _NOWHERE)
        for key in sorted(edges):
            self._show_key(key, points[complex.edges[edges[key]]], complex)
        if self.has_halo:
            self._show_rim(complex)
        return self

    def _show_rim(self, complex: FoldComplex) -> None:
        seen = {key: each for key, each in self.lines.items() if not each.is_void}
        ends = np.concatenate([_NOWHERE, *(each.points for each in seen.values())])
        if self.has_glow and seen:
            colours = np.concatenate(
                [[rgb(self._colour(key, complex))] * each.n_parts for key, each in seen.items()]
            )
            rims = np.column_stack([colours, np.full(len(colours), self.line_opacity)])
        else:
            rims = np.array([*rgb(self.theme.halo), 0.55 * self.line_opacity])
        self.halo.redraw(ends[::2], ends[1::2], rims)

    def _show_key(self, key: Key, ends: Floats, complex: FoldComplex) -> None:
        if key not in self.lines:
            dash = self.theme.dash(key[1]) if self.by == "neuron" else ()
            leaf = Strokes(self.line_width, [length(part) for part in dash])
            leaf.label, leaf.z_index = key, self.z_index
            self.of_keys.add(leaf)
        starts, ends = _in_order(ends).transpose(1, 0, 2)
        colour = self.theme.boundary if self.has_glow else self._colour(key, complex)
        self.lines[key].redraw(starts, ends, [*rgb(colour), self.line_opacity])

    def _colour(self, key: Key, complex: FoldComplex) -> str:
        if key in self.overrides:
            return self.overrides[key]
        layer, neuron = key
        if self.by == "layer":
            return layer_ramp(complex.net.n_hidden_layers, self.theme)[layer]
        return self.theme.fold(neuron)


def _edges_by_key(complex: FoldComplex, by: str, layers: tuple[int, ...]) -> dict[Key, Ints]:
    """The numbers of the edges that each neuron, or each layer, folds along."""
    owner = np.repeat(np.arange(complex.n_edges), np.diff(complex.edge_fold_offsets))
    folds = complex.edge_folds.copy()
    if by == "layer":
        folds[:, 1] = 0
    kept = np.isin(folds[:, 0], layers)
    owner, folds = owner[kept], folds[kept]
    keys, which = np.unique(folds, axis=0, return_inverse=True)
    return {
        (int(layer), int(neuron)): np.unique(owner[which.ravel() == k])
        for k, (layer, neuron) in enumerate(keys)
    }


def _in_order(ends: Floats) -> Floats:
    """(n, 2, 3): segments along the way in which they stretch farthest, to be drawn as by a pen."""
    if len(ends) == 0:
        return ends
    middles = ends.mean(axis=1)
    way = np.linalg.svd(ends.reshape(-1, 3) - middles.mean(axis=0), full_matrices=False)[2][0]
    way = way if way @ (1.0, 0.5, 0.25) >= 0 else -way
    turned = np.where(((ends[:, 1] - ends[:, 0]) @ way < 0)[:, None, None], ends[:, ::-1], ends)
    result: Floats = turned[np.argsort(middles @ way, kind="stable")]
    return result
