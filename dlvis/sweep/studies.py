"""The studies that an experiment can be of, by name: add one by a line in STUDIES."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any, get_type_hints

from dlvis.errors import InputError, nearest
from dlvis.params import plain_value
from dlvis.sweep.named import named

TRAINING = "training"  # nets on a topic: the one study that is not called cell by cell, but trained in lots

STUDIES = {
    "dead_relus": "dlvis.studies.signal:dead_relus",
    "descent_and_flow": "dlvis.studies.gradient_flow:descent_and_flow",
    "double_descent": "dlvis.studies.least_squares:double_descent",
    "lazy_training": "dlvis.studies.lazy:lazy_training",
    "least_squares_descent": "dlvis.studies.least_squares:least_squares_descent",
    "matrix_completion": "dlvis.studies.matrix_completion:matrix_completion",
    "memorising": "dlvis.studies.memorising:memorising",
    "quadratic": "dlvis.studies.quadratic:quadratic",
    "random_labels": "dlvis.studies.random_labels:random_labels",
    "regions_at_start": "dlvis.studies.regions_at_start:regions_at_start",
    "sigmoid_gradient": "dlvis.studies.signal:sigmoid_gradient",
    "sine_interpolation": "dlvis.studies.approximation:sine_interpolation",
    "square_by_tents": "dlvis.studies.approximation:square_by_tents",
    "trajectory_growth": "dlvis.studies.trajectory:trajectory_growth",
    "variance_by_layer": "dlvis.studies.signal:variance_by_layer",
}

Row = dict[str, Any]


def study(name: str) -> Callable[..., list[Row]]:
    """The function of the study `name`: keyword arguments to a list of rows."""
    return named("study", name, STUDIES | {TRAINING: ""})


def kinds(name: str) -> dict[str, Any]:
    """The parameters that a study takes, and the type of each."""
    function = study(name)
    hints = get_type_hints(function)
    return {parameter: hints[parameter] for parameter in inspect.signature(function).parameters}


def arguments(name: str, cell: Mapping[str, Any]) -> dict[str, Any]:
    """One cell of a grid, checked, as the arguments of the study `name`.

    Raises InputError for a parameter that it does not have, one that it lacks, or a value of another type.
    """
    known = kinds(name)
    for parameter in cell:
        if parameter not in known:
            raise InputError(f"parameter {parameter!r} of study {name} is unknown{nearest(parameter, known)}")
    for parameter, asked in inspect.signature(study(name)).parameters.items():
        if asked.default is asked.empty and parameter not in cell:
            raise InputError(f"study {name}: expected the parameter {parameter!r} in [fixed] or [grid]")
    return {parameter: plain_value(known[parameter], value, parameter) for parameter, value in cell.items()}


def rows(name: str, cell: Mapping[str, Any]) -> list[Row]:
    """The rows that a study has for one cell of a grid; InputError, which names it, where it refuses."""
    try:
        return study(name)(**arguments(name, cell))
    except MemoryError:
        raise InputError(f"study {name}: expected sizes that fit into memory, got {dict(cell)}") from None
    except InputError as error:
        raise InputError(f"study {name}: {error}") from None
