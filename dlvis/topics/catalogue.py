"""Every way to a Topic: by its built-in name, from a TOML, from a bare GeoJSON, CSV or image file."""

import re
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from shapely import MultiPolygon, box

from dlvis.errors import InputError, nearest
from dlvis.shipped import shipped
from dlvis.topics.fitting import Fitting, fitting, moved, only_polygons
from dlvis.topics.geojson import geojson_plane
from dlvis.topics.image import SUFFIXES, image_plane
from dlvis.topics.labels import PARTS
from dlvis.topics.level import formula_plane
from dlvis.topics.parcels import connected_parcels, named_parcels
from dlvis.topics.plane import LabelledPlane
from dlvis.topics.points import points_plane
from dlvis.topics.sample import Sample, check_size, dots, shuffled, sizes
from dlvis.topics.settings import Tables, topic_settings
from dlvis.topics.shapes import SHAPES
from dlvis.topics.topic import Parcel, Topic, TrainingDefaults

HERE = Path(__file__).resolve().parent


def built_in_names() -> tuple[str, ...]:
    """The names of the topics that ship with dlvis."""
    return tuple(sorted(path.stem for path in HERE.glob("*.toml")))


def load(name_or_path: str | PathLike[str]) -> Topic:
    """The topic of a built-in name, of a TOML file, or of a bare GeoJSON, CSV or two-colour image file.

    Raises InputError that says what is wrong with the name or the file, and what would be right.
    """
    name = str(name_or_path)
    if name in built_in_names():
        return _from_toml(HERE / f"{name}.toml", name, name, shipped("assets"))
    path = Path(name_or_path)
    if not path.is_file():
        raise InputError(_not_there(name, path))
    if path.suffix.lower() == ".toml":
        return _from_toml(path, name, _plain(path.stem), path.parent)
    return topic_of(_plane_of_file(path, {}), name=_plain(path.stem), source=name)


def topic_of(plane: LabelledPlane, name: str, source: str, tables: Tables | None = None) -> Topic:
    """The topic of what a reader gave, with what a TOML says about it."""
    tables = tables or {}
    top, spans = tables.get("", {}), tables.get("window", {})
    class_names = top.get("classes", plane.class_names)
    fit = fitting(plane, spans, source)
    seed, asked = top.get("seed", 0), tables.get("samples", {})
    parts = {f"n_{part}": n for part, n in asked.items()}
    sample = None
    if plane.sample is not None:
        sample, parts = _sample(plane.sample, fit, seed, asked, source)
        negative, positive = dots(sample)
    else:
        positive, negative = _clipped(plane, fit)
    return Topic(
        name=name,
        title=top.get("title", name),
        source=source,
        class_names=class_names,
        window=fit.window,
        positive=positive,
        negative=negative,
        parcels=() if sample else _parcels(plane, fit, (positive, negative), class_names),
        credits=tuple(dict.fromkeys((*plane.credits, *top.get("credits", ())))),
        projection=fit.projection,
        training=TrainingDefaults(**tables.get("training", {})),
        seed=seed,
        sample=sample,
        **parts,
    )


def _sample(
    given: Sample, fit: Fitting, seed: int, asked: Mapping[str, int], source: str
) -> tuple[Sample, dict[str, int]]:
    """The points in the window in input space, in the order of the three parts, and the parts' sizes."""
    there = fit.to_input(given.points)
    inside = fit.window.contains(there)
    sample = Sample(there[inside], given.labels[inside])
    check_size(sample, f"{source}, the window")
    n_parts = sizes(len(sample), [asked.get(part) for part in PARTS], source)
    return shuffled(sample, seed), {f"n_{part}": n for part, n in zip(PARTS, n_parts, strict=True)}


def _from_toml(path: Path, source: str, name: str, data: Path) -> Topic:
    """The topic of a TOML file whose source file is looked for in the folder `data`."""
    tables = topic_settings(path)
    try:
        return topic_of(_plane(path, tables, data), name, source, tables)
    except InputError as error:
        raise InputError(f"{path}: {error}" if str(path) not in str(error) else str(error)) from None


def _plane(path: Path, tables: Tables, data: Path) -> LabelledPlane:
    settings = tables["source"]
    if "file" in settings:
        file = data / settings["file"]
        if not file.is_file():
            raise InputError(f"{path}, file in [source]: there is no file {file}")
        return _plane_of_file(file, settings)
    if "function" in settings:
        raise InputError(
            f"{path}, function in [source]: expected a plane for a topic, got a function of one variable; "
            "it can be trained with `dlvis train`, and a formula in x and y makes a topic"
        )
    if "formula" in settings:
        return _plane_of_formula(path, settings["formula"], tables["window"])
    shape = settings["shape"]
    if shape not in SHAPES:
        raise InputError(f"{path}, shape in [source]: {shape!r} is unknown{nearest(shape, SHAPES)}")
    return SHAPES[shape](**{name: value for name, value in settings.items() if name == "half_width"})


def _plane_of_formula(path: Path, text: str, spans: Mapping[str, tuple[float, float]]) -> LabelledPlane:
    (xmin, xmax), (ymin, ymax) = (spans.get(axis, (-1.0, 1.0)) for axis in ("x", "y"))
    try:
        return formula_plane(text, (xmin, ymin, xmax, ymax))
    except InputError as error:
        raise InputError(f"{path}, formula in [source]: {error}") from None


def _plane_of_file(path: Path, settings: Mapping[str, Any]) -> LabelledPlane:
    suffix = path.suffix.lower()
    if suffix in (".geojson", ".json"):
        return geojson_plane(path, settings.get("property"), settings.get("positive"))
    if suffix == ".csv":
        return points_plane(path, settings.get("positive"))
    if suffix in SUFFIXES:
        return image_plane(path, settings.get("positive"), settings.get("nearest_colour", False))
    raise InputError(
        f"{path}: expected a .toml, a .geojson, a .csv or an image such as .png, got {suffix or 'no ending'}"
    )


def _clipped(plane: LabelledPlane, fit: Fitting) -> tuple[MultiPolygon, MultiPolygon]:
    """Both classes in input space and in the window; where they overlap, the positive one has it."""
    frame = _frame(fit)
    positive = only_polygons(moved(plane.positive, fit.to_input).intersection(frame))
    if plane.negative is None:
        return positive, only_polygons(frame.difference(positive))
    negative = only_polygons(moved(plane.negative, fit.to_input).intersection(frame))
    if negative.intersection(positive).area > 0:
        negative = only_polygons(negative.difference(positive))
    return positive, negative


def _parcels(
    plane: LabelledPlane, fit: Fitting, classes: tuple[MultiPolygon, MultiPolygon], names: tuple[str, str]
) -> tuple[Parcel, ...]:
    if plane.pieces is not None:
        return named_parcels(plane.pieces, _frame(fit), fit.to_input, fit.projection)
    return connected_parcels(*classes, names, _frame(fit), fit.projection)


def _frame(fit: Fitting) -> Any:
    return box(fit.window.xmin, fit.window.ymin, fit.window.xmax, fit.window.ymax)


def _plain(stem: str) -> str:
    """A name that can be a folder's: letters, digits, dots, lines."""
    return re.sub(r"[^\w.-]+", "-", stem).strip("-.") or "topic"


def _not_there(name: str, path: Path) -> str:
    known = built_in_names()
    if path.suffix or path.parent != Path():
        return f"{name}: there is no such file; a topic is a file or one of {', '.join(known)}"
    return f"topic {name!r} is unknown{nearest(name, known)} (or give a file: .toml, .geojson, .csv, .png)"
