"""A fold complex as GeoJSON: one polygon for each linear region, one line for each piece of the boundary.

Coordinates are longitude and latitude (RFC 7946) where the topic is a map, else the net's input space.
Each region has `region` (its number), `pattern` (which neurons are on: a digit each, `-` between layers),
`area_m2` (`area` in input space where the topic is no map) and `output`: the class that the net says all over
it, or "both" where the decision boundary crosses it.
"""

import json
from collections.abc import Iterable
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np

from dlvis.arrays import Bools, Floats
from dlvis.geometry import FoldComplex, Polylines, decision_boundary, margin
from dlvis.topics import Topic
from dlvis.whole import write_whole


def save_geojson(folded: FoldComplex, topic: Topic, path: str | Path, overwrite: bool = False) -> Path:
    """Write the regions and the decision boundary of `folded`, a net on `topic`."""
    text = json.dumps(geojson(folded, topic), ensure_ascii=False, allow_nan=False)
    return write_whole(path, text.encode(), overwrite)


def geojson(folded: FoldComplex, topic: Topic) -> dict[str, Any]:
    """The FeatureCollection of the regions, then the boundary lines."""
    boundary = decision_boundary(folded.net, folded)
    return {
        "type": "FeatureCollection",
        "name": f"{topic.name}: linear regions and decision boundary of a ReLU net",
        "widths": list(folded.net.widths),
        "coordinates": "input space" if topic.projection is None else "longitude, latitude",
        "credits": list(topic.credits),
        "features": [*_regions(folded, topic), *_lines(boundary, topic)],
    }


def _regions(folded: FoldComplex, topic: Topic) -> Iterable[dict[str, Any]]:
    places = _places(folded.vertices, topic)
    areas, patterns, answers = _areas(folded, topic), _pattern_texts(folded), _answers(folded, topic)
    name = "area" if topic.projection is None else "area_m2"
    for r, (start, end) in enumerate(pairwise(folded.region_offsets.tolist())):
        corners = folded.region_vertices[start:end]
        ring = places[[*corners, corners[0]]].tolist()
        said = {"region": r, "pattern": patterns[r], name: float(areas[r]), "output": answers[r]}
        yield _feature("Polygon", [ring], said | {"kind": "region"})


def _lines(boundary: Polylines, topic: Topic) -> Iterable[dict[str, Any]]:
    for line in boundary:
        yield _feature("LineString", _places(line, topic).tolist(), {"kind": "decision_boundary"})


def _feature(kind: str, coordinates: Any, properties: dict[str, Any]) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _places(points: Floats, topic: Topic) -> Floats:
    return points if topic.projection is None else topic.projection.to_lonlat(points)


def _areas(folded: FoldComplex, topic: Topic) -> Floats:
    scale = 1.0 if topic.projection is None else topic.projection.square_metres_per_unit
    return folded.areas() * scale


def _pattern_texts(folded: FoldComplex) -> list[str]:
    ends = list(accumulate(folded.net.widths[1:-1], initial=0))
    return [
        "-".join(_digits(pattern[start:end]) for start, end in pairwise(ends))
        for pattern in folded.patterns()
    ]


def _digits(pattern: Bools) -> str:
    return "".join("1" if on else "0" for on in pattern)


def _answers(folded: FoldComplex, topic: Topic) -> list[str]:
    """The name of the class of each region, "both" where corners of it lie on either side."""
    margins = margin(folded.net, folded.vertices)[folded.region_vertices]
    highest = np.maximum.reduceat(margins, folded.region_offsets[:-1])
    lowest = np.minimum.reduceat(margins, folded.region_offsets[:-1])
    negative, positive = topic.class_names
    return [
        "both" if low < 0 < high else positive if high > 0 else negative
        for low, high in zip(lowest, highest, strict=True)
    ]
