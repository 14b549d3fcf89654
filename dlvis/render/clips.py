"""A scene and its parameters as a finished clip: played, muxed, captioned, put in its place as a whole."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dlvis.clip import PAGE, Chapter, Clip, StillImage, is_intact, load_clip, save_clip
from dlvis.embed import page
from dlvis.errors import InputError
from dlvis.film import FilmScene, Mark
from dlvis.render.captions import cues, srt, vtt
from dlvis.render.key import key_of, made_from, run_record, runs_are_the_same, versions
from dlvis.render.mux import mux
from dlvis.render.naming import film_name
from dlvis.render.place import check_free, placed_folder
from dlvis.render.quality import DEFAULT, Quality, quality
from dlvis.render.registry import ChosenScene, chosen_scene
from dlvis.render.stage import movie_of, picture, play, save_picture, stage

# called with the scene after each animation, to show how far it is
Watcher = Callable[[FilmScene], None]


@dataclass(frozen=True)
class Order:
    """What is to be filmed, checked before any work begins; `origin` is what the clip's key is made of."""

    scene: ChosenScene
    size: Quality
    target: Path
    runs: Path
    origin: Mapping[str, Any]


def render_clip(
    scene: str | Path,
    params: Mapping[str, Any] | None = None,
    *,
    quality_name: str = DEFAULT,
    out: str | Path = "renders",
    cache: bool = True,
    watcher: Watcher | None = None,
) -> Clip:
    """Film `scene` (as `scene_named` takes it) with `params` (as `params_from` takes them) into `out`/clips.

    A finished clip that was made from the same is the answer at once, unless `cache` is False. Whatever
    happens before the end, an earlier clip in the same place stays as it was.

    Raises:
        InputError: unknown scene, parameter or quality; no words, no Run; a folder that cannot be written.
    """
    order = _order(scene, params or {}, quality_name, Path(out))
    if not (cache and _is_made(order)):
        check_free(order.target)
        with stage(order.size, video=True) as folder:
            film = _filmed(order, folder / "pictures", watcher)
            _place(film, order, folder / "pictures")
    return load_clip(order.target)


def _order(scene: str | Path, params: Mapping[str, Any], quality_name: str, out: Path) -> Order:
    size, chosen = quality(quality_name), chosen_scene(scene, params)
    return Order(chosen, size, out / "clips" / film_name(chosen), out / "runs", made_from(chosen, size))


def _is_made(order: Order) -> bool:
    try:
        made = load_clip(order.target).made_from
    except InputError:
        return False
    return (
        made.get("key") == key_of(order.origin)
        and runs_are_the_same(made["runs"], order.scene.params, order.runs)
        and is_intact(order.target)
    )


def _filmed(order: Order, pictures: Path, watcher: Watcher | None) -> FilmScene:
    def photograph(scene: FilmScene, mark: Mark) -> None:
        save_picture(picture(scene), pictures / f"{mark.kind}-{mark.name}.png")

    film = order.scene.cls(params=order.scene.params, runs=order.runs, on_mark=photograph, on_play=watcher)
    play(film)
    if not any(mark.kind == "beat" for mark in film.marks):
        raise InputError(
            f"{order.scene.file.path}: the scene has no beat; play its animations within `self.beat(name)`"
        )
    return film


def _place(film: FilmScene, order: Order, pictures: Path) -> None:
    with placed_folder(order.target) as folder:
        clip = _clip(film, order, folder)
        mux(movie_of(film), clip.path, clip.title, clip.chapters)
        for path, text in zip(clip.captions, (srt, vtt), strict=True):
            path.write_text(text(cues(clip.chapters)), encoding="utf-8")
        for still in clip.stills:
            still.path.parent.mkdir(exist_ok=True)
            shutil.copyfile(pictures / f"still-{still.name}.png", still.path)
        shutil.copyfile(pictures / _poster(film), clip.poster)
        save_clip(clip, folder)
        (folder / PAGE).write_text(page(clip), encoding="utf-8")


def _clip(film: FilmScene, order: Order, folder: Path) -> Clip:
    name, language = order.target.name, order.scene.params.language
    return Clip(
        path=folder / f"{name}.mp4",
        scene=order.scene.file.name,
        title=film.words.title,
        language=language,
        width=order.size.width,
        height=order.size.height,
        fps=order.size.fps,
        seconds=round(float(film.time), 3),
        chapters=chapters(film),
        captions=(folder / f"{name}.{language}.srt", folder / f"{name}.{language}.vtt"),
        poster=folder / "poster.png",
        stills=_stills(film, folder / "stills"),
        credits=tuple(film.credits),
        made_from={
            **order.origin,
            "key": key_of(order.origin),
            "runs": [run_record(use) for use in film.runs_used],
            "installed": versions(("dlvis", "manim", "numpy", "torch")),
        },
    )


def chapters(film: FilmScene) -> tuple[Chapter, ...]:
    """The beats of a scene that was played; each lasts until the next begins, the last to the film's end."""
    beats = [mark for mark in film.marks if mark.kind == "beat"]
    ends = [*(beat.start for beat in beats[1:]), float(film.time)]
    return tuple(
        Chapter(beat.name, beat.title, round(beat.start, 3), round(end, 3), beat.narration, beat.alt)
        for beat, end in zip(beats, ends, strict=True)
    )


def _stills(film: FilmScene, folder: Path) -> tuple[StillImage, ...]:
    return tuple(
        StillImage(mark.name, folder / f"{mark.name}.png", round(mark.start, 3), mark.alt)
        for mark in film.marks
        if mark.kind == "still"
    )


def _poster(film: FilmScene) -> str:
    """The picture that stands for the film: the still "poster", else the last still, else the last beat."""
    marks = sorted(film.marks, key=lambda mark: (mark.kind == "still", mark.name == "poster"))
    return f"{marks[-1].kind}-{marks[-1].name}.png"
