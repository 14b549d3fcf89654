"""`dlvis render`: a scene as a finished clip."""

import click

from dlvis.cli.options import JSON, quality_option, scene_options, scene_params


@click.command()
@click.argument("scene")
@scene_options
@quality_option("720p30")
@click.option("--no-cache", is_flag=True, help="Render anew even if nothing has changed.")
@JSON
def command(
    scene: str,
    assignments: tuple[str, ...],
    props: str | None,
    run: str | None,
    theme: str | None,
    language: str | None,
    out: str,
    quality: str,
    no_cache: bool,
    as_json: bool,
) -> None:
    """Film SCENE: the name of one of `dlvis scenes`, or a file as my_scene.py or my_scene.py:MyScene."""
    from dlvis.cli.progress import film_progress
    from dlvis.render.clips import render_clip

    params = scene_params(assignments, props, run=run, theme=theme, language=language)
    with film_progress() as watcher:
        clip = render_clip(scene, params, quality_name=quality, out=out, cache=not no_cache, watcher=watcher)
    if as_json:
        click.echo((clip.path.parent / "clip.json").read_text(encoding="utf-8"), nl=False)
    else:
        click.echo(f"{clip.path}  {clip.seconds:.1f} s, {clip.width}x{clip.height} at {clip.fps}")
