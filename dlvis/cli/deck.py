"""`dlvis deck`: clips as slides."""

import json

import click

from dlvis.cli.options import JSON

NEXT = {
    "reveal": "open it in a browser; S shows the notes, ? all keys",
    "pptx": "open it; a click plays a film, the notes say what is told",
    "quarto": "copy the folder's content beside your document, and write {{{{< include {name} >}}}} there",
    "beamer": "copy the folder's content beside your document, and write \\input{{{name}}} there",
}


@click.command()
@click.argument("clips", nargs=-1, required=True, metavar="CLIP...")
@click.option(
    "--to", default="reveal", show_default=True, help="reveal, pptx, quarto or beamer: what opens the slides."
)
@click.option("--out", metavar="DIR", help="The folder of the deck.  [default: renders/decks/NAME-FORMAT]")
@click.option("--title", help="What the first slide says.  [default: the first film's title]")
@click.option("--theme", help="night, paper, contrast or a .toml of your own.  [default: as the first film]")
@click.option("--force", is_flag=True, help="Replace a deck that is there already.")
@JSON
def command(
    clips: tuple[str, ...],
    to: str,
    out: str | None,
    title: str | None,
    theme: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Make slides of each CLIP, a folder of `dlvis render` or the mp4 in it: one for every beat.

    Each plays its own piece of the film; what is said there is in the speaker notes. reveal is a folder with
    a page that any browser shows without a network, pptx one file for PowerPoint, Keynote and LibreOffice.
    quarto and beamer are text to include in slides of your own, with the films beside it.
    """
    from dlvis.clip import load_clip
    from dlvis.embed.decks import write_deck

    loaded = [load_clip(clip) for clip in clips]
    file = write_deck(loaded, to, out, title=title, theme=theme, overwrite=force)
    n_beats = sum(len(clip.chapters) for clip in loaded)
    if as_json:
        click.echo(json.dumps({"file": str(file), "beats": n_beats}, ensure_ascii=False))
    else:
        click.echo(f"{file}  {n_beats} beats")
        click.echo(f"next: {NEXT[to].format(name=file.name)}", err=True)
