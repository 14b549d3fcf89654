"""A topic and a recipe become a Run; a training that is cut short keeps the steps it has done."""

from collections.abc import Callable, Iterable, Iterator

from dlvis.errors import InputError
from dlvis.net import ReluNet
from dlvis.run import Run, Snapshot
from dlvis.topics import Topic, part, topic_digest
from dlvis.train.measure import measures
from dlvis.train.model import Parameters, as_net
from dlvis.train.recipe import Recipe, recipe
from dlvis.train.steps import DivergedError, one_thread, trained_parameters, training_points


class TrainingInterrupted(KeyboardInterrupt):
    """Ctrl-C in a training; `run` holds the snapshots so far, with finished=False."""

    def __init__(self, run: Run) -> None:
        super().__init__(f"interrupted after step {run.snapshots[-1].step}")
        self.run = run


class TrainingDivergedError(InputError):
    """The loss became NaN or infinite; `run` holds the snapshots so far, with finished=False."""

    def __init__(self, message: str, run: Run) -> None:
        super().__init__(message)
        self.run = run


@one_thread()
def train(
    topic: Topic,
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
) -> Run:
    """Train a net of layer sizes `widths` on the topic's train part, and keep the steps of `schedule`.

    Adam with a one-cycle rate (highest: `rate`), `batch` points a step, both classes weighing the same. One
    output is trained by binary cross-entropy, two by cross-entropy (output 1 is the positive class). What is
    None is the topic's default; the default schedule is `kept_steps(steps)`. Each snapshot is measured on
    the validation part, the last also on the test part (`results`). `on_snapshot` is called with each.
    On the CPU the same arguments give the same run, bit for bit.

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
    )
    kept: list[Snapshot] = []
    try:
        for snapshot in _snapshots(topic, chosen):
            kept.append(snapshot)
            if on_snapshot is not None:
                on_snapshot(snapshot)
    except KeyboardInterrupt:
        if not kept:
            raise
        raise TrainingInterrupted(_run(topic, chosen, kept, finished=False)) from None
    except DivergedError as error:
        raise TrainingDivergedError(
            f"rate: the loss became infinite or NaN at step {error} of {chosen.steps}; "
            f"expected a smaller rate than {chosen.rate:g}, try {chosen.rate / 10:g}",
            _run(topic, chosen, kept, finished=False),
        ) from None
    return _run(topic, chosen, kept, finished=True)


def _snapshots(topic: Topic, chosen: Recipe) -> Iterator[Snapshot]:
    measured = measures(topic, "validation")
    data = training_points(*part(topic, "train"), chosen.device)
    wanted = set(chosen.schedule)
    for step, parameters in trained_parameters(data, chosen):
        if step in wanted:
            net = _net(parameters, chosen, step)
            yield Snapshot(step, net, measured(net))


def _net(parameters: Parameters, chosen: Recipe, step: int) -> ReluNet:
    try:
        return as_net(parameters, chosen.slope)
    except InputError:  # a weight that is no number, before the loss could show it
        raise DivergedError(step) from None


def _run(topic: Topic, chosen: Recipe, kept: list[Snapshot], finished: bool) -> Run:
    return Run(
        topic=topic.name,
        source=topic.source,
        snapshots=tuple(kept),
        settings=chosen.as_settings(),
        results=_results(topic, kept[-1]),
        finished=finished,
        topic_digest=topic_digest(topic),
    )


def _results(topic: Topic, last: Snapshot) -> dict[str, float]:
    """What films may quote: the last net on the test part, and of how many parcels it found how many."""
    measured = {f"test_{name}": value for name, value in measures(topic, "test")(last.net).items()}
    measured["parcels"] = float(len(topic.parcels))
    return measured
