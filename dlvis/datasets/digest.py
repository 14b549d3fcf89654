"""A topic or a dataset as one digest of its data, which a run stands or falls with."""

import json
from hashlib import sha256

import numpy as np

from dlvis.datasets.dataset import Dataset, Targets
from dlvis.topics import Topic, topic_digest
from dlvis.topics.digest import DECIMALS
from dlvis.topics.labels import PARTS


def material_digest(material: Topic | Dataset) -> str:
    """A hex digest of what training and scoring depend on: another one means that a run has to be made anew.

    The numbers of a dataset count to a millionth, so that two machines whose last bits differ agree.
    """
    if isinstance(material, Topic):
        return topic_digest(material)
    sums = [_sum(array) for name in PARTS for array in vars(getattr(material, name)).values()]
    said = [material.task, len(material.class_names), material.seed, *sums]
    return sha256(json.dumps(said).encode()).hexdigest()


def _sum(array: Targets) -> str:
    rounded = np.round(array.astype(np.float64), DECIMALS) + 0.0  # adding 0 makes -0 a 0
    return f"{array.shape} {sha256(np.ascontiguousarray(rounded).tobytes()).hexdigest()}"
