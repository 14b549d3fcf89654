"""`dlvis sheet`: a scene at a glance."""

import click

from dlvis.cli.options import SceneOptions, quality_option, scene_options


@click.command()
@click.argument("scene")
@scene_options
@quality_option("draft")
def command(
    scene: str,
    options: SceneOptions,
    quality: str,
) -> None:
    """Draw a contact sheet of SCENE as PNG: the last frame of each beat, with its name."""
    from dlvis.render.pictures import draw_sheet

    click.echo(draw_sheet(scene, options.params, quality_name=quality, out=options.out))
