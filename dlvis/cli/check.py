"""`dlvis check`: films held against the rules of the house."""

import json
from dataclasses import asdict

import click

from dlvis.cli.options import JSON, SceneOptions, quality_option, scene_options


@click.command()
@click.argument("scenes", nargs=-1, required=True, metavar="SCENE...")
@scene_options
@quality_option("426x240@15")
@JSON
def command(scenes: tuple[str, ...], options: SceneOptions, quality: str, as_json: bool) -> None:
    """Look at each SCENE wherever it marks a still or a beat ends, and say what breaks a rule.

    Words: within the margins, above the captions' eighth, none over another, at least 28 pixels at 1080p,
    contrast of 4.5 : 1 to what is behind them, at most 12 to read besides labels and mathematics. Nothing
    is cut by the frame's edge, captions can be read in time, and colour-blind eyes tell the classes apart.
    Ends with 1 where something was found.
    """
    from dlvis.checks.film import findings

    found = {
        scene: findings(scene, options.params, quality_name=quality, out=options.out) for scene in scenes
    }
    if as_json:
        click.echo(json.dumps({scene: [asdict(each) for each in all_] for scene, all_ in found.items()}))
    else:
        for scene, all_ in found.items():
            click.echo(f"{scene}: {len(all_) or 'nothing'} found")
            for each in all_:
                click.echo(f"  {each.sentence}")
    if any(found.values()):
        click.get_current_context().exit(1)
