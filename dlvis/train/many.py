"""Many nets at once: recipes become runs, each the same as if it were trained alone.

Nets of one kind are stepped together from one kept step to the next, and measured there. The cores share out
the nets; on a GPU the nets are one stack of tensors.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite

from dlvis.compiled import first_use_told
from dlvis.datasets import Material, check_widths, material_digest, task
from dlvis.errors import InputError
from dlvis.run import Run, Snapshot
from dlvis.tasks import usable_cores
from dlvis.train.advance import advanced
from dlvis.train.cores import Spread, spread_over
from dlvis.train.data import learnt_points
from dlvis.train.kernels.stepping import outputs
from dlvis.train.measure import Measured, measures, n_parcels
from dlvis.train.memory import stacks
from dlvis.train.recipe import Recipe
from dlvis.train.stack import Stack, started
from dlvis.train.steps import one_thread, training_points
from dlvis.train.stopped import TrainingDivergedError, TrainingInterrupted, diverged

Watcher = Callable[[Recipe, Snapshot], None]


@dataclass(frozen=True, eq=False)
class Lessons:
    """What all nets of a training share: what is learnt and measured, who watches, the cores."""

    topic: Material
    validation: Measured
    test: Measured
    watcher: Watcher | None
    n_threads: int
    spread: Spread


def train_many(
    topic: Material,
    recipes: Iterable[Recipe],
    *,
    on_snapshot: Watcher | None = None,
    n_threads: int | None = None,
    memory: int | None = None,
) -> tuple[Run, ...]:
    """One run for each recipe, in their order, on a topic or dataset; each as if it were trained alone.

    Arguments and errors as `trained_runs`, but the errors hold all runs that there are, and `memory` is for
    those trained at a time: the runs of all lots are kept.
    """
    runs: list[Run] = []
    try:
        for run in trained_runs(topic, recipes, on_snapshot=on_snapshot, n_threads=n_threads, memory=memory):
            runs.append(run)
    except TrainingInterrupted as stop:
        stop.runs = (*runs, *stop.runs)
        raise
    except TrainingDivergedError as error:
        error.runs = tuple(runs)
        raise
    return tuple(runs)


def trained_runs(
    topic: Material,
    recipes: Iterable[Recipe],
    *,
    on_snapshot: Watcher | None = None,
    n_threads: int | None = None,
    memory: int | None = None,
) -> Iterator[Run]:
    """The runs of the recipes in their order, lot by lot, each lot within `memory` bytes.

    Recipes (made by `dlvis.train.recipe`) of one kind, which differ in seed or rate, are trained side by side
    as far as memory allows (None: half of what is there). `on_snapshot` is called with each recipe and
    snapshot. `n_threads` None: as many as there are cores. A net whose loss becomes NaN is not `finished`;
    the others go on.

    Raises:
        InputError: no recipe, one that is there twice, a net too large for the memory.
        TrainingDivergedError: after the last run, where a loss has become none; it names the nets.
        TrainingInterrupted: Ctrl-C, with the runs of this lot so far.
    """
    asked = _checked(topic, recipes)
    cores = usable_cores() if n_threads is None else n_threads
    if cores < 1:
        raise InputError(f"n_threads: expected at least 1, got {n_threads}")
    failures = []
    with spread_over(min(cores, len(asked))) as spread:
        lots = stacks(topic, asked, cores, memory)
        told = measures(topic, "validation"), measures(topic, "test")
        lessons = Lessons(topic, *told, on_snapshot, min(cores, len(asked)), spread)
        for lot in lots:
            stack = started(lot)
            runs = _runs(lessons, stack)
            failures += [(lot[net], int(step)) for net, step in enumerate(stack.failed) if step]
            while runs:  # whoever wants to keep them does; the memory is the next lot's
                yield runs.pop(0)
    if failures:
        raise diverged(failures, len(asked))


def _checked(topic: Material, recipes: Iterable[Recipe]) -> tuple[Recipe, ...]:
    asked = tuple(recipes)
    if not asked:
        raise InputError("recipes: expected at least one, got none")
    for widths in {recipe.widths for recipe in asked}:
        check_widths(topic, widths)
    recipe, times = Counter(asked).most_common(1)[0]
    if times > 1:
        raise InputError(
            f"recipes: expected each once, but seed {recipe.seed} with rate {recipe.rate:g} "
            f"is there {times} times"
        )
    return asked


@one_thread()
def _runs(lessons: Lessons, stack: Stack) -> list[Run]:
    """One lot, trained and measured."""
    kept: list[list[Snapshot]] = [[] for _ in stack.recipes]
    try:
        with first_use_told(outputs):  # the first kernel that is used, at step 0
            _train(lessons, stack, kept)
    except KeyboardInterrupt:
        if not all(kept):
            raise
        raise TrainingInterrupted(_all_runs(lessons, stack, kept, finished=False)) from None
    return _all_runs(lessons, stack, kept, finished=True)


def _train(lessons: Lessons, stack: Stack, kept: Sequence[list[Snapshot]]) -> None:
    recipe = stack.recipe
    learnt = learnt_points(lessons.topic, recipe.data)
    data = training_points(*learnt, recipe.device, recipe.dtype, task(lessons.topic))
    for step in advanced(stack, data, lessons.spread, lessons.n_threads):
        alive = stack.alive()
        for net, snapshot in zip(alive, lessons.spread(_snapshots(lessons, stack, step), alive), strict=True):
            if snapshot is None:
                stack.failed[net] = step
                continue
            kept[net].append(snapshot)
            stack.ended[net] = step if _is_out_of_patience(stack.recipes[net], kept[net]) else 0
            if lessons.watcher is not None:
                lessons.watcher(stack.recipes[net], snapshot)


def _is_out_of_patience(recipe: Recipe, kept: Sequence[Snapshot]) -> bool:
    return recipe.patience is not None and kept[-1].step - _best(kept).step >= recipe.patience


def _best(kept: Sequence[Snapshot]) -> Snapshot:
    """The first of those with the least validation loss."""
    return min(kept, key=lambda snapshot: snapshot.metrics["loss"])


def _snapshots(lessons: Lessons, stack: Stack, step: int) -> Callable[[int], Snapshot | None]:
    def snapshot(net: int) -> Snapshot | None:
        """None for a net with a weight or a loss that is no number, before the next step could show it."""
        try:
            frozen = stack.net(net)
        except InputError:
            return None
        metrics = lessons.validation(frozen)
        return Snapshot(step, frozen, metrics) if isfinite(metrics["loss"]) else None

    return snapshot


def _all_runs(lessons: Lessons, stack: Stack, kept: Sequence[list[Snapshot]], finished: bool) -> list[Run]:
    def run(net: int) -> Run:
        snapshots = _told(stack.recipes[net], kept[net])
        return Run(
            topic=lessons.topic.name,
            source=lessons.topic.source,
            snapshots=snapshots,
            settings=stack.recipes[net].as_settings(),
            results=_results(lessons, snapshots[-1]),
            finished=finished and not stack.failed[net],
            topic_digest=material_digest(lessons.topic),
        )

    return list(lessons.spread(run, range(len(kept))))


def _told(recipe: Recipe, kept: Sequence[Snapshot]) -> tuple[Snapshot, ...]:
    """The snapshots of a run: with early stopping, those up to the least validation loss."""
    if recipe.patience is None:
        return tuple(kept)
    best = _best(kept).step
    return tuple(snapshot for snapshot in kept if snapshot.step <= best)


def _results(lessons: Lessons, last: Snapshot) -> dict[str, float]:
    """What films may quote: the last net on the test part, and of how many parcels it found how many."""
    measured = {f"test_{name}": value for name, value in lessons.test(last.net).items()}
    parcels = n_parcels(lessons.topic)
    return measured if parcels is None else measured | {"parcels": float(parcels)}
