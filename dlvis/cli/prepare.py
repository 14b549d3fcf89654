"""`dlvis prepare`: what scenes need as data, made before they are filmed."""

from collections.abc import Sequence
from pathlib import Path
from shlex import join
from time import perf_counter
from typing import TYPE_CHECKING

import click

from dlvis.cli.lines import done
from dlvis.cli.options import SceneOptions, scene_options
from dlvis.errors import InputError

if TYPE_CHECKING:
    from dlvis.needs import Need


@click.command()
@click.argument("scenes", nargs=-1, metavar="[SCENE...]")
@scene_options
@click.option("--all", "every", is_flag=True, help="For every scene that ships with dlvis.")
@click.option("--dry-run", is_flag=True, help="Say what is missing and about how long it takes, and stop.")
@click.pass_context
def command(
    context: click.Context, scenes: tuple[str, ...], options: SceneOptions, every: bool, dry_run: bool
) -> None:
    """Train the nets and sweep the tables that each SCENE needs and that are not there yet.

    What is finished is kept: the same command goes on after an interruption. A scene never trains anything.
    """
    out = Path(options.out)
    wanted = scene_names(scenes, every)
    needed = {scene: scene_needs(scene, options) for scene in wanted}
    started, lines = perf_counter(), _lines(needed, options, out)
    if dry_run:
        return
    for number, line in enumerate(lines, start=1):
        click.secho(f"\n[{number} of {len(lines)}] dlvis {join(line)}", bold=True, err=True)
        code = done(line)
        if code:
            context.exit(code)
    what = f"prepared in {perf_counter() - started:.0f} s" if lines else "nothing to prepare"
    click.echo(f"{what}: {', '.join(wanted)}")


def scene_names(scenes: tuple[str, ...], every: bool) -> tuple[str, ...]:
    """The scenes that are named, or all that ship."""
    from dlvis.render.registry import scene_files

    if bool(scenes) == every:
        raise InputError("prepare: expected the name of a scene or --all, one of the two")
    return scenes or tuple(file.name for file in scene_files())


def scene_needs(scene: str, options: SceneOptions) -> "tuple[Need, ...]":
    """What the scene says that it needs, with these parameters."""
    from dlvis.render.registry import chosen_scene

    chosen = chosen_scene(scene, options.params)
    needs: tuple[Need, ...] = chosen.cls.needs(chosen.params)
    return needs


def _lines(needed: "dict[str, tuple[Need, ...]]", options: SceneOptions, out: Path) -> list[list[str]]:
    """The lines to be run, told beforehand with about how long they take."""
    from dlvis.needs import lines, missing

    needs = [need for each in needed.values() for need in each]
    left = missing(needs, out, options.params.get("run"))
    there = len(dict.fromkeys(needs)) - len(left)
    click.echo(f"{there} of what is needed is there, {len(left)} to make{_estimate(left)}", err=True)
    made = lines(left, out)
    for line in made:
        click.echo(f"  dlvis {join(line)}", err=True)
    return made


def _estimate(needs: "Sequence[Need]") -> str:
    """About how long the trainings take; a sweep says so itself when it begins."""
    from dlvis.needs import TrainedRun

    runs = [need for need in needs if isinstance(need, TrainedRun)]
    if not runs:
        return ""
    from dlvis.sweep.forecast import duration
    from dlvis.sweep.jobs import net_seconds
    from dlvis.sweep.nets import NetPlan
    from dlvis.topics import load
    from dlvis.train.recipe import recipe

    plans = []
    for need in runs:
        topic = load(need.topic)
        asked = recipe(topic, need.widths, need.seed or 0, **dict(need.settings))
        plans.append(NetPlan(topic, asked, asked.schedule))
    beside = ", and sweeps" if len(runs) < len(needs) else ""
    return f", about {duration(sum(net_seconds(plan, ()) for plan in plans))} on one core{beside}"
