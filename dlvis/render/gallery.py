"""A page that shows every beat of the films: its picture, the fact it tells, the values in it, their source.

The values are those that a scene gives to its words, and the sources the runs it read: nothing is typed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from dlvis.film import Mark
from dlvis.render.faults import scene_faults
from dlvis.render.frames import beat_pictures
from dlvis.render.neighbours import neighbours
from dlvis.render.quality import quality
from dlvis.render.registry import chosen_scene
from dlvis.render.sheet import contact_sheet
from dlvis.render.stage import stage
from dlvis.whole import write_whole

PAGE = "gallery.md"
QUALITY = "426x240@15"
MOST_BYTES = 300_000  # of a picture that goes into the repository
INTRODUCTION = """# Gallery

Every beat of the films that ship with dlvis: the last frame of each, the fact it tells, and the values in its
words as they were computed. `dlvis gallery` makes this page anew from what lies in `renders/`.
"""


@dataclass(frozen=True)
class Shown:
    """One film on the page: its beats with what they say, and where its numbers come from."""

    name: str
    title: str
    picture: Image.Image
    beats: tuple[Mark, ...]
    sources: tuple[str, ...]
    credits: tuple[str, ...]


def draw_gallery(
    scenes: Iterable[str | Path],
    params: Mapping[str, Any] | None = None,
    *,
    out: str | Path = "renders",
    folder: str | Path = "docs",
) -> Path:
    """Write the page, with a picture for each of `scenes`, into `folder`; answers where it lies.

    Raises:
        InputError: unknown scene or parameter, data that is missing, a folder that cannot be written.
    """
    films = [shown(scene, params or {}, out) for scene in scenes]
    for film in films:
        write_whole(Path(folder) / picture_name(film), _jpeg(film.picture), overwrite=True)
    return write_whole(Path(folder) / PAGE, page(films).encode(), overwrite=True)


def shown(scene: str | Path, params: Mapping[str, Any], out: str | Path) -> Shown:
    """The film of `scene` as it stands on the page."""
    chosen = chosen_scene(scene, params)
    with stage(quality(QUALITY)), scene_faults(chosen.file.path), neighbours(chosen.file.path):
        pictures, played = beat_pictures(chosen.cls, params=chosen.params, runs=Path(out) / "runs")
    return Shown(
        chosen.file.name,
        played.words.title,
        contact_sheet(pictures, played),
        tuple(mark for mark, _ in pictures),
        tuple(dict.fromkeys(use.path.name for use in played.runs_used)),
        tuple(played.credits),
    )


def page(films: Sequence[Shown]) -> str:
    """The page in Markdown."""
    return "\n".join([INTRODUCTION, *(_section(film) for film in films)])


def picture_name(film: Shown) -> str:
    return f"gallery-{film.name}.jpg"


def _section(film: Shown) -> str:
    titles = ", ".join(beat.title for beat in film.beats)
    rows = [
        f"| {number} | {beat.title} | {_cell(beat.narration)} | {_values(beat)} | {_sources(film)} |"
        for number, beat in enumerate(film.beats, start=1)
    ]
    credits = [f"\nData: {'; '.join(film.credits)}."] if film.credits else []
    head = ["| | beat | fact | values | from the runs |", "|---|---|---|---|---|"]
    picture = f"![The beats of {film.name} in their order: {titles}]({picture_name(film)})\n"
    return "\n".join([f"## `{film.name}`: {film.title}\n", picture, *head, *rows, *credits, ""])


def _values(beat: Mark) -> str:
    return "<br>".join(f"{name} {_cell(value)}" for name, value in beat.values) or "–"


def _sources(film: Shown) -> str:
    """The runs by their names, many seeds of one net in one line."""
    stems = {name: name.rstrip("0123456789") for name in film.sources}
    lines = []
    for stem in dict.fromkeys(stems.values()):
        names = [name for name in film.sources if stems[name] == stem]
        seeds = sorted(int(name.removeprefix(stem) or 0) for name in names)
        if stem.endswith("-seed") and len(seeds) > 2 and seeds[-1] - seeds[0] == len(seeds) - 1:
            names = [f"{stem}{seeds[0]}` to `{seeds[-1]}"]
        lines += [f"`{name}`" for name in names]
    return "<br>".join(lines) or "–"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _jpeg(picture: Image.Image) -> bytes:
    """The picture as small as it must be for the repository."""
    for fineness in (85, 70, 55, 40):
        content = BytesIO()
        picture.save(content, format="JPEG", quality=fineness, optimize=True)
        if content.tell() <= MOST_BYTES:
            break
    return content.getvalue()
