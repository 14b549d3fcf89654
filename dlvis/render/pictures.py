"""A scene's single pictures as files: a still, the frame at a time, the contact sheet."""

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from dlvis.errors import InputError, nearest
from dlvis.film import FilmScene, Mark
from dlvis.render.encoding import Picture
from dlvis.render.faults import scene_faults
from dlvis.render.frames import beat_pictures, moment, still
from dlvis.render.naming import film_name
from dlvis.render.neighbours import neighbours
from dlvis.render.quality import DEFAULT, quality
from dlvis.render.registry import chosen_scene
from dlvis.render.sheet import contact_sheet
from dlvis.render.stage import opaque, page, picture, stage, still_title
from dlvis.whole import write_whole

KINDS = ("png", "pdf")


def draw_still(
    scene: str | Path,
    params: Mapping[str, Any] | None = None,
    *,
    name: str | None = None,
    at: float | None = None,
    quality_name: str = DEFAULT,
    out: str | Path = "renders",
    kind: str = "png",
) -> Path:
    """Draw the still `name`, or the frame `at` seconds, of `scene` into `out`/stills; answers where it lies.

    `kind` is "png", or "pdf" for a page of vectors.

    Raises:
        InputError: unknown scene, parameter, quality, still or kind, a time after the end, or no place to
            write.
    """
    size, chosen = quality(quality_name), chosen_scene(scene, params or {})
    if (name is None) == (at is None):
        raise InputError("still: expected either the name of a still or a time in seconds")
    if kind not in KINDS:
        raise InputError(f"still: unknown kind {kind!r}{nearest(kind, KINDS)}")
    options = {"params": chosen.params, "runs": Path(out) / "runs"}
    with stage(size), scene_faults(chosen.file.path), neighbours(chosen.file.path):
        if name is not None:
            content = still(chosen.cls, name, _still_as(kind), **options)
        else:
            content = moment(chosen.cls, at or 0.0, _moment_as(kind), **options)
    label = name if name is not None else f"{at:g}s"
    place = Path(out) / "stills" / f"{film_name(chosen, size)}-{label}.{kind}"
    return write_whole(place, content, overwrite=True)


def draw_sheet(
    scene: str | Path,
    params: Mapping[str, Any] | None = None,
    *,
    quality_name: str = "draft",
    out: str | Path = "renders",
) -> Path:
    """Draw the contact sheet of `scene` into `out`/sheets; answers where it lies.

    Raises:
        InputError: unknown scene, parameter or quality, no beat in it, a folder that cannot be written.
    """
    size, chosen = quality(quality_name), chosen_scene(scene, params or {})
    with stage(size), scene_faults(chosen.file.path), neighbours(chosen.file.path):
        pictures, played = beat_pictures(chosen.cls, params=chosen.params, runs=Path(out) / "runs")
    if not pictures:
        raise InputError(
            f"{chosen.file.path}: the scene has no beat; play its animations in `self.beat(name)`"
        )
    place = Path(out) / "sheets" / f"{film_name(chosen, size)}.png"
    return write_whole(place, _png(contact_sheet(pictures, played)), overwrite=True)


def _still_as(kind: str) -> Callable[[FilmScene, Mark], bytes]:
    """The bytes of a still's file; a page says what is seen to who cannot see it."""
    if kind == "png":
        return lambda scene, mark: _png(opaque(picture(scene)))
    return lambda scene, mark: page(scene, still_title(scene, mark), mark.alt)


def _moment_as(kind: str) -> Callable[[FilmScene, Picture], bytes]:
    if kind == "png":
        return lambda scene, frame: _png(opaque(frame))
    return lambda scene, frame: page(scene, scene.words.title, "")


def _png(image: Image.Image) -> bytes:
    content = BytesIO()
    image.save(content, format="PNG")
    return content.getvalue()
