"""A film held against the rules: it is played, and looked at wherever it marks a beat's end or a still."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from dlvis.checks.colours import colour_findings
from dlvis.checks.contrast import contrast_findings
from dlvis.checks.finding import Finding
from dlvis.checks.rules import frame_findings
from dlvis.checks.seen import frame_box, seen_shapes, seen_texts, without_words
from dlvis.checks.told import caption_findings
from dlvis.film import FilmScene, Mark
from dlvis.render.faults import scene_faults
from dlvis.render.neighbours import neighbours
from dlvis.render.quality import quality
from dlvis.render.registry import chosen_scene
from dlvis.render.shots import ShotRenderer
from dlvis.render.stage import picture, play, stage

QUALITY = "426x240@15"  # enough to know what lies behind a word; all else is measured on the shapes


def findings(
    scene: str | Path,
    params: Mapping[str, Any] | None = None,
    *,
    quality_name: str = QUALITY,
    out: str | Path = "renders",
) -> tuple[Finding, ...]:
    """All that a program finds wrong with the film of `scene`, in the film's order.

    Raises:
        InputError: unknown scene, parameter or quality, no Run in `out`, or what the scene raises.
    """
    size, chosen = quality(quality_name), chosen_scene(scene, params or {})
    found: list[Finding] = []
    with stage(size), scene_faults(chosen.file.path), neighbours(chosen.file.path):
        played = chosen.cls(
            renderer=ShotRenderer(),
            params=chosen.params,
            runs=Path(out) / "runs",
            on_mark=lambda scene, mark: found.extend(frame_at(scene, mark)),
        )
        play(played)
    return *colour_findings(played.theme), *found, *_captions(played)


def frame_at(scene: FilmScene, mark: Mark) -> Iterator[Finding]:
    """What is wrong with the scene's frame as it is now."""
    where = f"{mark.kind} {mark.name}"
    with without_words(scene):
        behind = picture(scene)[..., :3] / 255.0
    texts, frame = seen_texts(scene), frame_box(scene)
    yield from frame_findings(where, texts, seen_shapes(scene), frame)
    yield from contrast_findings(where, texts, behind, frame)


def _captions(scene: FilmScene) -> Iterator[Finding]:
    """A beat is told until the next one begins."""
    beats = [mark for mark in scene.marks if mark.kind == "beat"]
    ends = [after.start for _, after in pairwise(beats)] + [beat.end for beat in beats[-1:]]
    for beat, end in zip(beats, ends, strict=True):
        yield from caption_findings(beat, end)
