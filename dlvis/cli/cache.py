"""`dlvis cache`: the finished parts of films, by which a render goes on where it was."""

from pathlib import Path

import click

from dlvis.cli.options import OUT


@click.group()
def command() -> None:
    """The finished parts of films that are kept in the folder of results."""


@command.command()
@OUT
def show(out: str) -> None:
    """Say where the finished parts lie, how many there are, and how much room they take."""
    from dlvis.render.order import CACHE
    from dlvis.tasks import Store

    store = Store(Path(out) / CACHE)
    click.echo(f"{store.folder}  {len(store.outputs())} outputs, {store.size() / 2**20:.1f} MB")


@command.command()
@OUT
def clear(out: str) -> None:
    """Throw all of them away; films, runs and pictures stay, and the next render draws all of its film."""
    from dlvis.render.order import CACHE
    from dlvis.tasks import Store

    store = Store(Path(out) / CACHE)
    before = store.size()
    store.clear()
    click.echo(f"{store.folder}  {(before - store.size()) / 2**20:.1f} MB freed")
