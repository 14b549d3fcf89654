"""What a command about a net is about: a file of anybody's, the folder of a run, or a topic's newest run."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dlvis.errors import InputError

if TYPE_CHECKING:
    from dlvis.net import ReluNet
    from dlvis.topics import Topic
    from dlvis.window import Window

F = TypeVar("F", bound=Callable[..., Any])

WINDOW = click.option(
    "--window", metavar="XMIN,XMAX,YMIN,YMAX", help="Where to look.  [default: the topic's, or -1,1,-1,1]"
)


@dataclass(frozen=True, eq=False)
class Subject:
    """A net, where to look at it, and the topic it was trained on, None for a file of anybody's."""

    net: "ReluNet"
    window: "Window"
    topic: "Topic | None"
    name: str


def net_options(command: F) -> F:
    """What a file of bare arrays does not say of its net."""
    options = (
        click.option(
            "--slope", type=float, help="Slope of the net's leaky ReLU.  [default: 0, or the file's]"
        ),
        click.option("--prefix", metavar="TEXT", help="Take only the keys that begin so."),
        click.option(
            "--order", metavar="NAMES", help="Beginnings of keys as the net applies them, with commas."
        ),
        click.option(
            "--batchnorm", metavar="SIDE", help="before or after: where BatchNorm stands to the activation."
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def subject(text: str, out: str, window: str | None = None, **hints: Any) -> Subject:
    """What `text` means: a net file, a run, or a topic, whose newest run in DIR/runs it is.

    `hints` are the values of `net_options`.

    Raises:
        InputError: it means nothing, or the window or a hint makes no sense.
    """
    from dlvis.window import Window

    frame = None if window is None else parsed_window(window)
    given = {name: value for name, value in hints.items() if value is not None}
    path = Path(text)
    if not _is_net_file(path):
        return _of_run(text, out, frame, given)
    from dlvis.loaders import load_net

    if "order" in given:
        given["order"] = [name.strip() for name in given["order"].split(",")]
    return Subject(load_net(path, **given), frame or Window(-1, 1, -1, 1), None, path.stem)


def parsed_window(text: str) -> "Window":
    """`"-1,1,-1,1"` as a window."""
    from dlvis.window import Window

    try:
        xmin, xmax, ymin, ymax = (float(side) for side in text.split(","))
    except ValueError:
        raise InputError(
            f"--window: expected four numbers with commas, xmin,xmax,ymin,ymax, got {text!r}"
        ) from None
    return Window(xmin, xmax, ymin, ymax)


def _of_run(text: str, out: str, frame: "Window | None", hints: dict[str, Any]) -> Subject:
    from dlvis.datasets import material
    from dlvis.run import check_topic, load_run, named_run
    from dlvis.topics import Topic
    from dlvis.window import Window

    if hints:
        raise InputError(
            f"--{next(iter(hints))}: is for net files, but {text} is a run or a topic; leave it out"
        )
    folder = named_run(text, Path(out) / "runs")
    run = load_run(folder)
    learnt = material(run.source)
    check_topic(run, folder, learnt)
    if not isinstance(learnt, Topic):
        return Subject(run.net, frame or Window(-1, 1, -1, 1), None, folder.resolve().name)
    return Subject(run.net, frame or learnt.window, learnt, folder.resolve().name)


def _is_net_file(path: Path) -> bool:
    """A file that is no topic's, or would be a net's by its name if it were there."""
    from dlvis.loaders import SUFFIXES
    from dlvis.topics.image import SUFFIXES as IMAGES

    suffix = path.suffix.lower()
    if path.is_dir() or suffix in (".toml", ".geojson", ".json", ".csv", *IMAGES):
        return False
    return suffix in SUFFIXES or path.is_file()
