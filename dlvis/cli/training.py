"""What `dlvis train` does once it knows what is asked for: train, save each run, tell how good they are."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import click
from tqdm import tqdm

from dlvis.cli.seeds import parsed_seeds
from dlvis.datasets import Material
from dlvis.errors import InputError
from dlvis.net import n_parameters
from dlvis.run import Run, Snapshot, prepared_place, run_name, save_run
from dlvis.tasks import usable_cores
from dlvis.train import Recipe, TrainingDivergedError, TrainingInterrupted, trained_runs
from dlvis.train.measure import n_parcels
from dlvis.train.memory import lot_bytes, stacks
from dlvis.train.recipe import recipe

Told = dict[str, Any]

# metric -> how the bar shows it, and how the end tells it
SHOWN = {"loss": "{:.3g}", "accuracy": "{:.1%}", "rmse": "{:.3g}", "parcels_found": "{:.0f}"}
TOLD = {
    "balanced_accuracy": "balanced accuracy {:.1%}",
    "accuracy": "accuracy {:.1%}",
    "rmse": "root mean squared error {:.3g}",
    "parcels_found": "parcels found {:g}",
}


def train_and_save(
    topic: Material, arguments: Mapping[str, Any], seeds: str | None, runs: Path, force: bool, as_json: bool
) -> None:
    """Train one net, or one for each of the seeds, and save each run into `runs` when its lot is done."""
    wanted = [{}] if seeds is None else [{"seed": seed} for seed in parsed_seeds(seeds)]
    recipes = [recipe(topic, **{**arguments, **seed}) for seed in wanted]
    places = [prepared_place(runs / run_name(topic.name, one.widths, one.seed), force) for one in recipes]
    started = perf_counter()
    told = _trained(topic, recipes, places, force)
    seconds = perf_counter() - started
    click.echo(_one(told[0], seconds, as_json) if seeds is None else _many(told, seconds, as_json))


def _trained(topic: Material, recipes: Sequence[Recipe], places: Sequence[Path], force: bool) -> list[Told]:
    """What is told of each run; the runs themselves are let go when they are saved."""
    told: list[Told] = []

    def save(run: Run) -> None:
        place = save_run(run, places[len(told)], force)
        kept = {"parameters": n_parameters(run.widths), "kept": len(run.snapshots), "finished": run.finished}
        told.append({"run": str(place), "settings": dict(run.settings), "results": dict(run.results)} | kept)

    memory = _memory(topic, recipes)
    try:
        with _bar(topic, recipes) as bar:
            watcher = _watcher(bar, n_parcels(topic))
            for run in trained_runs(topic, recipes, on_snapshot=watcher, memory=memory):
                save(run)
    except TrainingInterrupted as stop:
        for run in stop.runs:
            save(run)
        place = places[0] if len(places) == 1 else places[0].parent
        click.echo(f"dlvis: {stop} of {recipes[0].steps}; the steps so far lie in {place}", err=True)
        click.get_current_context().exit(130)
    except TrainingDivergedError as error:
        place = next(each["run"] for each in told if not each["finished"])
        raise InputError(f"{error} (the steps before it lie in {place})") from None
    return told


def _memory(topic: Material, recipes: Sequence[Recipe]) -> int:
    """The bytes that the largest lot of nets may take; said beforehand where there are many nets."""
    cores = usable_cores()
    lots = stacks(topic, recipes, cores)
    most = max(lot_bytes(topic, lot, cores) for lot in lots)
    if len(recipes) > 1:
        parts = "at once" if len(lots) == 1 else f"in {len(lots)} lots"
        click.echo(f"dlvis: {len(recipes)} nets {parts}, in at most {most / 1e6:.0f} MB", err=True)
    return most


def _bar(topic: Material, recipes: Sequence[Recipe]) -> "tqdm[Any]":
    net = "-".join(str(width) for width in recipes[0].widths)
    what = net if len(recipes) == 1 else f"{len(recipes)} x {net}"
    steps = sum(each.steps for each in recipes)
    return tqdm(total=steps, desc=f"training {topic.name} {what}", unit="step", mininterval=0.5)


def _watcher(bar: "tqdm[Any]", parcels: int | None) -> Callable[[Recipe, Snapshot], None]:
    """Moves the bar on, and shows the medians over all nets at each kept step."""
    last: dict[int, Snapshot] = {}
    shown = -1

    def show(recipe: Recipe, snapshot: Snapshot) -> None:
        nonlocal shown
        before = last.get(recipe.seed)
        last[recipe.seed] = snapshot
        if snapshot.step != shown:
            shown = snapshot.step
            names = [name for name in SHOWN if name in snapshot.metrics]
            middle = {name: median(each.metrics[name] for each in last.values()) for name in names}
            told = {name: SHOWN[name].format(value) for name, value in middle.items()}
            if parcels:
                told["parcels"] = f"{middle['parcels_found']:.0f}/{parcels}"
            told.pop("parcels_found", None)
            bar.set_postfix(told, refresh=False)
        bar.update(snapshot.step - (before.step if before else 0))

    return show


def _one(told: Told, seconds: float, as_json: bool) -> str:
    if as_json:
        answer = {"run": told["run"], "seconds": round(seconds, 1), "settings": told["settings"]}
        return json.dumps(answer | {"results": told["results"]})
    return (
        f"{told['run']}\n  test part: {_how_good(told['results'])}\n"
        f"  {told['parameters']} parameters, {told['kept']} steps kept, {seconds:.0f} s"
    )


def _many(told: Sequence[Told], seconds: float, as_json: bool) -> str:
    if as_json:
        return json.dumps({"seconds": round(seconds, 1), "runs": list(told)})
    lines = [f"seed {each['settings']['seed']}: {_how_good(each['results'])}" for each in told]
    middle = {name: median(each["results"][name] for each in told) for name in told[0]["results"]}
    return "\n".join(
        [
            f"{Path(told[0]['run']).parent}, test part:",
            *(f"  {line}" for line in lines),
            f"  median: {_how_good(middle)}",
            f"  {len(told)} nets of {told[0]['parameters']} parameters, {seconds:.0f} s",
        ]
    )


def _how_good(results: Mapping[str, float]) -> str:
    told = {name: results[f"test_{name}"] for name in TOLD if f"test_{name}" in results}
    n_parcels = results.get("parcels", 0)
    if not n_parcels:
        told.pop("parcels_found", None)
    words = ", ".join(TOLD[name].format(value) for name, value in told.items())
    return f"{words} of {n_parcels:.0f}" if n_parcels else words
