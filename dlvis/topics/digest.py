"""A topic as one digest: of its data, which a run stands or falls with, or of all that a film can show.

Numbers count to a millionth of the window's half side, so that two machines whose last bits differ agree.
"""

import json
from dataclasses import fields, is_dataclass
from hashlib import sha256
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from dlvis.topics.topic import Topic

DECIMALS = 6
# names, titles and notices are not among them: a run does not know what its classes are called
DATA = ("window", "positive", "negative", "n_train", "n_validation", "n_test", "seed")


def topic_digest(topic: Topic) -> str:
    """A hex digest of what training and scoring depend on: another one means that a run has to be made anew.

    It covers the window, both classes, their points where these are the data, the parcels (not their names),
    the sizes of the parts and their seed.
    """
    values = {name: getattr(topic, name) for name in DATA}
    if topic.sample is not None:
        values["sample"] = topic.sample
    return _digest(values | {"parcels": [(p.positive, p.polygon) for p in topic.parcels]})


def shown_digest(topic: Topic) -> str:
    """A hex digest of every field of `topic` but where it comes from: another one means another film."""
    return _digest(
        {field.name: getattr(topic, field.name) for field in fields(topic) if field.name != "source"}
    )


def _digest(values: dict[str, Any]) -> str:
    return sha256(json.dumps(_plain(values), sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    """`value` for JSON: geometries as their rings in a fixed order, dataclasses as dicts."""
    if isinstance(value, BaseGeometry):
        # adding 0 makes -0 a 0
        rounded = shapely.transform(value, lambda points: np.round(points, DECIMALS) + 0.0)
        return shapely.to_wkb(shapely.normalize(rounded), hex=True, byte_order=1)
    if isinstance(value, np.ndarray):
        rounded = np.round(value.astype(np.float64), DECIMALS) + 0.0
        return f"{value.shape} {sha256(np.ascontiguousarray(rounded).tobytes()).hexdigest()}"
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return f"{value + 0.0:.9g}" if isinstance(value, float) else value
