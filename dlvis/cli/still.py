"""`dlvis still`: one frame of a scene, without filming the others."""

import click

from dlvis.cli.options import SceneOptions, quality_option, scene_options


@click.command()
@click.argument("scene")
@click.option("--at", type=float, metavar="SECONDS", help="The frame at this time of the film.")
@click.option("--name", metavar="STILL", help="The frame that the scene marks by this name.")
@scene_options
@quality_option("1080p30")
def command(
    scene: str,
    at: float | None,
    name: str | None,
    options: SceneOptions,
    quality: str,
) -> None:
    """Draw one frame of SCENE as PNG, by its time or by the name of a still."""
    from dlvis.render.pictures import draw_still

    click.echo(draw_still(scene, options.params, name=name, at=at, quality_name=quality, out=options.out))
