"""`dlvis gallery`: the page of all films."""

import click

from dlvis.cli.options import SceneOptions, scene_options


@click.command()
@click.argument("scenes", nargs=-1, metavar="[SCENE...]")
@scene_options
@click.option("--to", "folder", default="docs", show_default=True, metavar="DIR", help="Where the page goes.")
def command(scenes: tuple[str, ...], options: SceneOptions, folder: str) -> None:
    """Write gallery.md: for every beat its picture, the fact it tells, the values in it and their source.

    Of each SCENE, or of all that ship. What they need as data must be there: `dlvis prepare --all`.
    """
    from dlvis.render.gallery import draw_gallery
    from dlvis.render.registry import scene_files

    wanted = scenes or tuple(file.name for file in scene_files())
    click.echo(draw_gallery(wanted, options.params, out=options.out, folder=folder))
