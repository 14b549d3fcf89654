"""A snapshot and a run: one net and its metrics for each kept step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from dlvis.arrays import itself
from dlvis.errors import InputError
from dlvis.net import ReluNet
from dlvis.smooth import Net, activation_of, relu_net


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The parameters and measurements at one optimiser step (0 is before the first step).

    `metrics` of a run by `dlvis.train` has loss, accuracy, balanced_accuracy and parcels_found (all on the
    validation part); one that was made otherwise may have others or none.
    """

    step: int
    net: Net
    metrics: Mapping[str, float]

    def __post_init__(self) -> None:
        object.__setattr__(self, "metrics", MappingProxyType(dict(self.metrics)))

    def metric(self, name: str) -> float:
        """The metric `name`; InputError where it was not measured, which says what was and the remedy."""
        return _measured(self.metrics, name, f"snapshot of step {self.step}: has no metric", "metrics={…}")


@dataclass(frozen=True, eq=False)
class Run:
    """A training: what was trained on which topic, and its snapshots in the order of their steps.

    `topic` is the topic's name, `source` what `dlvis.topics.load` takes to get it again (a built-in name
    or a path). `settings` are the training's parameters (seed, steps, batch, rate, …), `results` what is
    measured once at the end (the test part). `finished` is False for a training that was interrupted.
    `topic_digest` is that of the topic as it was trained on (`dlvis.topics.topic_digest`); empty: not known.
    """

    topic: str
    source: str
    snapshots: tuple[Snapshot, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)
    results: Mapping[str, float] = field(default_factory=dict)
    finished: bool = True
    topic_digest: str = ""

    __deepcopy__ = itself

    def __post_init__(self) -> None:
        object.__setattr__(self, "snapshots", tuple(self.snapshots))
        object.__setattr__(self, "settings", MappingProxyType(dict(self.settings)))
        object.__setattr__(self, "results", MappingProxyType(dict(self.results)))
        steps = [snapshot.step for snapshot in self.snapshots]
        if not steps or steps != sorted(set(steps)):
            raise InputError(f"run: expected at least one snapshot, steps rising, got steps {steps[:8]}")
        if len({snapshot.net.widths for snapshot in self.snapshots}) > 1:
            raise InputError("run: expected every snapshot's net to have the same widths")
        if len({activation_of(snapshot.net) for snapshot in self.snapshots}) > 1:
            raise InputError("run: expected every snapshot's net to have the same activation")

    @property
    def widths(self) -> tuple[int, ...]:
        return self.snapshots[0].net.widths

    @property
    def net(self) -> ReluNet:
        """The last snapshot's net; InputError if its units are smooth, as there is nothing to fold."""
        return relu_net(self.snapshots[-1].net)

    def result(self, name: str) -> float:
        """The result `name`; InputError where it was not measured, which says what was and the remedy."""
        return _measured(self.results, name, f"run of topic {self.topic!r}: has no result", "results={…}")


def _measured(values: Mapping[str, float], name: str, complaint: str, argument: str) -> float:
    if name not in values:
        known = f"only {', '.join(sorted(values))}" if values else "nor any other"
        raise InputError(
            f"{complaint} {name!r}, {known}; train it with `dlvis train`, or make it with {argument}"
        )
    return values[name]
