"""A view as a flat picture: tiles without seams, folds with their dashes, the boundary with its halo."""

from collections.abc import Iterator
from pathlib import Path as File

import numpy as np

from dlvis.arrays import Floats, Ints
from dlvis.errors import InputError
from dlvis.export.pdf import pdf
from dlvis.export.picture import PIXELS_OF_THEME, Path, Picture, Size
from dlvis.export.svg import svg
from dlvis.export.views import View
from dlvis.geometry import FoldComplex
from dlvis.geometry.polylines import joined
from dlvis.geometry.split import ragged_range
from dlvis.style import Theme, hex_colour, layer_ramp
from dlvis.whole import write_whole
from dlvis.window import Window

MOST_FOLD_COLOURS = 8
"""Neurons of a layer that each get a colour and a dash of their own; the folds of more share one."""


MOST_REGIONS = 500_000
"""A picture of more is a file that no viewer opens, and none of them could be seen."""

LEAST = 0.01
"""Millimetres or pixels of the shorter side; in thousandths, as files have them, less would round to 0."""


def save_svg(
    view: View, theme: Theme, path: str | File, size: Size | None = None, overwrite: bool = False
) -> File:
    """Write the picture of a view as SVG."""
    return write_whole(path, svg(drawn(view, theme, size)).encode(), overwrite)


def save_pdf(
    view: View, theme: Theme, path: str | File, size: Size | None = None, overwrite: bool = False
) -> File:
    """Write the picture of a view as a one-page PDF."""
    return write_whole(path, pdf(drawn(view, theme, size)), overwrite)


def drawn(view: View, theme: Theme, size: Size | None = None) -> Picture:
    """The picture of a view; widths of lines keep their share of the picture whatever its size.

    Raises InputError for more than `MOST_REGIONS` regions, and for a window so narrow that its shorter side
    would be less than `LEAST` of a unit.
    """
    if view.tiles.n_regions > MOST_REGIONS:
        raise InputError(
            f"picture: expected at most {MOST_REGIONS} regions, got {view.tiles.n_regions}; "
            f"choose an earlier layer or a smaller window, or write npz"
        )
    paper = _paper(view, theme, size or Size())
    pixel = max(paper.width, paper.height) / PIXELS_OF_THEME
    tiled = paper.with_paths(*_tiles(view, theme, pixel, paper))
    return tiled.with_paths(*_folds(view, theme, pixel, paper), *_boundary(view, theme, pixel, paper))


def _paper(view: View, theme: Theme, size: Size) -> Picture:
    window, widths = view.folded.window, "-".join(map(str, view.net.widths))
    scale = size.length / max(window.width, window.height)
    if min(window.width, window.height) * scale < LEAST:
        raise InputError(
            f"picture: expected a shorter side of at least {LEAST:g}{size.unit}, got "
            f"{min(window.width, window.height) * scale:.3g}{size.unit}; take a less narrow window"
        )
    title = f"{view.folded.n_regions} linear regions of a ReLU net"
    text = f"The net has the widths {widths}. The window is {_told(window)}. {_shown(view)}"
    return Picture(window.width * scale, window.height * scale, size.unit, theme.ground, title, text)


def _told(window: Window) -> str:
    return f"[{window.xmin:g}, {window.xmax:g}] x [{window.ymin:g}, {window.ymax:g}]"


def _shown(view: View) -> str:
    if view.layer is None:
        return f"Colours are classes; the decision boundary is {view.boundary.length:.4g} long."
    whose = "the folds of layer" if view.neuron is None else f"the fold of neuron {view.neuron} in layer"
    return f"Colours are activation patterns up to layer {view.layer}; lines are {whose} {view.layer}."


def _places(points: Floats, window: Window, paper: Picture) -> Floats:
    """Points of the window on the paper, where y runs downwards."""
    scale = np.array([paper.width / window.width, -paper.height / window.height])
    places: Floats = (points - (window.xmin, window.ymax)) * scale
    return places


def _tiles(view: View, theme: Theme, pixel: float, paper: Picture) -> Iterator[Path]:
    """One path for each colour, rimmed with it: without the rim the ground would shine through the seams."""
    tiles = view.tiles
    places = _places(tiles.vertices, tiles.window, paper)
    names = np.array([hex_colour(colour) for colour in view.colours])
    lengths = np.diff(tiles.region_offsets)
    for name in np.unique(names):
        regions = np.flatnonzero(names == name)
        corners = tiles.region_vertices[ragged_range(tiles.region_offsets[regions], lengths[regions])]
        offsets = np.concatenate([[0], np.cumsum(lengths[regions])])
        width = theme.strokes.hairline * pixel
        yield Path("regions", places[corners], offsets, str(name), width, fill=str(name))


def _folds(view: View, theme: Theme, pixel: float, paper: Picture) -> Iterator[Path]:
    """All folds as hairlines of the ground; upon them those of the layer or neuron that is shown."""
    folded = view.folded
    inner = np.flatnonzero(np.bincount(folded.region_edges, minlength=folded.n_edges) == 2)
    width = theme.strokes.hairline * pixel
    yield _line("edges", folded, inner, theme.ground, width, paper, opacity=0.6)
    if view.layer is None:
        return
    n_neurons = folded.net.widths[view.layer + 1]
    if view.neuron is None and n_neurons > MOST_FOLD_COLOURS:
        colour = layer_ramp(view.net.n_hidden_layers, theme)[view.layer]
        yield _line("folds", folded, folded.fold_edges(view.layer), colour, 2 * width, paper)
        return
    for neuron in range(n_neurons) if view.neuron is None else (view.neuron,):
        yield from _fold(view, neuron, theme, pixel, paper)


def _fold(view: View, neuron: int, theme: Theme, pixel: float, paper: Picture) -> Iterator[Path]:
    edges = view.folded.fold_edges(view.layer or 0, neuron)
    name, width = f"fold-{view.layer}-{neuron}", theme.strokes.fold * pixel
    dash = tuple(part * pixel for part in theme.dash(neuron))
    yield _line("folds", view.folded, edges, theme.halo, 1.9 * width, paper, dash=dash, opacity=0.55)
    yield _line("folds", view.folded, edges, theme.fold(neuron), width, paper, dash=dash, name=name)


def _boundary(view: View, theme: Theme, pixel: float, paper: Picture) -> Iterator[Path]:
    lines, strokes = view.boundary, theme.strokes
    places = _places(lines.points, view.folded.window, paper)
    around, width = strokes.halo * pixel, strokes.boundary * pixel
    yield Path("boundary", places, lines.offsets, theme.halo, around, opacity=0.75)
    yield Path("boundary", places, lines.offsets, theme.boundary, width, name="decision-boundary")


def _line(
    group: str,
    folded: FoldComplex,
    edges: Ints,
    colour: str,
    width: float,
    paper: Picture,
    *,
    dash: tuple[float, ...] = (),
    opacity: float = 1.0,
    name: str | None = None,
) -> Path:
    lines = joined(folded.edges[edges], folded.vertices)
    places = _places(lines.points, folded.window, paper)
    return Path(group, places, lines.offsets, colour, width, dash=dash, opacity=opacity, name=name)
