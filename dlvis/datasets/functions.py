"""A function of one number as a dataset: a net with one input and one output is to draw its graph."""

import re
from pathlib import Path

import numpy as np

from dlvis.datasets.dataset import NUMBERS, Dataset, Part
from dlvis.errors import InputError
from dlvis.formula import Formula, finite
from dlvis.topics import TrainingDefaults
from dlvis.topics.settings import Tables, topic_settings

PREFIX = "function:"
SIZES = {"train": 1000, "validation": 1000, "test": 4000}
DEFAULTS = {"widths": (1, 16, 16, 1), "few_widths": (1, 3, 1), "steps": 5000, "batch": 256, "rate": 0.01}


def function_dataset(text: str, name: str, source: str, tables: Tables | None = None) -> Dataset:
    """The graph of a formula in x over the window: inputs uniform in it, targets what it gives there.

    The window is [-1, 1] unless a TOML says another; inputs stay in its units.
    """
    tables = tables or {}
    top, spans, given = (tables.get(key, {}) for key in ("", "window", "samples"))
    if set(spans) - {"x"}:
        raise InputError(f"{source}, [window]: expected x alone, as a function has one variable")
    low, high = spans.get("x", (-1.0, 1.0))
    seed, formula = top.get("seed", 0), Formula(text, ("x",))

    def part(k: int, name: str) -> Part:
        inputs = np.random.default_rng((seed, k)).uniform(low, high, given.get(name, SIZES[name]))
        return Part(inputs[:, None], finite(formula, inputs)[:, None])

    return Dataset(
        name=name,
        title=top.get("title", text),
        source=source,
        task=NUMBERS,
        train=part(1, "train"),
        validation=part(2, "validation"),
        test=part(3, "test"),
        credits=top.get("credits", ()),
        training=TrainingDefaults(**{**DEFAULTS, **tables.get("training", {})}),
        seed=seed,
    )


def function_of_text(source: str) -> Dataset:
    """The dataset of `function:sin(2*pi*x)`."""
    text = source.removeprefix(PREFIX).strip()
    try:
        return function_dataset(text, f"function-{_plain(text)}", source)
    except InputError as error:
        raise InputError(f"{PREFIX}… {error}") from None


def function_of_toml(path: Path, name: str) -> Dataset:
    """The dataset of a TOML file whose [source] says function = "…"."""
    tables = topic_settings(path)
    try:
        return function_dataset(tables["source"]["function"], name, str(path), tables)
    except InputError as error:
        raise InputError(f"{path}, function in [source]: {error}") from None


def _plain(text: str) -> str:
    return re.sub(r"[^\w.]+", "-", text).strip("-.")[:60]
