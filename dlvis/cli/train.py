"""`dlvis train`: a topic's net, trained and kept as a run."""

import json
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import click

from dlvis.cli.options import JSON, OUT
from dlvis.errors import InputError
from dlvis.settings import check_names, flat, settings

if TYPE_CHECKING:
    from tqdm import tqdm

    from dlvis.run import Run, Snapshot
    from dlvis.topics import Topic
    from dlvis.train.recipe import Recipe

# the settings of --set and --props -> the argument of dlvis.train.train, its type
SETTINGS: dict[str, tuple[str, type | tuple[type, ...]]] = {
    "net.widths": ("widths", list),
    "net.seed": ("seed", int),
    "net.slope": ("slope", (int, float)),
    "train.steps": ("steps", int),
    "train.batch": ("batch", int),
    "train.rate": ("rate", (int, float)),
    "train.device": ("device", str),
}


@click.command()
@click.argument("topic")
@click.option("--widths", help="Layer sizes with input and output, such as 2,16,16,16,1.")
@click.option("--seed", type=int, help="Seed of the net's start and of the batches.  [default: 0]")
@click.option("--steps", type=int, help="Optimiser steps.  [default: the topic's]")
@click.option("--batch", type=int, help="Points in one step.  [default: the topic's]")
@click.option("--rate", type=float, help="Highest learning rate of the one-cycle.  [default: the topic's]")
@click.option("--slope", type=float, help="Slope of the leaky ReLU's negative side.  [default: 0]")
@click.option("--device", help="auto, cpu or cuda.  [default: auto]")
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
    assignments: tuple[str, ...],
    props_file: str | None,
    out: str,
    force: bool,
    as_json: bool,
    **flags: Any,
) -> None:
    """Train a net on TOPIC (a built-in name, a .toml, a .geojson or an image) and keep its steps as a run.

    Ctrl-C keeps the steps done so far.
    """
    from dlvis.topics import load

    arguments = _arguments(assignments, props_file)
    arguments |= {name: value for name, value in flags.items() if value is not None}
    if widths is not None:
        arguments["widths"] = parsed_widths(widths)
    _train(load(topic), arguments, Path(out) / "runs", force, as_json)


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


def _train(topic: "Topic", arguments: dict[str, Any], runs: Path, force: bool, as_json: bool) -> None:
    from dlvis.run import prepared_place, run_name, save_run
    from dlvis.train import TrainingDivergedError, TrainingInterrupted, train
    from dlvis.train.recipe import recipe

    chosen = recipe(topic, **arguments)
    place = prepared_place(runs / run_name(topic.name, chosen.widths, chosen.seed), force)
    started = perf_counter()
    try:
        with _bar(topic, chosen) as bar:
            run = train(topic, **arguments, on_snapshot=partial(_show, bar, len(topic.parcels)))
    except TrainingInterrupted as stop:
        save_run(stop.run, place, force)
        click.echo(f"dlvis: {stop} of {chosen.steps}; the steps so far lie in {place}", err=True)
        click.get_current_context().exit(130)
    except TrainingDivergedError as error:
        save_run(error.run, place, force)
        raise InputError(f"{error} (the steps before it lie in {place})") from None
    save_run(run, place, force)
    click.echo(_answer(run, place, perf_counter() - started, as_json))


def _bar(topic: "Topic", chosen: "Recipe") -> "tqdm[Any]":
    from tqdm import tqdm

    net = "-".join(str(width) for width in chosen.widths)
    return tqdm(total=chosen.steps, desc=f"training {topic.name} {net}", unit="step", mininterval=0.5)


def _show(bar: "tqdm[Any]", n_parcels: int, snapshot: "Snapshot") -> None:
    metrics = snapshot.metrics
    parcels = f"{metrics['parcels_found']:.0f}/{n_parcels}"
    bar.set_postfix(
        loss=f"{metrics['loss']:.3f}", accuracy=f"{metrics['accuracy']:.1%}", parcels=parcels, refresh=False
    )
    bar.update(snapshot.step - bar.n)


def _answer(run: "Run", place: Path, seconds: float, as_json: bool) -> str:
    results = run.results
    if as_json:
        answer = {"run": str(place), "seconds": round(seconds, 1), "settings": dict(run.settings)}
        return json.dumps(answer | {"results": dict(results)})
    return (
        f"{place}\n"
        f"  test part: balanced accuracy {results['test_balanced_accuracy']:.1%}, "
        f"accuracy {results['test_accuracy']:.1%}, "
        f"parcels found {results['test_parcels_found']:.0f} of {results['parcels']:.0f}\n"
        f"  {run.net.n_parameters} parameters, {len(run.snapshots)} steps kept, {seconds:.0f} s"
    )
