"""One net: a topic or a dataset and what is asked for become a run."""

from collections.abc import Callable, Iterable
from typing import Unpack

from dlvis.datasets import Material
from dlvis.run import Run, Snapshot
from dlvis.train.many import train_many
from dlvis.train.recipe import Choices, recipe


def train(
    topic: Material,
    widths: Iterable[int] | None = None,
    seed: int = 0,
    *,
    steps: int | None = None,
    batch: int | None = None,
    rate: float | None = None,
    slope: float = 0.0,
    device: str = "auto",
    schedule: Iterable[int] | None = None,
    on_snapshot: Callable[[Snapshot], None] | None = None,
    **choices: Unpack[Choices],
) -> Run:
    """Train a net of layer sizes `widths` on the train part of a topic or a dataset, and keep some steps.

    Adam with a one-cycle rate (highest: `rate`), `batch` points a step. A topic's two classes weigh the same;
    one output is trained by binary cross-entropy, two by cross-entropy (output 1 is the positive class). A
    dataset is learnt by the loss of its task (see `dlvis.datasets.Dataset`). What is None is its default; the
    default `schedule` of kept steps is `kept_steps(steps)`. Each snapshot is measured on the validation part,
    the last also on the test part (`results`). `on_snapshot` is called with each. `choices` are those of
    `dlvis.train.recipe.recipe`: activation, initialisation, optimiser, weight_decay, dropout, patience and
    others. On the CPU the same arguments give the same run, bit for bit, also beside others in `train_many`.

    Raises:
        InputError: an argument that cannot be, cuda where there is none, a loss that is no number
            (TrainingDivergedError, with the run so far).
        TrainingInterrupted: Ctrl-C, with the run so far.
    """
    chosen = recipe(
        topic,
        widths,
        seed,
        steps=steps,
        batch=batch,
        rate=rate,
        slope=slope,
        device=device,
        schedule=schedule,
        **choices,
    )
    watcher = None if on_snapshot is None else lambda _, snapshot: on_snapshot(snapshot)
    (run,) = train_many(topic, [chosen], on_snapshot=watcher)
    return run
