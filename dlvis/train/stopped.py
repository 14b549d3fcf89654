"""How a training can end before its last step; what was done by then is in the error."""

from collections.abc import Sequence

from dlvis.errors import InputError
from dlvis.run import Run
from dlvis.train.recipe import Recipe


class TrainingInterrupted(KeyboardInterrupt):
    """Ctrl-C in a training; `runs` hold the snapshots so far, with finished=False, `run` is the first."""

    def __init__(self, runs: Sequence[Run]) -> None:
        super().__init__(f"interrupted after step {runs[0].snapshots[-1].step}")
        self.runs = tuple(runs)

    @property
    def run(self) -> Run:
        return self.runs[0]


class TrainingDivergedError(InputError):
    """A loss became NaN or infinite.

    `runs` are all of them (from `trained_runs`, which has handed them out, none): those that failed have the
    snapshots before it and finished=False, the others are trained to the end. `run` is the first.
    """

    runs: tuple[Run, ...] = ()

    @property
    def run(self) -> Run:
        return self.runs[0]


def diverged(failures: Sequence[tuple[Recipe, int]], n_nets: int) -> TrainingDivergedError:
    """The error that names the nets, the steps that began with a loss that is no number, and the remedy."""
    recipe, step = failures[0]
    message = (
        f"rate: the loss became infinite or NaN at step {step} of {recipe.steps}; "
        f"expected a smaller rate than {recipe.rate:g}, try {recipe.rate / 10:g}"
    )
    if n_nets > 1:
        others = ", ".join(
            f"seed {each.seed} (rate {each.rate:g}) at step {at}" for each, at in failures[1:5]
        )
        more = ", …" if len(failures) > 5 else ""
        message = (
            f"seed {recipe.seed}: {message}; "
            f"{f'so did {others}{more}; ' if others else ''}"
            f"{n_nets - len(failures)} of {n_nets} nets are trained to the end"
        )
    return TrainingDivergedError(message)
