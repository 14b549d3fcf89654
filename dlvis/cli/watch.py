"""`dlvis watch`: a scene filmed again on each save."""

import click

from dlvis.cli.options import JOBS, quality_option, scene_options


@click.command()
@click.argument("scene")
@scene_options
@quality_option("draft")
@JOBS
def command(
    scene: str,
    assignments: tuple[str, ...],
    props: str | None,
    run: str | None,
    theme: str | None,
    language: str | None,
    out: str,
    quality: str,
    jobs: int | None,
) -> None:
    """Film SCENE, and again whenever it, its words or a file it reads is saved, until Ctrl-C.

    Only what has changed is drawn.
    """
    from dlvis.render.watch import watch

    options = {
        "--props": props,
        "--run": run,
        "--theme": theme,
        "--language": language,
        "--out": out,
        "--quality": quality,
        "--jobs": jobs,
    }
    line = [f"{name}={value}" for name, value in options.items() if value is not None]
    line += [f"--set={assignment}" for assignment in assignments]
    watch(scene, [scene, *line], props, out)
