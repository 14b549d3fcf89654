"""What a net can learn, by its name or file: a topic, which is a plane, or a dataset, which is none."""

from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from pathlib import Path

from dlvis.arrays import Floats
from dlvis.datasets.dataset import TWO_CLASSES, Dataset, Targets
from dlvis.datasets.functions import PREFIX, function_of_text, function_of_toml
from dlvis.datasets.mnist1d import NAME as MNIST1D
from dlvis.datasets.mnist1d import mnist1d_dataset
from dlvis.errors import InputError
from dlvis.topics import Topic, load, part
from dlvis.topics.settings import topic_settings

BUILT_IN: Mapping[str, Callable[[], Dataset]] = {MNIST1D: mnist1d_dataset}

Material = Topic | Dataset


def material(source: str | PathLike[str]) -> Material:
    """The dataset or the topic that `source` means: `mnist1d`, `function:sin(2*pi*x)`, a TOML whose [source]
    says function = "…", or whatever `dlvis.topics.load` takes.

    Raises:
        InputError: nothing of that name, or a file that is wrong; it says what would be right.
    """
    name = str(source)
    if name in BUILT_IN:
        return BUILT_IN[name]()
    if name.startswith(PREFIX):
        return function_of_text(name)
    path = Path(source)
    if path.suffix.lower() == ".toml" and path.is_file() and "function" in topic_settings(path)["source"]:
        return function_of_toml(path, path.stem)
    return load(source)


def examples(material: Material, part_name: str) -> tuple[Floats, Targets]:
    """The inputs (n, d) and targets of a fixed part: "train", "validation" or "test"."""
    if isinstance(material, Topic):
        return part(material, part_name)
    chosen = getattr(material, part_name)
    return chosen.inputs, chosen.targets


def task(material: Material) -> str:
    """What is learnt, one of TASKS: a topic has two classes."""
    return TWO_CLASSES if isinstance(material, Topic) else material.task


def check_widths(material: Material, widths: Sequence[int]) -> None:
    """Refuse layer sizes that do not fit the inputs and the targets."""
    outputs: tuple[int, ...] = (1, 2)
    inputs, such = 2, "2 inputs (a point of the map) first"
    if isinstance(material, Dataset):
        inputs, outputs = material.n_inputs, material.n_outputs
        such = f"{inputs} input{'s' if inputs > 1 else ''} first"
    if len(widths) < 2 or widths[0] != inputs or widths[-1] not in outputs:
        last = " or ".join(map(str, outputs))
        plural = "s" if outputs[-1] > 1 else ""
        example = [inputs, 16, 16, outputs[0]]
        raise InputError(
            f"widths: expected {such} and {last} output{plural} last, such as {example}, got {list(widths)}"
        )


def is_named(text: str) -> bool:
    """Whether `text` is the name of a dataset, so that it is no path, whatever it looks like."""
    return text in BUILT_IN or text.startswith(PREFIX)
