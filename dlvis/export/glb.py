"""Lifted sheets as GLB: exact flat facets for Blender, three.js and whatever else reads glTF 2.0.

Axes are glTF's: x is the window's x, up is y, and the window's y runs away from the viewer, along -z. The
window's centre is the origin. Positions hold the true heights; a scale on the root node makes them fit.
Facets share no corners, so that each has one normal and one colour (COLOR_0, amounts of light).
"""

from math import ceil, sqrt
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlvis import __version__
from dlvis.arrays import Floats
from dlvis.errors import InputError
from dlvis.export.gltf import INDICES, MOST_BYTES, VERTICES, Arrays, glb
from dlvis.export.views import View, sheet_heights
from dlvis.geometry import FoldComplex, margin
from dlvis.geometry.split import ragged_range
from dlvis.style import Theme, rgb
from dlvis.style.colour import linear_rgb
from dlvis.whole import write_whole

RISE = 0.4
"""How high the sheets are, from their lowest point to their highest, against the window's longer side."""

SPACING = 1.15
"""Windows from one sheet to the next, where a layer's sheets stand side by side."""

MOST_SHEETS = 64
MESH_LINES = 1
BYTES_OF_CORNER, BYTES_OF_PLACE = 8 + 12, 24
"""At most: a colour and a triangle, and for each sheet a position and a normal."""


def save_glb(view: View, theme: Theme, path: str | Path, overwrite: bool = False) -> Path:
    """Write the output's sheet, a neuron's, or those of all neurons of a layer side by side."""
    return write_whole(path, sheets_glb(view, theme), overwrite)


def sheets_glb(view: View, theme: Theme) -> bytes:
    """The bytes of the file.

    Raises:
        InputError: more sheets than can be told apart, or heights too large for the format's float32.
    """
    heights = _checked(sheet_heights(view), view)
    arrays = Arrays()
    colours = arrays.add(_corner_colours(view), VERTICES)
    triangles = arrays.add(_corner_triangles(view.tiles), INDICES)
    meshes = []
    for number, column in enumerate(heights.T):
        meshes.append(_sheet(view, number, column, arrays, colours, triangles))
    nodes = [
        {"name": mesh["name"], "mesh": number, "translation": _place(number, len(meshes), view)}
        for number, mesh in enumerate(meshes)
    ]
    if len(view.boundary):
        nodes.append({"name": "decision boundary", "mesh": len(meshes)})
        meshes.append(_boundary(view, arrays))
    return glb(_scene(view, theme, nodes, meshes, _height_scale(view, heights)), arrays)


def _checked(heights: Floats, view: View) -> Floats:
    """(V, sheets)"""
    table = heights.reshape(view.tiles.n_vertices, -1)
    if table.shape[1] > MOST_SHEETS:
        raise InputError(
            f"glb: expected at most {MOST_SHEETS} sheets in a file, got the {table.shape[1]} neurons of "
            f"layer {view.layer}; choose one with --neuron"
        )
    if not (np.abs(table) < np.finfo(np.float32).max).all():
        raise InputError(
            "glb: expected heights that fit 32-bit floats, got larger ones; scale the net's output"
        )
    n_bytes = len(view.tiles.region_vertices) * (BYTES_OF_CORNER + BYTES_OF_PLACE * table.shape[1])
    if n_bytes > MOST_BYTES:
        raise InputError(
            f"glb: expected at most 4 GiB, which the format can hold, got {n_bytes / 2**30:.1f} GiB; choose "
            f"an earlier layer, a smaller window or one neuron"
        )
    return table


def _height_scale(view: View, heights: Floats) -> float:
    window = view.tiles.window
    span = float(np.ptp(heights))
    return RISE * max(window.width, window.height) / span if span > 0 else 1.0


def _place(number: int, count: int, view: View) -> list[float]:
    """Rows of sheets, the first one at the back on the left; a single one at the origin."""
    columns = ceil(sqrt(count))
    rows = ceil(count / columns)
    window = view.tiles.window
    row, column = divmod(number, columns)
    x = (column - (columns - 1) / 2) * SPACING * window.width
    return [x, 0.0, (row - (rows - 1) / 2) * SPACING * window.height]


def _positions(points: Floats, heights: Floats, view: View) -> Floats:
    flat = points - view.tiles.window.centre
    return np.column_stack([flat[:, 0], heights, -flat[:, 1]])


def _sheet(
    view: View, number: int, heights: Floats, arrays: Arrays, colours: int, triangles: int
) -> dict[str, Any]:
    tiles = view.tiles
    corners = _positions(tiles.vertices, heights, view)[tiles.region_vertices]
    attributes = {
        "POSITION": arrays.add(corners.astype(np.float32), VERTICES, bounded=True),
        "NORMAL": arrays.add(_corner_normals(tiles, corners), VERTICES),
        "COLOR_0": colours,
    }
    surface = {"attributes": attributes, "indices": triangles, "material": 0}
    return {"name": _name(view, number), "primitives": [surface]}


def _name(view: View, number: int) -> str:
    if view.layer is None:
        return "output"
    return f"layer {view.layer} neuron {number if view.neuron is None else view.neuron}"


def _corner_normals(tiles: FoldComplex, corners: Floats) -> NDArray[np.float32]:
    """(K, 3): each region's unit normal at all its corners, by Newell's sum over its sides."""
    starts, lengths = tiles.region_offsets[:-1], np.diff(tiles.region_offsets)
    here = corners - np.repeat(corners[starts], lengths, axis=0)
    normals = np.add.reduceat(np.cross(here, here[tiles.next_corner()]), starts)
    normals /= np.maximum(np.abs(normals).max(axis=1, keepdims=True), np.finfo(np.float64).tiny)
    sizes = np.linalg.norm(normals, axis=1, keepdims=True)
    units = np.where(sizes > 0.5, normals / np.where(sizes > 0, sizes, 1.0), (0.0, 1.0, 0.0))
    return np.repeat(units, lengths, axis=0).astype(np.float32)


def _corner_colours(view: View) -> NDArray[np.uint16]:
    light = np.column_stack([linear_rgb(view.colours), np.ones(len(view.colours))])
    sixteen = np.rint(np.clip(light, 0, 1) * 65535).astype(np.uint16)
    return np.repeat(sixteen, np.diff(view.tiles.region_offsets), axis=0)


def _corner_triangles(tiles: FoldComplex) -> NDArray[np.uint32]:
    """A fan over each region, anticlockwise from above, in numbers of corners and not of vertices."""
    lengths = np.diff(tiles.region_offsets) - 2
    first = np.repeat(tiles.region_offsets[:-1], lengths)
    second = ragged_range(tiles.region_offsets[:-1] + 1, lengths)
    return np.column_stack([first, second, second + 1]).ravel().astype(np.uint32)


def _boundary(view: View, arrays: Arrays) -> dict[str, Any]:
    lines, net = view.boundary, view.net
    outputs = net(lines.points)
    heights = margin(net, lines.points) if outputs.shape[1] <= 2 else outputs.max(axis=1)
    inside = np.ones(len(lines.points), bool)
    inside[lines.offsets[1:] - 1] = False
    starts = np.flatnonzero(inside)
    positions = _positions(lines.points, heights, view).astype(np.float32)
    attributes = {"POSITION": arrays.add(positions, VERTICES, bounded=True)}
    ends = np.column_stack([starts, starts + 1]).ravel().astype(np.uint32)
    strokes = {
        "attributes": attributes,
        "indices": arrays.add(ends, INDICES),
        "mode": MESH_LINES,
        "material": 1,
    }
    return {"name": "decision boundary", "primitives": [strokes]}


def _scene(
    view: View, theme: Theme, nodes: list[dict[str, Any]], meshes: list[dict[str, Any]], height_scale: float
) -> dict[str, Any]:
    window = view.tiles.window
    root = {
        "name": "fold",
        "children": list(range(1, len(nodes) + 1)),
        "scale": [1.0, height_scale, 1.0],
        "extras": {
            "window": [window.xmin, window.xmax, window.ymin, window.ymax],
            "widths": list(view.net.widths),
            "regions": view.folded.n_regions,
        },
    }
    materials = [_matt("facets", "#FFFFFF")]
    scene = {
        "asset": {"version": "2.0", "generator": f"dlvis {__version__}"},
        "scene": 0,
        "scenes": [{"name": "dlvis", "nodes": [0]}],
        "nodes": [root, *nodes],
        "meshes": meshes,
        "materials": materials,
    }
    if len(view.boundary):
        materials.append(_matt("decision boundary", theme.boundary, unlit=True))
        scene["extensionsUsed"] = ["KHR_materials_unlit"]
    return scene


def _matt(name: str, colour: str, *, unlit: bool = False) -> dict[str, Any]:
    surface = {"baseColorFactor": [*linear_rgb(rgb(colour)).tolist(), 1.0], "metallicFactor": 0.0}
    material = {"name": name, "doubleSided": True, "pbrMetallicRoughness": surface | {"roughnessFactor": 0.9}}
    return material | {"extensions": {"KHR_materials_unlit": {}}} if unlit else material
