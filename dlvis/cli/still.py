"""`dlvis still`: one frame of a scene, without filming the others."""

import click

from dlvis.cli.options import SceneOptions, quality_option, scene_options


@click.command()
@click.argument("scene")
@click.option("--at", type=float, metavar="SECONDS", help="The frame at this time of the film.")
@click.option("--name", metavar="STILL", help="The frame that the scene marks by this name.")
@click.option(
    "--to",
    "kind",
    type=click.Choice(["png", "pdf"]),
    default="png",
    show_default=True,
    help="Pixels, or a page of vectors.",
)
@scene_options
@quality_option("1080p30")
def command(
    scene: str,
    at: float | None,
    name: str | None,
    kind: str,
    options: SceneOptions,
    quality: str,
) -> None:
    """Draw one frame of SCENE as PNG or PDF, by its time or by the name of a still."""
    from dlvis.render.pictures import draw_still

    size = {"quality_name": quality, "out": options.out}
    click.echo(draw_still(scene, options.params, name=name, at=at, kind=kind, **size))
