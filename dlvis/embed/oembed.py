"""How other pages take the page in: an <iframe> line, and oEmbed (https://oembed.com) for programs."""

import json
import re
from html import escape
from urllib.parse import quote

from dlvis.clip import PAGE, Clip
from dlvis.errors import InputError

OEMBED = "oembed.json"


def address(url: str | None, name: str) -> str:
    """Where the folder is seen from other pages, with a slash at its end: `url`, else the folder beside them.

    Raises:
        InputError: `url` is no address of the web.
    """
    if url is None:
        return f"{quote(name)}/"
    if not re.fullmatch(r"https?://[^\s\"'<>\\]+", url):
        raise InputError(f"--url: expected an address as https://example.org/films/fold/, got {url!a}")
    return url.rstrip("/") + "/"


def iframe(clip: Clip, place: str) -> str:
    """The line that shows the page in another one, as wide as there is room."""
    return (
        f'<iframe src="{escape(place)}{PAGE}" title="{escape(clip.title)}" width="{clip.width}"'
        f' height="{clip.height}" style="border: 0; width: 100%; height: auto;'
        f' aspect-ratio: {clip.width} / {clip.height}" allow="autoplay; fullscreen" loading="lazy"></iframe>'
    )


def oembed(clip: Clip, place: str) -> str:
    """The page as oEmbed's JSON of type video."""
    fields = {
        "version": "1.0",
        "type": "video",
        "title": clip.title,
        "provider_name": "dlvis",
        "width": clip.width,
        "height": clip.height,
        "html": iframe(clip, place),
        "thumbnail_url": f"{place}{quote(clip.poster.name)}",
        "thumbnail_width": clip.width,
        "thumbnail_height": clip.height,
    }
    return json.dumps(fields, indent=2, ensure_ascii=False) + "\n"
