"""A fold complex as GeoJSON: one polygon for each linear region, one line for each piece of the boundary.

Coordinates are longitude and latitude (RFC 7946) where the topic is a map, else the net's input space.
Each region has `region` (its number), `pattern` (which neurons are on: a digit each, `-` between layers),
`area_m2` (`area` in input space where the topic is no map) and `output`: the class that the net says all over
it, "both" where the decision boundary crosses it, "neither" where the output is 0 all over it; for more than
two outputs their numbers, "0" or "0 2".
The complex after a hidden layer has no classes and no boundary.
"""

import json
from collections.abc import Iterable
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np

from dlvis.arrays import Bools, Floats
from dlvis.geometry import FoldComplex, argmax_cells, class_boundary, margin
from dlvis.geometry.rounding import zero_bounds
from dlvis.topics import Topic
from dlvis.whole import write_whole

NAMES = ("negative", "positive")
"""What the classes are called where there is no topic to name them."""


def save_geojson(folded: FoldComplex, topic: Topic | None, path: str | Path, overwrite: bool = False) -> Path:
    """Write the regions and the decision boundary of `folded`, a net on `topic` or on nothing known."""
    return write_whole(path, geojson_text(folded, topic).encode(), overwrite)


def geojson_text(folded: FoldComplex, topic: Topic | None, classes: bool = True) -> str:
    """The text of the file."""
    return json.dumps(geojson(folded, topic, classes), ensure_ascii=False, allow_nan=False)


def geojson(folded: FoldComplex, topic: Topic | None, classes: bool = True) -> dict[str, Any]:
    """The FeatureCollection of the regions, then the boundary lines.

    Without `classes` it tells nothing that only a finished net can say.
    """
    name = "linear regions" + (" and decision boundary" if classes else "") + " of a ReLU net"
    boundary = class_boundary(folded.net, folded) if classes else ()
    return {
        "type": "FeatureCollection",
        "name": name if topic is None else f"{topic.name}: {name}",
        "widths": list(folded.net.widths),
        "coordinates": "longitude, latitude" if _is_map(topic) else "input space",
        "credits": [] if topic is None else list(topic.credits),
        "features": [*_regions(folded, topic, classes), *_lines(boundary, topic)],
    }


def _is_map(topic: Topic | None) -> bool:
    return topic is not None and topic.projection is not None


def _regions(folded: FoldComplex, topic: Topic | None, classes: bool) -> Iterable[dict[str, Any]]:
    places = _places(folded.vertices, topic)
    areas, patterns = _areas(folded, topic), _pattern_texts(folded)
    answers = _answers(folded, topic) if classes else None
    name = "area_m2" if _is_map(topic) else "area"
    for r, (start, end) in enumerate(pairwise(folded.region_offsets.tolist())):
        corners = folded.region_vertices[start:end]
        ring = places[[*corners, corners[0]]].tolist()
        said = {"region": r, "pattern": patterns[r], name: float(areas[r]), "kind": "region"}
        yield _feature("Polygon", [ring], said if answers is None else said | {"output": answers[r]})


def _lines(boundary: Iterable[Floats], topic: Topic | None) -> Iterable[dict[str, Any]]:
    for line in boundary:
        yield _feature("LineString", _places(line, topic).tolist(), {"kind": "decision_boundary"})


def _feature(kind: str, coordinates: Any, properties: dict[str, Any]) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _places(points: Floats, topic: Topic | None) -> Floats:
    if topic is None or topic.projection is None:
        return points
    return topic.projection.to_lonlat(points)


def _areas(folded: FoldComplex, topic: Topic | None) -> Floats:
    if topic is None or topic.projection is None:
        return folded.areas()
    return folded.areas() * topic.projection.square_metres_per_unit


def _pattern_texts(folded: FoldComplex) -> list[str]:
    ends = list(accumulate(folded.net.widths[1:-1], initial=0))
    return [
        "-".join(_digits(pattern[start:end]) for start, end in pairwise(ends))
        for pattern in folded.patterns()
    ]


def _digits(pattern: Bools) -> str:
    return "".join("1" if on else "0" for on in pattern)


def _answers(folded: FoldComplex, topic: Topic | None) -> list[str]:
    """The name of the class of each region, "both" where corners of it lie on either side of 0, "neither"
    where all are 0 by the rule that the decision boundary goes by."""
    if folded.net.widths[-1] > 2:
        return _class_numbers(folded)
    margins = margin(folded.net, folded.vertices)[folded.region_vertices]
    highest = np.maximum.reduceat(margins, folded.region_offsets[:-1])
    lowest = np.minimum.reduceat(margins, folded.region_offsets[:-1])
    negative, positive = NAMES if topic is None else topic.class_names
    bound = float(zero_bounds(folded.net, folded.window)[-1].sum())
    names = {
        (True, True): "both",
        (False, True): positive,
        (True, False): negative,
        (False, False): "neither",
    }
    return [names[bool(low < -bound), bool(high > bound)] for low, high in zip(lowest, highest, strict=True)]


def _class_numbers(folded: FoldComplex) -> list[str]:
    """The numbers of the outputs that are the largest somewhere in each region, ascending."""
    cells = argmax_cells(folded.net, folded)
    said: list[list[str]] = [[] for _ in range(folded.n_regions)]
    for region, number in sorted(zip(cells.regions.tolist(), cells.classes.tolist(), strict=True)):
        said[region].append(str(number))
    return [" ".join(numbers) for numbers in said]
