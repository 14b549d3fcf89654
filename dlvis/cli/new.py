"""`dlvis new`: short commented files to start from."""

import click

HERE = click.option("--out", default=".", show_default=True, metavar="DIR", help="Where the files are put.")


@click.group()
def command() -> None:
    """Write a topic, a scene or a translation to start from: short commented files that work at once."""


@command.command("topic")
@click.argument("name")
@click.option("--from", "file", metavar="FILE", help="A map (.geojson), a picture of two colours, a .csv.")
@click.option("--formula", metavar="TEXT", help="Positive where it is above 0, as y - 0.5*sin(3*pi*x).")
@HERE
def new_topic(name: str, file: str | None, formula: str | None, out: str) -> None:
    """Write NAME.toml, a topic about a file of your own or a formula, and say what dlvis sees in it."""
    from dlvis.cli.topics import told
    from dlvis.remix.topic import write_topic

    place, topic = write_topic(name, out, file=file, formula=formula)
    click.echo(f"{place}\n{told(topic)}")
    click.echo(f"next: dlvis render fold --prepare --set topic={place}", err=True)


@command.command("scene")
@click.argument("name")
@HERE
def new_scene(name: str, out: str) -> None:
    """Write NAME.py, a film of two beats, and its words, NAME.en.toml."""
    from dlvis.remix.scene import write_scene

    scene, words = write_scene(name, out)
    click.echo(f"{scene}\n{words}")
    click.echo(f"next: dlvis sheet {scene}", err=True)


@command.command("words")
@click.argument("scene")
@click.option("--language", required=True, metavar="CODE", help="What you translate into, such as de.")
@HERE
def new_words(scene: str, language: str, out: str) -> None:
    """Copy the words of SCENE, to be rewritten: those in that language if it has them, else the English."""
    from dlvis.remix.scene import write_words

    place = write_words(scene, language, out)
    click.echo(place)
    click.echo(f"next: rewrite what stands in quotes, then dlvis sheet {scene} --words {place}", err=True)
