"""`dlvis cut`: a clip's beats as clips of their own."""

import json
from pathlib import Path

import click

from dlvis.cli.options import JSON


@click.command()
@click.argument("clip")
@click.option("--beat", "beats", multiple=True, metavar="NAME", help="Only this beat; may be given again.")
@click.option("--out", metavar="DIR", help="Where the folders go.  [default: renders/cuts/NAME]")
@JSON
def command(clip: str, beats: tuple[str, ...], out: str | None, as_json: bool) -> None:
    """Cut CLIP, a folder of `dlvis render` or the mp4 in it, into its beats: a clip each, in a folder each.

    Captions and stills are cut along. The film is copied, not encoded anew, where key frames allow.
    """
    from dlvis.clip import load_clip
    from dlvis.embed.cut import cut, is_copied

    whole = load_clip(clip)
    pieces = cut(whole, out or Path("renders", "cuts", whole.path.stem), beats)
    if as_json:
        told = [{"film": str(piece.path), **piece.made_from["cut"]} for piece in pieces]
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for piece in pieces:
        how = "copied" if is_copied(piece) else "encoded anew"
        click.echo(f"{piece.path}  {piece.seconds:.1f} s, {how}")
