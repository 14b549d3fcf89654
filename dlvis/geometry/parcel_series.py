"""How the parcels fare at each kept step of a training, with the step as axis."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from dlvis.arrays import Floats, Ints, freeze
from dlvis.errors import InputError
from dlvis.geometry.parcel_score import parcel_score
from dlvis.run import Run
from dlvis.smooth import relu_net
from dlvis.topics import Topic

COUNTS = ("positive_found", "negative_found", "phantom", "fused")


@dataclass(frozen=True, eq=False)
class ParcelSeries:
    """One row for each of S kept steps; what is counted is said at `ParcelScore`.

    steps           (S,) the kept steps
    positive_found  (S,) and
    negative_found  (S,) the parcels found of each class
    phantom         (S,) pieces on the other class alone
    fused           (S,) pieces that join what is apart
    phantom_area    (S,) the phantoms' area, in squared units of input space
    """

    steps: Ints
    positive_found: Ints
    negative_found: Ints
    phantom: Ints
    fused: Ints
    phantom_area: Floats

    def __post_init__(self) -> None:
        freeze(self, np.int64, "steps", *COUNTS)
        freeze(self, np.float64, "phantom_area")


def parcel_series(run: Run, topic: Topic, n_threads: int = 1) -> ParcelSeries:
    """The series of a run with one or two outputs on its topic; `n_threads` snapshots are folded at a time.

    Raises InputError as `parcel_score`.
    """
    if n_threads < 1:
        raise InputError(f"n_threads: expected at least 1, got {n_threads}")
    nets = [relu_net(snapshot.net) for snapshot in run.snapshots]
    with ThreadPoolExecutor(n_threads) as pool:
        rows = list(pool.map(lambda net: parcel_score(net, topic).numbers(), nets))
    columns = {name: np.array([row[name] for row in rows]) for name in (*COUNTS, "phantom_area")}
    return ParcelSeries(np.array([snapshot.step for snapshot in run.snapshots]), **columns)
