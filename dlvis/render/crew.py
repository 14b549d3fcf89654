"""A film by one process or several, until every part of it is there."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from dlvis.errors import InputError
from dlvis.render.drawing import FILM, Crew, Drawing, Finding
from dlvis.render.encoding import film_length
from dlvis.render.filming import film
from dlvis.render.order import Order, order, plain
from dlvis.render.progress import Progress
from dlvis.render.seen import Seen
from dlvis.render.timeline import Timeline
from dlvis.render.timeline import plain as plain_timeline
from dlvis.render.timeline import timeline as timeline_from
from dlvis.tasks import Store, run_workers

# a worker may be killed, and another process that was at a part too; the last round is by one alone, since a
# scene that reads other files in each process has other parts in each
ROUNDS = 3
WORK, FIND = "dlvis.render.crew:work", "dlvis.render.crew:find"


def filmed(wanted: Order, store: Store, jobs: int, progress: Progress) -> Timeline:
    """Have the film drawn by `jobs` processes; its parts and pictures are in `store` then.

    Raises:
        InputError: what the scene raises; no room to write; workers that are killed again and again.
    """
    seen = Seen(store, wanted)
    if seen.may_know():
        # by a process of its own: what a scene leaves in memory would be there when it is drawn
        run_workers(FIND, [_values(wanted, store)], _unheard)
    killed: list[int] = []
    for number in range(ROUNDS):
        wait = number > 0
        if jobs == 1:
            crew = Crew(store, progress.tell, wait=wait)
            made: Timeline | None = film(wanted, Drawing(crew, seen, wanted.size))
        else:
            n_workers = jobs if number + 1 < ROUNDS else 1
            made, codes = _filmed_by_workers(wanted, store, n_workers, progress, wait)
            killed += [code for code in codes if code != 0]
        if made is not None and _is_whole(made, store):
            return made
    if killed:
        raise InputError(
            f"a process that draws ended with code {killed[-1]}, perhaps killed for want of memory:"
            " try fewer with --jobs; what is finished is kept"
        )
    raise InputError(
        f"{wanted.scene.file.path}: finished parts of the film were gone again when it was put together;"
        " something else writes to the cache or the scene's files, or the scene is not the same twice"
    )


def _is_whole(made: Timeline, store: Store) -> bool:
    """Whether all of the film is there; a part of another length than this film's is thrown away.

    The key of a part says where it begins. Where it ends depends on what the scene reads next, and who played
    it then may have read something else.
    """
    parts = [(task, store.found(task), n) for (task, _), n in zip(made.parts, made.lengths, strict=True)]
    wrong = [task for task, place, n in parts if place is None or film_length(place / FILM) != n]
    for task in wrong:
        store.discard(task)
    return not wrong and all(map(store.found, made.pictures))


def work(values: Mapping[str, Any], tell: Callable[[Any], None], is_stopped: Callable[[], bool]) -> None:
    """What a worker process does: draw its share, and tell the timeline in the end."""
    wanted, store = _ordered(values), Store(Path(values["store"]))
    crew = Crew(store, lambda *done: tell(done), is_stopped, values["wait"])
    tell(plain_timeline(film(wanted, Drawing(crew, Seen(store, wanted), wanted.size))))


def find(values: Mapping[str, Any], tell: Callable[[Any], None], is_stopped: Callable[[], bool]) -> None:
    """What a worker does before any draws: find what was drawn before, by its looks."""
    wanted, store = _ordered(values), Store(Path(values["store"]))
    film(wanted, Finding(store, Seen(store, wanted)))


def _ordered(values: Mapping[str, Any]) -> Order:
    wanted = order(**values["order"])
    if wanted.origin["scene"] != values["scene"]:
        raise InputError(f"{wanted.scene.file.path}: was changed while it was being filmed; run it again")
    return wanted


def _values(wanted: Order, store: Store) -> dict[str, Any]:
    return {"order": plain(wanted), "scene": wanted.origin["scene"], "store": str(store.folder)}


def _unheard(number: int, said: Any) -> None:
    """Nothing is said by who only looks."""


def _filmed_by_workers(
    wanted: Order, store: Store, jobs: int, progress: Progress, wait: bool
) -> tuple[Timeline | None, tuple[int, ...]]:
    timelines: list[Timeline] = []

    def hear(_: int, said: Any) -> None:
        if isinstance(said, dict):
            timelines.append(timeline_from(said))
            progress.length_is(timelines[-1].n_frames)
        else:
            progress.tell(*said)

    values = _values(wanted, store) | {"wait": wait}
    codes = run_workers(WORK, [values] * jobs, hear)
    if not timelines:
        return None, codes
    drawn = {path: found for each in timelines for path, found in each.drawn.items()}
    return replace(timelines[-1], drawn=drawn), codes
