"""`dlvis still`: one frame of a scene, without filming the others."""

import click

from dlvis.cli.options import quality_option, scene_options, scene_params


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
    assignments: tuple[str, ...],
    props: str | None,
    run: str | None,
    theme: str | None,
    language: str | None,
    out: str,
    quality: str,
) -> None:
    """Draw one frame of SCENE as PNG, by its time or by the name of a still."""
    from dlvis.render.pictures import draw_still

    params = scene_params(assignments, props, run=run, theme=theme, language=language)
    click.echo(draw_still(scene, params, name=name, at=at, quality_name=quality, out=out))
