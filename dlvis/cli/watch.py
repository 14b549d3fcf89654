"""`dlvis watch`: a scene filmed again on each save."""

import click

from dlvis.cli.options import JOBS, SceneOptions, quality_option, scene_options


@click.command()
@click.argument("scene")
@scene_options
@quality_option("draft")
@JOBS
def command(
    scene: str,
    options: SceneOptions,
    quality: str,
    jobs: int | None,
) -> None:
    """Film SCENE, and again whenever it, its words or a file it reads is saved, until Ctrl-C.

    Only what has changed is drawn.
    """
    from dlvis.render.watch import watch

    line = [*options.line, f"--quality={quality}"] + ([] if jobs is None else [f"--jobs={jobs}"])
    watch(scene, [scene, *line], options.props, options.out)
