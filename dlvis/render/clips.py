"""A scene and its parameters as a finished clip: filmed, joined, captioned, put in its place as a whole."""

import shutil
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from dlvis.clip import PAGE, Clip, StillImage, is_intact, load_clip, save_clip
from dlvis.embed import page
from dlvis.errors import InputError
from dlvis.film import Mark
from dlvis.footage.captions import cues, srt, vtt
from dlvis.footage.graphs import mux
from dlvis.footage.place import check_free, placed_folder
from dlvis.footage.sound import add_sound, track
from dlvis.render.crew import filmed
from dlvis.render.drawing import FILM, PICTURE, PRINT
from dlvis.render.encoding import join
from dlvis.render.inputs import files_are_the_same
from dlvis.render.key import runs_are_the_same, versions
from dlvis.render.order import CACHE, Order, order, remember_drawn
from dlvis.render.progress import OnProgress, Progress, expected_frames
from dlvis.render.quality import DEFAULT
from dlvis.render.timeline import Timeline
from dlvis.render.voice import Voice
from dlvis.tasks import Store, Task
from dlvis.translation import film_language, film_words

LARGEST_CACHE = 10 * 2**30  # bytes; beyond it, what was of use longest ago goes


def render_clip(
    scene: str | Path,
    params: Mapping[str, Any] | None = None,
    *,
    quality_name: str = DEFAULT,
    out: str | Path = "renders",
    cache: bool = True,
    jobs: int = 1,
    voice: str | None = None,
    on_progress: OnProgress | None = None,
) -> Clip:
    """Film `scene` (as `scene_named` takes it) with `params` (as `params_from` takes them) into `out`/clips.

    A finished clip that was made from the same is the answer at once, unless `cache` is False; parts of one
    that was cut short are not drawn again. `jobs` processes draw. Whatever happens before the end, an
    earlier clip in the same place stays as it was. `voice` is a command that speaks the narration, as
    `dlvis.render.voice.Voice` takes it; its film is put in a folder of its own.

    Raises:
        InputError: unknown scene, parameter or quality; no words, no Run; a folder that cannot be written;
            what the scene itself raises.
    """
    wanted = order(scene, params or {}, quality_name, out, voice)
    if not (cache and _is_made(wanted)):
        check_free(wanted.target)
        store = parts_store(wanted.out)
        store.check()
        with nullcontext(store) if cache else store.empty() as used:
            timeline = filmed(wanted, used, jobs, Progress(expected_frames(wanted), on_progress))
            _place(timeline, wanted, used)
        remember_drawn(wanted, timeline.drawn)
        store.shrink(LARGEST_CACHE)
    return load_clip(wanted.target)


def parts_store(out: str | Path) -> Store:
    """Where the finished parts of films that are put in `out` are kept."""
    return Store(Path(out) / CACHE)


def _is_made(wanted: Order) -> bool:
    try:
        made = load_clip(wanted.target).made_from
    except InputError:
        return False
    return (
        made.get("key") == wanted.key
        and made.get("voice") == (wanted.voice.command if wanted.voice else None)
        and runs_are_the_same(made["runs"], wanted.scene.params, wanted.runs)
        and files_are_the_same(made.get("files", {}), wanted.scene.file.path)
        and is_intact(wanted.target)
    )


def _place(timeline: Timeline, wanted: Order, store: Store) -> None:
    with placed_folder(wanted.target) as folder:
        clip = _clip(timeline, wanted, folder)
        joined = folder / "joined.mp4"
        n_frames = join((_output(store, task) / FILM for task, _ in timeline.parts), joined, wanted.size)
        if n_frames != timeline.n_frames:
            raise InputError(
                f"{wanted.scene.file.path}: expected {timeline.n_frames} frames of all parts together, got "
                f"{n_frames}; the scene is not the same twice: render it with --no-cache --jobs 1"
            )
        film = _spoken(joined, clip, wanted.voice) if wanted.voice else joined
        mux(film, clip.path, clip.title, clip.chapters)
        for made in {joined, film}:
            made.unlink()
        for path, text in zip(clip.captions, (srt, vtt), strict=True):
            path.write_text(text(cues(clip.chapters)), encoding="utf-8")
        _copy_pictures(timeline, clip, store)
        save_clip(clip, folder)
        (folder / PAGE).write_text(page(clip), encoding="utf-8")


def _spoken(joined: Path, clip: Clip, voice: Voice) -> Path:
    """The film with each beat's narration said from its beginning on."""
    recordings = [(chapter.start, voice.spoken(chapter.narration)) for chapter in clip.chapters]
    target = joined.with_name("spoken.mp4")
    add_sound(joined, track(recordings, clip.seconds), target)
    return target


def _copy_pictures(timeline: Timeline, clip: Clip, store: Store) -> None:
    taken = list(zip(timeline.marks, timeline.pictures, strict=True))
    shutil.copyfile(_output(store, _poster(taken)) / PICTURE, clip.poster)
    for mark, task in taken:
        if mark.kind == "still":
            place = clip.poster.parent / "stills" / f"{mark.name}.png"
            place.parent.mkdir(exist_ok=True)
            shutil.copyfile(_output(store, task) / PICTURE, place)
            shutil.copyfile(_output(store, task) / PRINT, place.with_suffix(".pdf"))


def _output(store: Store, task: Task) -> Path:
    place = store.found(task)
    if place is None:
        raise InputError(f"{store.folder}: a finished part of the film is gone; render again to draw it anew")
    return place


def _clip(timeline: Timeline, wanted: Order, folder: Path) -> Clip:
    name, language = wanted.target.name, film_language(wanted.scene.params)
    return Clip(
        path=folder / f"{name}.mp4",
        scene=wanted.scene.file.name,
        title=film_words(wanted.scene.file.path, wanted.scene.params).title,
        language=language,
        width=wanted.size.width,
        height=wanted.size.height,
        fps=wanted.size.fps,
        seconds=round(timeline.n_frames / wanted.size.fps, 3),
        chapters=timeline.chapters(wanted.size.fps),
        captions=(folder / f"{name}.{language}.srt", folder / f"{name}.{language}.vtt"),
        poster=folder / "poster.png",
        stills=_stills(timeline, folder / "stills"),
        credits=timeline.credits,
        made_from={
            **wanted.origin,
            "key": wanted.key,
            **({"voice": wanted.voice.command} if wanted.voice else {}),
            "runs": list(timeline.runs),
            "files": {**timeline.drawn, **timeline.files},
            "installed": versions(("dlvis", "manim", "numpy", "torch")),
        },
    )


def _stills(timeline: Timeline, folder: Path) -> tuple[StillImage, ...]:
    return tuple(
        StillImage(
            mark.name,
            folder / f"{mark.name}.png",
            round(mark.start, 3),
            mark.alt,
            folder / f"{mark.name}.pdf",
        )
        for mark in timeline.marks
        if mark.kind == "still"
    )


def _poster(taken: list[tuple[Mark, Task]]) -> Task:
    """The picture that stands for the film: the still "poster", else the last still, else the last beat."""
    return max(taken, key=lambda each: (each[0].kind == "still", each[0].name == "poster", each[0].start))[1]
