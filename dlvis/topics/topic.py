"""What a film is about: a labelled plane, the window on it, and the nets that go with it."""

from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon

from dlvis.arrays import Floats, itself
from dlvis.errors import InputError
from dlvis.topics.projection import Projection
from dlvis.topics.sample import Sample
from dlvis.window import Window


@dataclass(frozen=True)
class TrainingDefaults:
    """The nets of a topic and how they are trained when nothing else is said.

    `widths` is the net of the training film, `few_widths` the few-neuron net whose folds are shown one by
    one, that of `few_seed` if one is named, else the newest. Adam, a one-cycle rate that rises to `rate`,
    `batch` points a step; `near` of the training points are drawn near the border, at most `near_distance`
    away.
    """

    widths: tuple[int, ...] = (2, 16, 16, 16, 1)
    few_widths: tuple[int, ...] = (2, 3, 1)
    few_seed: int | None = None
    steps: int = 30_000
    batch: int = 512
    rate: float = 0.02
    near: float = 0.0
    near_distance: float = 0.05


@dataclass(frozen=True, eq=False)
class Parcel:
    """One piece of a class that a net may find or miss; `polygon` in input space.

    `area_m2` is its area on the ground, None where the topic is no map.
    """

    name: str
    positive: bool
    polygon: Polygon
    area_m2: float | None = None


@dataclass(frozen=True, eq=False)
class Topic:
    """A plane labelled by two classes, as exact polygons in input space, clipped to `window`.

    Where the data are points, they are the `sample`: the train part, the validation part, the test part. The
    polygons are then the dots that a map shows, and say nothing about the plane between them.

    `source` is what `load` takes to get the topic again. `class_names` are the negative's, then the
    positive's. The classes do not overlap, and need not cover the window: the rest is unlabelled.
    `projection` leads from input space to longitude and latitude; None where the topic is no map.
    `n_train`, `n_validation`, `n_test` are the sizes of the three parts, `seed` fixes their points.
    """

    name: str
    title: str
    source: str
    class_names: tuple[str, str]
    window: Window
    positive: MultiPolygon
    negative: MultiPolygon
    parcels: tuple[Parcel, ...] = ()
    credits: tuple[str, ...] = ()
    projection: Projection | None = None
    training: TrainingDefaults = field(default_factory=TrainingDefaults)
    n_train: int = 100_000
    n_validation: int = 20_000
    n_test: int = 100_000
    seed: int = 0
    sample: Sample | None = None

    __deepcopy__ = itself

    def __post_init__(self) -> None:
        _check_training(self.training)
        for name, polygons in zip(self.class_names, (self.negative, self.positive), strict=True):
            if polygons.is_empty:
                raise InputError(f"{self.source}: expected both classes in the window, found no {name!r}")
        if min(self.n_train, self.n_validation, self.n_test) < 1:
            raise InputError(f"{self.source}: expected at least one point in each part")
        if self.sample is not None and self.n_train + self.n_validation + self.n_test > len(self.sample):
            raise InputError(f"{self.source}: expected parts of the {len(self.sample)} points, got more")
        # the index that makes point-in-polygon fast, kept inside the geometries
        shapely.prepare(self.positive)
        shapely.prepare(self.negative)


def _check_training(training: TrainingDefaults) -> None:
    for name in ("widths", "few_widths"):
        widths = getattr(training, name)
        if len(widths) < 2 or min(widths) < 1 or widths[0] != 2 or widths[-1] not in (1, 2):
            raise InputError(f"{name}: expected 2 inputs first and 1 or 2 outputs last, got {list(widths)}")


def rings(topic: Topic, positive: bool = True) -> list[Floats]:
    """The rings of one class for drawing, each (n, 2) in input space with its first point repeated."""
    return polygon_rings(topic.positive if positive else topic.negative)


def polygon_rings(polygons: Polygon | MultiPolygon) -> list[Floats]:
    """Every ring as (n, 2), its first point repeated; outer rings anticlockwise, holes clockwise."""
    parts = [shapely.orient_polygons(part) for part in shapely.get_parts(polygons)]
    return [np.asarray(ring.coords) for part in parts for ring in (part.exterior, *part.interiors)]
