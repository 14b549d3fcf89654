"""A scene's single pictures as PNG files: a still, the frame at a time, the contact sheet."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from dlvis.errors import InputError
from dlvis.render.faults import scene_faults
from dlvis.render.frames import beat_pictures, picture_at, still_picture
from dlvis.render.naming import film_name
from dlvis.render.neighbours import neighbours
from dlvis.render.quality import DEFAULT, quality
from dlvis.render.registry import ChosenScene, chosen_scene
from dlvis.render.sheet import contact_sheet
from dlvis.render.stage import stage
from dlvis.whole import write_whole


def draw_still(
    scene: str | Path,
    params: Mapping[str, Any] | None = None,
    *,
    name: str | None = None,
    at: float | None = None,
    quality_name: str = DEFAULT,
    out: str | Path = "renders",
) -> Path:
    """Draw the still `name`, or the frame `at` seconds, of `scene` into `out`/stills; answers where it lies.

    Raises:
        InputError: unknown scene, parameter, quality or still, a time after the end, or no place to write.
    """
    size, chosen = quality(quality_name), chosen_scene(scene, params or {})
    if (name is None) == (at is None):
        raise InputError("still: expected either the name of a still or a time in seconds")
    with stage(size), scene_faults(chosen.file.path), neighbours(chosen.file.path):
        if name is not None:
            frame = still_picture(chosen.cls, name, **_options(chosen, out))
        else:
            frame = picture_at(chosen.cls, at or 0.0, **_options(chosen, out))
    label = name if name is not None else f"{at:g}s"
    place = Path(out) / "stills" / f"{film_name(chosen, size)}-{label}.png"
    return _saved(Image.fromarray(frame).convert("RGB"), place)


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
        pictures, played = beat_pictures(chosen.cls, **_options(chosen, out))
    if not pictures:
        raise InputError(
            f"{chosen.file.path}: the scene has no beat; play its animations in `self.beat(name)`"
        )
    return _saved(contact_sheet(pictures, played), Path(out) / "sheets" / f"{film_name(chosen, size)}.png")


def _options(chosen: ChosenScene, out: str | Path) -> dict[str, Any]:
    return {"params": chosen.params, "runs": Path(out) / "runs"}


def _saved(image: Image.Image, path: Path) -> Path:
    content = BytesIO()
    image.save(content, format="PNG")
    return write_whole(path, content.getvalue(), overwrite=True)
