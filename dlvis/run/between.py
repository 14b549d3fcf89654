"""A training as a function of time: the net between two kept steps, and what was last measured."""

from bisect import bisect_right
from dataclasses import replace

from dlvis.errors import InputError
from dlvis.net import ReluNet
from dlvis.run.folders import train_line
from dlvis.run.values import Run, Snapshot
from dlvis.smooth import relu_net


def net_between(run: Run, step: float) -> ReluNet:
    """The net at `step`: a kept snapshot's as it is, between two of them each parameter on a straight line.

    Raises:
        InputError: a step before the first kept one or after the last.
    """
    before = _index(run, step)
    low = relu_net(run.snapshots[before].net)
    if step == run.snapshots[before].step:
        return low
    high = relu_net(run.snapshots[before + 1].net)
    first, last = (run.snapshots[k].step for k in (before, before + 1))
    share = (step - first) / (last - first)
    pairs = zip(low.weights, high.weights, strict=True)
    weights = [first + share * (second - first) for first, second in pairs]
    pairs = zip(low.biases, high.biases, strict=True)
    return ReluNet(weights, [first + share * (second - first) for first, second in pairs], low.slope)


def snapshot_at(run: Run, step: float) -> Snapshot:
    """The last snapshot kept at or before `step`: what is known by then without a guess.

    Raises:
        InputError: a step before the first kept one or after the last.
    """
    return run.snapshots[_index(run, step)]


def excerpt(run: Run, first: int, last: int, apart: float) -> Run:
    """`run` from one kept step to another, with only as many between as are at least `apart` steps apart.

    A film that plays many kept steps a second would tremble with the noise of training; it asks for as many
    as an eye can follow.

    Raises:
        InputError: `first` or `last` is no kept step.
    """
    kept = [snapshot_at(run, first)]
    for snapshot in run.snapshots[_index(run, first) + 1 : _index(run, last)]:
        if min(snapshot.step - kept[-1].step, last - snapshot.step) >= apart:
            kept.append(snapshot)
    if last > first:
        kept.append(snapshot_at(run, last))
    if (kept[0].step, kept[-1].step) != (first, last):
        raise InputError(f"excerpt: expected two kept steps in order, got {first} and {last}")
    return replace(run, snapshots=tuple(kept))


def watchable(run: Run, n: int) -> Run:
    """`run` with at most about `n` of its kept steps, evenly apart: as many as an eye can follow.

    Raises:
        InputError: only one step was kept, and there is nothing to watch.
    """
    check_watchable(run)
    first, last = run.snapshots[0].step, run.snapshots[-1].step
    return excerpt(run, first, last, (last - first) / n)


def check_watchable(run: Run) -> None:
    """Raises InputError where only one step was kept: there is nothing to watch."""
    if len(run.snapshots) < 2:
        line = f"{train_line(run.source, run.widths)} --force"
        raise InputError(
            f"run of topic {run.topic!r}: expected 2 or more kept steps to show a training, got 1; "
            f"make another with `{line}`"
        )


def _index(run: Run, step: float) -> int:
    first, last = run.snapshots[0].step, run.snapshots[-1].step
    if not first <= step <= last:
        raise InputError(f"step: expected {first} to {last}, the kept steps of the run, got {step:g}")
    return bisect_right(run.snapshots, step, key=lambda snapshot: snapshot.step) - 1
