"""Two classes of polygons from a GeoJSON file: longitude and latitude in degrees, as the standard has it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon

from dlvis.errors import InputError, nearest
from dlvis.topics.plane import LabelledPlane, NamedPiece

USUAL_PROPERTIES = ("class", "label", "country")


@dataclass(frozen=True, eq=False)
class _Shape:
    where: str  # file and feature, for messages
    polygons: MultiPolygon
    properties: Mapping[str, Any]


def geojson_plane(path: Path, property_name: str | None = None, positive: str | None = None) -> LabelledPlane:
    """The polygons of a GeoJSON file by class; points and lines in it are passed over.

    `property_name` is the property that tells the class: when not given, `class`, `label` or `country`, else
    the only one with two values; a file without one is read as "inside" the polygons against "outside".
    `positive` is its value for the positive class, the one with less area when not given. Features whose
    `kind` is `parcel` are the parcels. Raises InputError for a file that cannot be read so.
    """
    document = _document(path)
    shapes = list(_shapes(path, document))
    if not shapes:
        raise InputError(
            f"{path}: expected at least one polygon, found none; export the areas, not their outlines"
        )
    key = property_name or _class_property(shapes)
    named = _by_value(shapes, key) if key else {"inside": shapes}
    positive_name, negative_name = _names(path, named, key, positive)
    chosen = named[positive_name]
    rest = [shape for name, members in named.items() if name != positive_name for shape in members]
    everything = _union(shapes)
    return LabelledPlane(
        positive=_union(chosen),
        negative=_union(rest) if rest else None,
        class_names=(negative_name, positive_name),
        bounds=everything.bounds,
        pieces=_pieces(shapes, chosen),
        geographic=True,
        credits=_credits(document),
    )


def _document(path: Path) -> Mapping[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: expected a GeoJSON file, it cannot be read: {error}") from None
    except json.JSONDecodeError as error:
        raise InputError(
            f"{path}, line {error.lineno}: expected GeoJSON, got broken JSON: {error.msg}"
        ) from None
    if not isinstance(document, dict) or "type" not in document:
        raise InputError(f"{path}: expected GeoJSON, an object with a member 'type', got other JSON")
    return document


def _shapes(path: Path, document: Mapping[str, Any]) -> Iterable[_Shape]:
    if document["type"] == "FeatureCollection":
        features = document.get("features")
    else:
        features = [document if document["type"] == "Feature" else {"geometry": document}]
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        raise InputError(f"{path}: expected 'features' to be a list of features")
    for number, feature in enumerate(features, start=1):
        properties = feature.get("properties") or {}
        if not isinstance(properties, dict):
            raise InputError(f"{path}, feature {number}: expected 'properties' to be an object")
        where = f"{path}, feature {number}" + (f" ({properties['name']})" if "name" in properties else "")
        polygons = _polygons(where, feature.get("geometry"))
        if not polygons.is_empty:
            yield _Shape(where, polygons, properties)


def _polygons(where: str, geometry: Any) -> MultiPolygon:
    """The polygons of one feature, none for a feature of points or lines."""
    try:
        shape = shapely.force_2d(shapely.from_geojson(json.dumps(geometry))) if geometry else None
    except shapely.GEOSException as error:
        raise InputError(f"{where}: expected a geometry, got one that cannot be read: {error}") from None
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)] if shape else []
    for part in parts:
        if not shapely.is_valid(part):
            reason = shapely.is_valid_reason(part).replace("[", " at ").rstrip("]")
            raise InputError(
                f"{where}: expected rings that do not cross or overlap, got: {reason}; "
                "repair it, in QGIS for instance with 'Fix geometries'"
            )
    polygons = MultiPolygon(parts)
    if parts and not _on_earth(polygons):
        raise InputError(
            f"{where}: expected longitude and latitude in degrees, got {polygons.bounds[:2]}; "
            "export the file as WGS 84 (EPSG:4326)"
        )
    return polygons


def _on_earth(polygons: MultiPolygon) -> bool:
    longitude, latitude = np.abs(shapely.get_coordinates(polygons)).max(axis=0)
    return bool(longitude <= 360 and latitude <= 90)


def _class_property(shapes: list[_Shape]) -> str | None:
    """The property that tells the classes apart, where there is no doubt about it."""
    keys = {key for shape in shapes for key in shape.properties}
    values = {key: {str(shape.properties.get(key)) for shape in shapes} for key in keys}
    two = [key for key in sorted(keys) if len(values[key]) == 2 and key != "kind"]
    usual = [key for key in USUAL_PROPERTIES if key in two]
    return usual[0] if usual else two[0] if len(two) == 1 else None


def _by_value(shapes: list[_Shape], key: str) -> dict[str, list[_Shape]]:
    values: dict[str, list[_Shape]] = {}
    for shape in shapes:
        if key not in shape.properties:
            raise InputError(f"{shape.where} has no property {key!r}{nearest(key, shape.properties)}")
        values.setdefault(str(shape.properties[key]), []).append(shape)
    return values


def _names(
    path: Path, named: Mapping[str, list[_Shape]], key: str | None, positive: str | None
) -> tuple[str, str]:
    """The names of the positive and of the negative class."""
    if positive is not None and positive not in named:
        raise InputError(f"{path}: no feature has the {key} {positive!r}{nearest(positive, named)}")
    if positive is None and len(named) > 2:
        raise InputError(
            f"{path}: expected two classes by {key!r}, found {len(named)} ({', '.join(sorted(named)[:5])}); "
            "say in a TOML which is positive, [source] positive = …"
        )
    chosen = positive or min(named, key=lambda name: (_union(named[name]).area, name))
    others = [name for name in named if name != chosen]
    return chosen, others[0] if len(others) == 1 else "other" if others else "outside"


def _union(shapes: Iterable[_Shape]) -> MultiPolygon:
    union = shapely.union_all(shapely.get_parts([shape.polygons for shape in shapes]))
    return MultiPolygon([part for part in shapely.get_parts(union) if isinstance(part, Polygon)])


def _pieces(shapes: list[_Shape], positive: list[_Shape]) -> tuple[NamedPiece, ...] | None:
    parcels = [shape for shape in shapes if shape.properties.get("kind") == "parcel"]
    pieces = [
        NamedPiece(str(shape.properties.get("name", number)), shape in positive, polygon)
        for number, shape in enumerate(parcels, start=1)
        for polygon in shape.polygons.geoms
    ]
    return tuple(pieces) or None


def _credits(document: Mapping[str, Any]) -> tuple[str, ...]:
    """The notices the file carries in its member `credits`: a text or a list of texts."""
    credits = document.get("credits")
    notices = credits if isinstance(credits, list) else [credits]
    return tuple(notice for notice in notices if isinstance(notice, str))
