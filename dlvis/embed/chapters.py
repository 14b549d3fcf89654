"""The beats of a clip for players and readers: WebVTT chapters, and the transcript as text and as HTML."""

from collections.abc import Iterable
from html import escape

from dlvis.clip import Chapter, Clip
from dlvis.footage.captions import Cue, vtt


def clock(seconds: float) -> str:
    """`1:05`."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"


def unbroken(page: str) -> str:
    """The page with its numbers kept in one line: between thousands browsers may break at a thin space."""
    return page.replace("\N{THIN SPACE}", "\N{NARROW NO-BREAK SPACE}")


def chapters_vtt(chapters: Iterable[Chapter]) -> str:
    """The titles of the beats in time, as WebVTT."""
    return vtt(Cue(each.start, each.end, " ".join(each.title.split())) for each in chapters)


def transcript_text(clip: Clip) -> str:
    """What is said and what is seen, beat by beat, as plain text."""
    beats = [
        f"[{clock(each.start)}] {each.title}\n{each.narration}\n({each.alt})\n" for each in clip.chapters
    ]
    return "\n".join([f"{clip.title}\n", *beats, *clip.credits]) + "\n"


def transcript_html(clip: Clip) -> str:
    """The same as a page of its own, to be printed or pasted."""
    beats = [
        f"<h2>{clock(each.start)} {escape(each.title)}</h2>\n<p>{escape(each.narration)}</p>\n"
        f"<p><em>{escape(each.alt)}</em></p>"
        for each in clip.chapters
    ]
    title, credits = escape(clip.title), "<br>".join(escape(notice) for notice in clip.credits)
    lines = (
        f'<!doctype html>\n<html lang="{escape(clip.language)}">\n<head>\n<meta charset="utf-8">',
        f"<title>{title}</title>\n</head>\n<body>\n<main>\n<h1>{title}</h1>",
        *beats,
        f"</main>\n<footer>{credits}</footer>\n</body>\n</html>\n",
    )
    return unbroken("\n".join(lines))
