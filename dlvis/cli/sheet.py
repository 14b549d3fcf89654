"""`dlvis sheet`: a scene at a glance."""

import click

from dlvis.cli.options import quality_option, scene_options, scene_params


@click.command()
@click.argument("scene")
@scene_options
@quality_option("draft")
def command(
    scene: str,
    assignments: tuple[str, ...],
    props: str | None,
    run: str | None,
    theme: str | None,
    language: str | None,
    out: str,
    quality: str,
) -> None:
    """Draw a contact sheet of SCENE as PNG: the last frame of each beat, with its name."""
    from dlvis.render.pictures import draw_sheet

    params = scene_params(assignments, props, run=run, theme=theme, language=language)
    click.echo(draw_sheet(scene, params, quality_name=quality, out=out))
