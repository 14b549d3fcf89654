"""A clip as a notebook shows it: the film in the page, a picture where no film plays (GitHub, print).

A film of up to `most_mb` megabytes goes into the notebook itself, so that it can be sent. A larger one is
played from its file, and the notebook says so; it plays where the file lies at the same place.
"""

from base64 import b64encode
from dataclasses import dataclass
from html import escape
from io import BytesIO
from os.path import relpath
from pathlib import Path
from typing import Any
from urllib.parse import quote

from PIL import Image

from dlvis.clip import Clip, load_clip, missing_file
from dlvis.embed.languages import language_name
from dlvis.errors import InputError
from dlvis.notebook.progress import film_line

MOST_MB = 10.0
PICTURE = (960, 960)  # pixels, at most, of the picture that stands for the film


@dataclass(frozen=True, eq=False)
class Shown:
    """A clip that IPython displays as a film; `most_mb` is the most that goes into the notebook."""

    clip: Clip
    most_mb: float = MOST_MB

    @property
    def is_inside(self) -> bool:
        """Whether the film goes into the notebook."""
        return self.clip.path.stat().st_size <= self.most_mb * 1e6

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """The film as HTML, its poster as PNG for what plays no film, a line for the rest."""
        return {
            "text/html": film_html(self.clip, self.is_inside),
            "image/png": b64encode(_poster(self.clip, "PNG")).decode("ascii"),
            "text/plain": repr(self),
        }

    def __repr__(self) -> str:
        clip = self.clip
        return f"{clip.title} ({clip.path}, {clip.seconds:.1f} s, {clip.width}x{clip.height} at {clip.fps})"


def show(
    clip_or_scene: Clip | str | Path,
    *,
    quality: str = "draft",
    out: str | Path = "renders",
    jobs: int | None = None,
    most_mb: float = MOST_MB,
    **params: Any,
) -> Shown:
    """A clip, or a scene by its name, as a film in the notebook.

    A scene is rendered first into `out`/clips, by `jobs` processes, else as many as there are cores, with
    `params` as in `show("fold", theme="paper", net={"widths": [2, 8, 1]})`; one that is there is shown at
    once. A clip is one that is loaded, its folder, or its mp4.

    Raises:
        InputError: no such scene, parameter or clip; parameters with a clip, which is finished.
    """
    clip = _clip(clip_or_scene)
    if clip is None:
        return Shown(_rendered(str(clip_or_scene), params, quality, out, jobs), most_mb)
    if params:
        raise InputError(
            f"show: {clip.path} is finished and takes no {', '.join(params)}; name its scene instead"
        )
    if missing := missing_file(clip):
        raise InputError(f"{missing}: the clip names it, but it is not there; render the clip again")
    return Shown(clip, most_mb)


def film_html(clip: Clip, is_inside: bool) -> str:
    """The player, with captions; inside it a picture for those that take the player out."""
    poster = f"data:image/jpeg;base64,{b64encode(_poster(clip, 'JPEG')).decode('ascii')}"
    film = _inside(clip.path, "video/mp4") if is_inside else quote(Path(relpath(clip.path)).as_posix())
    alt = escape(" ".join(chapter.alt for chapter in clip.chapters))
    told = (
        ""
        if is_inside
        else f"<p><small>Played from {escape(str(clip.path))}, which is not inside.</small></p>"
    )
    return (
        f'<video controls playsinline preload="metadata" poster="{poster}" aria-label="{alt}"'
        f' width="{clip.width}" height="{clip.height}" style="max-width: 100%; height: auto">'
        f'<source src="{film}" type="video/mp4">{_tracks(clip)}<img src="{poster}" alt="{alt}"></video>{told}'
    )


def _tracks(clip: Clip) -> str:
    name, language = escape(language_name(clip.language)), escape(clip.language)
    kind = f'kind="captions" default srclang="{language}" label="{name}"'
    return "".join(
        f'<track {kind} src="{_inside(path, "text/vtt")}">' for path in clip.captions if path.suffix == ".vtt"
    )


def _clip(clip_or_scene: Clip | str | Path) -> Clip | None:
    """The clip that is meant, None for a scene."""
    if isinstance(clip_or_scene, Clip):
        return clip_or_scene
    place = Path(clip_or_scene)
    is_clip = place.is_dir() or place.suffix in (".mp4", ".json")
    return load_clip(place) if is_clip else None


def _rendered(scene: str, params: dict[str, Any], quality: str, out: str | Path, jobs: int | None) -> Clip:
    # opens Manim, which a clip that is there already does not need
    from dlvis.render.clips import render_clip
    from dlvis.tasks import usable_cores

    return render_clip(
        scene,
        params,
        quality_name=quality,
        out=out,
        jobs=jobs or usable_cores(),
        on_progress=film_line(scene),
    )


def _inside(path: Path, kind: str) -> str:
    return f"data:{kind};base64,{b64encode(path.read_bytes()).decode('ascii')}"


def _poster(clip: Clip, form: str) -> bytes:
    with Image.open(clip.poster) as picture:
        small = picture.convert("RGB")
        small.thumbnail(PICTURE)
        content = BytesIO()
        small.save(content, format=form, optimize=True)
    return content.getvalue()
