"""`dlvis render`: scenes as finished clips."""

import click

from dlvis.cli.options import JOBS, JSON, SceneOptions, quality_option, scene_options


@click.command()
@click.argument("scenes", nargs=-1, required=True, metavar="SCENE...")
@scene_options
@quality_option("720p30")
@JOBS
@click.option("--prepare", is_flag=True, help="First make what is missing, as `dlvis prepare` does.")
@click.option(
    "--voice",
    metavar="CMD",
    help="A command that speaks the narration, as 'espeak-ng -v {language} -w {out} {text}'.",
)
@click.option("--no-cache", is_flag=True, help="Render anew even if nothing has changed.")
@JSON
def command(
    scenes: tuple[str, ...],
    options: SceneOptions,
    quality: str,
    jobs: int | None,
    prepare: bool,
    voice: str | None,
    no_cache: bool,
    as_json: bool,
) -> None:
    """Film each SCENE: the name of one of `dlvis scenes`, or a file as my_scene.py or my_scene.py:MyScene.

    What is drawn of a film that was cut short is kept, and the same command goes on from there.
    """
    from dlvis.cli.progress import film_progress
    from dlvis.render.clips import render_clip
    from dlvis.tasks import usable_cores

    if prepare:
        _prepare(scenes, options)
    params = options.params
    for scene in scenes:
        with film_progress(scene, options.out) as show:
            clip = render_clip(
                scene,
                params,
                quality_name=quality,
                out=options.out,
                cache=not no_cache,
                jobs=jobs or usable_cores(),
                voice=voice,
                on_progress=show,
            )
        if as_json:
            click.echo((clip.path.parent / "clip.json").read_text(encoding="utf-8"), nl=False)
        else:
            click.echo(f"{clip.path}  {clip.seconds:.1f} s, {clip.width}x{clip.height} at {clip.fps}")


def _prepare(scenes: tuple[str, ...], options: SceneOptions) -> None:
    """In a process of its own, which may open torch: this one films."""
    from dlvis.render.watch import dlvis_process

    code = dlvis_process(["prepare", *scenes, *options.line])
    if code:
        click.get_current_context().exit(code)
