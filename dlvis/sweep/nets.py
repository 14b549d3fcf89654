"""The cells of a training as recipes: which net, how long, and which of its steps become rows."""

import inspect
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_type_hints

from dlvis.datasets import Material
from dlvis.errors import InputError, nearest
from dlvis.net import n_parameters
from dlvis.params import plain_value
from dlvis.run import kept_steps
from dlvis.sweep.budget import affordable_steps, multiply_adds
from dlvis.sweep.experiment import Experiment
from dlvis.train import Recipe
from dlvis.train.recipe import RARE, Choices, recipe

TICKS = 20  # steps at which a training is looked at, to tell how far it is and whether to stop
MOST_NEURONS = 1_000_000
# the size of a net, beside `widths`
SHAPE = {"width": int, "depth": int, "parameters": int}


@dataclass(frozen=True, eq=False)
class NetPlan:
    """One net of a training: what is asked of it, and the steps that become rows of the table."""

    topic: Material
    recipe: Recipe
    rows_at: tuple[int, ...]


def parameter_kinds() -> dict[str, Any]:
    """The settings of a training and their types: those of a recipe, and `SHAPE`."""
    arguments = inspect.signature(recipe).parameters
    hints = {name: hint for name, hint in get_type_hints(recipe).items() if name in arguments}
    for name in ("schedule", "choices"):
        hints.pop(name)
    return hints | get_type_hints(Choices) | SHAPE | {"topic": str, "widths": tuple[int, ...]}


def net_plan(experiment: Experiment, cell: Mapping[str, Any], topic: Callable[[str], Material]) -> NetPlan:
    """The net of one cell; `topic` gives the topic or dataset of a name.

    Raises InputError for a setting that is unknown or of another type, or that a recipe refuses.
    """
    asked = _checked(cell)
    if "topic" not in asked:
        raise InputError('expected a topic in [fixed] or [grid], such as topic = "baarle"')
    about = topic(asked.pop("topic"))
    defaults = about.training
    wanted = _widths(asked, defaults.widths)
    widths = defaults.widths if wanted is None else wanted
    if experiment.budget is not None:
        if "steps" in asked:
            raise InputError("steps: the budget says how many; expected one of the two")
        asked["steps"] = affordable_steps(experiment.budget, widths, asked.get("batch") or defaults.batch)
    draft = recipe(about, widths, **asked, schedule=())
    rows_at = row_steps(experiment.kept, draft.steps)
    ticks = [draft.steps * tick // TICKS for tick in range(TICKS)]
    between = kept_steps(draft.steps) if draft.patience is not None else ticks
    return NetPlan(about, recipe(about, widths, **asked, schedule=(*rows_at, *between)), rows_at)


def row_steps(kept: str | int | tuple[int, ...], n_steps: int) -> tuple[int, ...]:
    """The steps of a training of `n_steps` that become rows; the last is always among them."""
    if kept in ("last", 1):
        return (n_steps,)
    if kept == "all":
        return kept_steps(n_steps)
    if isinstance(kept, int):
        return kept_steps(n_steps, early=kept // 8, total=kept)
    return tuple(sorted({*kept, n_steps}))


def net_columns(plan: NetPlan) -> dict[str, Any]:
    """What a table says of a net in each of its rows: every setting, and what the training costs."""
    asked = plan.recipe
    settings = RARE | asked.as_settings()
    hidden = asked.widths[1:-1]
    size = {
        "topic": plan.topic.name,
        "widths": "-".join(map(str, asked.widths)),
        "depth": len(hidden),
        "width": max(hidden, default=0),
        "parameters": n_parameters(asked.widths),
    }
    cost = {
        "samples": asked.steps * asked.batch,
        "multiply_adds": float(asked.steps * multiply_adds(asked.widths, asked.batch)),
    }
    return {**size, **{name: value for name, value in settings.items() if name != "widths"}, **cost}


def width_of(n: int, depth: int, n_inputs: int = 2, n_outputs: int = 1) -> int:
    """The width of a net of `depth` equal hidden layers that has about `n` parameters.

    The nearest, and the smaller one where two are equally near.
    """
    sizes = range(1, MOST_NEURONS)

    def count(width: int) -> int:
        return n_parameters((n_inputs, *[width] * depth, n_outputs))

    place = bisect_left(sizes, n, key=count)
    return min(sizes[max(0, place - 1) : place + 1], key=lambda width: abs(count(width) - n))


def _checked(cell: Mapping[str, Any]) -> dict[str, Any]:
    known = parameter_kinds()
    for name in cell:
        if name not in known:
            raise InputError(f"setting {name!r} is unknown{nearest(name, known)}")
    return {name: plain_value(known[name], value, name) for name, value in cell.items()}


def _widths(asked: dict[str, Any], usual: Sequence[int]) -> Sequence[int] | None:
    """The layer sizes that a cell asks for, whose entries are taken out of it; None: the `usual` ones.

    Inputs and outputs are as many as of the usual net, where only the size between is told.
    """
    shape = {name: asked.pop(name) for name in (*SHAPE, "widths") if name in asked}
    for name, value in shape.items():
        if name in SHAPE and not 1 <= value <= MOST_NEURONS:
            raise InputError(f"{name}: expected a whole number from 1 to {MOST_NEURONS}, got {value}")
    if len({"widths", "width", "parameters"} & set(shape)) > 1 or set(shape) >= {"widths", "depth"}:
        raise InputError(
            "a net's size: expected widths, or width and depth, or parameters and depth,"
            f" got {', '.join(shape)}"
        )
    depth, first, last = shape.get("depth", 1), usual[0], usual[-1]
    if "parameters" in shape:
        return (first, *[width_of(shape["parameters"], depth, first, last)] * depth, last)
    if "width" in shape:
        return (first, *[shape["width"]] * depth, last)
    if "depth" in shape:
        raise InputError("depth: expected width or parameters beside it")
    return shape.get("widths")
