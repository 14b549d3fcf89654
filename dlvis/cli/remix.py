"""`dlvis remix`: from a clip back to the settings that made it."""

import click


@click.command()
@click.argument("clip")
def command(clip: str) -> None:
    """Print the TOML that made CLIP, a folder or its mp4: save it, change a line, render with --props."""
    from dlvis.remix.clip import props_of

    click.echo(props_of(clip), nl=False)
