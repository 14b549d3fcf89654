"""`dlvis scenes`: which scenes there are, and what can be set in each."""

import json
from typing import TYPE_CHECKING, Any

import click

from dlvis.cli.options import JSON
from dlvis.errors import InputError

if TYPE_CHECKING:
    from dlvis.render.packages import PackagedScene


@click.group(invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """List the scenes, or show one with its parameters."""
    if context.invoked_subcommand is None:
        context.invoke(list_scenes)


@command.command("list")
@JSON
def list_scenes(as_json: bool = False) -> None:
    """List the scenes that can be rendered, with their titles: those of dlvis and of installed packages."""
    from dlvis.render.registry import scene_files

    own = [{"name": scene.name, "title": scene.title(), "file": str(scene.path)} for scene in scene_files()]
    packaged = _packaged({row["name"] for row in own})
    rows = [*own, *(row for row in packaged if "fault" not in row)]
    if as_json:
        click.echo(json.dumps([*own, *packaged], indent=2, ensure_ascii=False))
        return
    for row in rows:
        of = f"  ({row['package']})" if "package" in row else ""
        click.echo(f"{row['name']:12} {row['title']}{of}")
    for row in packaged:
        if "fault" in row:
            click.echo(f"scene {row['name']!r} of the package {row['package']}: {row['fault']}", err=True)


def _packaged(taken: set[str]) -> list[dict[str, str]]:
    """The scenes of installed packages; one that cannot be shown has a `fault` in the place of its title."""
    from dlvis.render.packages import packaged_scenes

    rows = []
    for scene in packaged_scenes():
        row = {"name": scene.name, "package": scene.package}
        if scene.name in taken:
            rows.append(
                {**row, "fault": "there is a scene of this name already, which is the one that is shown"}
            )
            continue
        taken.add(scene.name)
        rows.append(row | _shown(scene))
    return rows


def _shown(scene: "PackagedScene") -> dict[str, str]:
    from dlvis.render.registry import SceneFile

    if scene.path is None:
        return {"fault": scene.fault}
    try:
        return {"title": SceneFile(scene.path).title(), "file": str(scene.path)}
    except InputError as error:
        return {"fault": str(error)}


@command.command("show")
@click.argument("scene")
@JSON
def show_scene(scene: str, as_json: bool) -> None:
    """Show the beats of SCENE and every parameter: its type, its default, what it means."""
    answer = _description(scene)
    if as_json:
        click.echo(json.dumps(answer, indent=2, ensure_ascii=False))
        return
    click.echo(f"{answer['name']}: {answer['title']}\n{answer['file']}\n\nbeats")
    for name, title in answer["beats"].items():
        click.echo(f"  {name:22} {title}")
    click.echo("\nparameters")
    for row in answer["parameters"]:
        default = json.dumps(row["default"], ensure_ascii=False)
        click.echo(f"  {row['name']:22} {row['type']:20} {default:14} {row['meaning']}".rstrip())


def _description(scene: str) -> dict[str, Any]:
    from dlvis.params import parameters
    from dlvis.render.registry import scene_class, scene_named
    from dlvis.words import load_words, words_path

    file = scene_named(scene)
    rows = parameters(scene_class(file).Params)
    words = load_words(words_path(file.path, "en"))
    return {
        "name": file.name,
        "title": words.title,
        "file": str(file.path),
        "beats": {name: beat.title for name, beat in words.beats.items()},
        "parameters": [
            {"name": row.name, "type": row.kind, "default": row.default, "meaning": row.meaning}
            for row in rows
        ],
    }
