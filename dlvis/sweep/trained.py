"""A net that has been trained, as the measurements see it."""

from dataclasses import dataclass
from functools import cached_property

from dlvis.geometry import FoldSeries, fold_series
from dlvis.run import Run
from dlvis.smooth import Net
from dlvis.topics import Topic


@dataclass(frozen=True, eq=False)
class Trained:
    """`run` holds the snapshots that become rows, `start` is the net before the first step."""

    run: Run
    start: Net
    topic: Topic

    @cached_property
    def folds(self) -> FoldSeries:
        """What folds at each snapshot: made once for all the measurements that tell of it."""
        return fold_series(self.run, self.topic.window)
