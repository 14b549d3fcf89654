"""`dlvis embed`: a clip as a folder that plays anywhere."""

import json
from pathlib import Path
from typing import Any

import click

from dlvis.cli.options import JSON


@click.command()
@click.argument("clip")
@click.option("--out", metavar="DIR", help="The folder to make.  [default: renders/embed/NAME]")
@click.option("--loop", is_flag=True, help="Play by itself, again and again, but for who wants less motion.")
@click.option("--also", default="", metavar="KINDS", help="gif, webp or apng, with commas.")
@click.option(
    "--max-mb",
    type=click.FloatRange(min=0, min_open=True),
    default=10.0,
    show_default=True,
    help="How many megabytes each of those may have.",
)
@click.option("--url", metavar="URL", help="Where the folder will be on the web, for iframe and oEmbed.")
@click.option("--no-webm", is_flag=True, help="Leave out the WebM, which takes longest.")
@JSON
def command(clip: str, out: str | None, as_json: bool, **wanted: Any) -> None:
    """Make one folder of CLIP, a folder of `dlvis render` or `dlvis cut` or the mp4 in it.

    It holds the film as mp4 and WebM, captions, chapters, transcript, stills as PNG and PDF, and embed.html,
    which plays it all. Copy it anywhere: it needs no server and no network. Prints the line that takes the
    page into another one.
    """
    from tqdm import tqdm

    from dlvis.clip import load_clip
    from dlvis.embed.folder import Choice, embed
    from dlvis.embed.moving import parsed_kinds

    whole = load_clip(clip)
    choice = Choice(
        loop=wanted["loop"],
        webm=not wanted["no_webm"],
        also=parsed_kinds(wanted["also"]),
        max_mb=wanted["max_mb"],
        url=wanted["url"],
    )
    with tqdm(unit="", disable=None, leave=False) as bar:

        def show(what: str, n_done: int, n_total: int) -> None:
            if n_done == 0:
                bar.set_description(what)
                bar.reset(n_total)
            bar.update(n_done - bar.n)

        made = embed(whole, out or Path("renders", "embed", whole.path.stem), choice, show)
    click.echo(_json(made) if as_json else _told(made))


def _told(made: Any) -> str:
    folder = made.clip.path.parent
    lines = [str(folder / "embed.html")]
    for kind, form in made.moving.items():
        path = made.clip.path.with_suffix(f".{kind}")
        size = path.stat().st_size / 1e6
        lines.append(f"{path}  {form.width} pixels wide, {form.fps} frames a second, {size:.2f} MB")
    return "\n".join([*lines, made.iframe])


def _json(made: Any) -> str:
    from dlvis.clip import own_files

    folder = made.clip.path.parent
    return json.dumps(
        {"folder": str(folder), "files": sorted(own_files(folder)), "iframe": made.iframe}, ensure_ascii=False
    )
