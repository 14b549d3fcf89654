"""`dlvis train`: a topic's net, trained and kept as a run."""

from pathlib import Path
from typing import Any

import click

from dlvis.cli.options import JSON, OUT
from dlvis.errors import InputError
from dlvis.settings import check_names, flat, settings

# the settings of --set and --props -> the argument of dlvis.train.train, its type
SETTINGS: dict[str, tuple[str, type | tuple[type, ...]]] = {
    "net.widths": ("widths", list),
    "net.seed": ("seed", int),
    "net.slope": ("slope", (int, float)),
    "train.steps": ("steps", int),
    "train.batch": ("batch", int),
    "train.rate": ("rate", (int, float)),
    "train.device": ("device", str),
    "net.activation": ("activation", str),
    "net.initialisation": ("initialisation", str),
    "net.gain": ("gain", (int, float)),
    "train.optimiser": ("optimiser", str),
    "train.momentum": ("momentum", (int, float)),
    "train.curve": ("curve", str),
    "train.weight_decay": ("weight_decay", (int, float)),
    "train.dropout": ("dropout", (int, float)),
    "train.patience": ("patience", int),
    "train.dtype": ("dtype", str),
    "train.near": ("near", (int, float)),
    "train.near_distance": ("near_distance", (int, float)),
    "train.points": ("points", int),
    "train.label_noise": ("label_noise", (int, float)),
    "train.jitter": ("jitter", (int, float)),
    "train.symmetries": ("symmetries", str),
}


@click.command()
@click.argument("topic")
@click.option("--widths", help="Layer sizes with input and output, such as 2,16,16,16,1.")
@click.option("--seed", type=int, help="Seed of the net's start and of the batches.  [default: 0]")
@click.option("--seeds", help="Many nets at once: 10 for the seeds 0 to 9, or 3..7, or 1,4,9.")
@click.option("--steps", type=int, help="Optimiser steps.  [default: the topic's]")
@click.option("--batch", type=int, help="Points in one step.  [default: the topic's]")
@click.option("--rate", type=float, help="Highest learning rate of the one-cycle.  [default: the topic's]")
@click.option("--slope", type=float, help="Slope of the leaky ReLU's negative side.  [default: 0]")
@click.option("--device", help="auto, cpu or cuda.  [default: auto]")
@click.option("--activation", help="relu, tanh or sigmoid; only ReLUs fold.  [default: relu]")
@click.option("--initialisation", help="he, xavier, uniform or scaled.  [default: he]")
@click.option("--optimiser", help="adam, momentum or descent.  [default: adam]")
@click.option("--weight-decay", type=float, help="Share of a parameter added to its gradient.  [default: 0]")
@click.option("--dropout", type=float, help="Chance of a hidden unit to be left out of a step.  [default: 0]")
@click.option("--patience", type=int, help="Stop when the validation loss has not fallen for so many steps.")
@click.option("--near", type=float, help="Share of the points drawn near the class border.  [default: 0]")
@click.option("--points", type=int, help="Learn from the first so many points.  [default: all]")
@click.option("--label-noise", type=float, help="Share of the labels that are permuted.  [default: 0]")
@click.option("--jitter", type=float, help="Noise added to inputs anew at each step, its deviation.")
@click.option("--symmetries", help="flips, rotations or all, anew at each step.  [default: none]")
@click.option(
    "--set", "assignments", multiple=True, metavar="KEY=VALUE", help=f"One of {', '.join(SETTINGS)}."
)
@click.option("--props", "props_file", metavar="FILE", help="A TOML file of such settings.")
@OUT
@click.option("--force", is_flag=True, help="Overwrite a run that is there already.")
@JSON
def command(
    topic: str,
    widths: str | None,
    seeds: str | None,
    assignments: tuple[str, ...],
    props_file: str | None,
    out: str,
    force: bool,
    as_json: bool,
    **flags: Any,
) -> None:
    """Train a net on TOPIC (a built-in name, a .toml, .geojson, .csv, an image) and keep its steps.

    TOPIC may also be a dataset: mnist1d, or a function of x as "function:sin(2*pi*x)".

    With --seeds many nets are trained at once, each as it would be alone, and each gets a run of its own.
    Ctrl-C keeps the steps done so far.
    """
    from dlvis.cli.training import train_and_save
    from dlvis.datasets import material

    arguments = _arguments(assignments, props_file)
    arguments |= {name: value for name, value in flags.items() if value is not None}
    if widths is not None:
        arguments["widths"] = parsed_widths(widths)
    if seeds is not None and "seed" in arguments:
        raise InputError("--seeds: expected either one seed or many, got both")
    train_and_save(material(topic), arguments, seeds, Path(out) / "runs", force, as_json)


def parsed_widths(text: str) -> tuple[int, ...]:
    """`"2,16,16,1"` as layer sizes."""
    try:
        return tuple(int(width) for width in text.strip("[] ").split(","))
    except ValueError:
        raise InputError(
            f"--widths: expected layer sizes with commas such as 2,16,16,1, got {text!r}"
        ) from None


def _arguments(assignments: tuple[str, ...], props_file: str | None) -> dict[str, Any]:
    """The arguments of `train` that --set and --props give."""
    asked = flat(settings(assignments, props_file))
    check_names(asked, SETTINGS)
    for key, value in asked.items():
        if not isinstance(value, SETTINGS[key][1]) or isinstance(value, bool):
            raise InputError(f"{key}: expected {_kind(SETTINGS[key][1])}, got {value!r}")
    return {SETTINGS[key][0]: value for key, value in asked.items()}


def _kind(kind: type | tuple[type, ...]) -> str:
    names = {int: "a whole number", str: "a text", list: "a list of layer sizes such as [2, 8, 8, 1]"}
    return "a number" if isinstance(kind, tuple) else names[kind]
