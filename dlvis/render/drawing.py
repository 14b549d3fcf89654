"""Drawing the parts of a film that nobody has drawn, and finding those that only their keys make new."""

from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile

from dlvis.film import FilmScene, Mark
from dlvis.render.encoding import Picture, Write, encoded
from dlvis.render.quality import Quality
from dlvis.render.seen import Seen
from dlvis.render.shots import Shot
from dlvis.render.stage import page, picture, save_picture, still_title
from dlvis.tasks import Store, Task

FILM, PICTURE, PRINT = "film.mp4", "picture.png", "page.pdf"

# called with a part's number and how many of its frames are done
Tell = Callable[[int, int], None]
Runs = list[tuple[str, int]]  # looks, and how often each is shown


@dataclass(frozen=True)
class Crew:
    """Where finished parts are kept, and how this process fits in with the others.

    With `wait`, a part that another is at is waited for: nobody else will come back to it. `is_stopped` is
    asked before each frame.
    """

    store: Store
    tell: Tell
    is_stopped: Callable[[], bool] = lambda: False
    wait: bool = False


class Drawing:
    """Draws each part that is not finished and that no other process is at."""

    def __init__(self, crew: Crew, seen: Seen, size: Quality) -> None:
        self.store, self._crew, self._seen, self._size = crew.store, crew, seen, size
        self._ending = ExitStack()  # of the part that is being drawn
        self._write: Write | None = None

    def begin(self, task: Task, number: int) -> bool:
        self._task, self._number = task, number
        self._looks: Runs = []
        self._n_done = 0
        self._last: Picture | None = None
        place = self._claimed(task, self._ending)
        self._write = None if place is None else self._ending.enter_context(encoded(place / FILM, self._size))
        return self._write is not None

    def take(self, shot: Shot, number: int, repeat: int) -> bool:
        if self._crew.is_stopped():
            raise KeyboardInterrupt
        found = shot.look(number)
        if found is None or self._write is None:
            return False
        # what has not changed is not drawn again
        if self._last is None or not self._looks or self._looks[-1][0] != found:
            self._last = shot.picture(number)
        assert self._last is not None
        self._write(self._last, repeat)
        self._looks.append((found, repeat))
        self._n_done += repeat
        self._crew.tell(self._number, self._n_done)
        return True

    def end(self, n_frames: int) -> None:
        was_drawn = self._write is not None
        self._write = None
        self._ending.close()
        if was_drawn:
            self._seen.remember(self._task, self._looks)
        elif self.store.found(self._task) is not None:
            self._crew.tell(self._number, n_frames)

    def picture(self, task: Task, scene: FilmScene, mark: Mark) -> None:
        with ExitStack() as ending:
            place = self._claimed(task, ending)
            if place is None:
                return
            view = self._seen.picture(scene, mark)
            known = self.store.found(view)
            if known is None:
                _draw(scene, mark, place)
            else:
                for name in _names(mark):
                    copyfile(known / name, place / name)
        drawn = self.store.found(task)
        if known is None and drawn is not None:
            self.store.link(view, drawn)

    def abandon(self) -> None:
        if self._write is not None:
            with suppress(Exception):  # why it is abandoned is known already
                self._ending.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)

    def _claimed(self, task: Task, ending: ExitStack) -> Path | None:
        """A place for the output of `task`, or None where it is there or somebody else makes it."""
        if self.store.found(task) or not ending.enter_context(self.store.claimed(task, self._crew.wait)):
            return None
        return None if self.store.found(task) else ending.enter_context(self.store.making(task))


class Finding:
    """Finds again, by their looks, parts that were drawn for a film made of something else."""

    def __init__(self, store: Store, seen: Seen) -> None:
        self.store, self._seen = store, seen

    def begin(self, task: Task, number: int) -> bool:
        self._task, self._looks = task, list[tuple[str, int]]()
        self._is_wanted = self.store.found(task) is None
        return self._is_wanted

    def take(self, shot: Shot, number: int, repeat: int) -> bool:
        if not self._is_wanted:
            return False
        found = shot.look(number)
        if found is None:
            return False
        self._is_wanted = bool(self._looks) or self._seen.starts_with(found)
        self._looks.append((found, repeat))
        return self._is_wanted

    def end(self, n_frames: int) -> None:
        if self._is_wanted:
            place = self.store.found(self._seen.part(self._looks))
            if place is not None:
                self.store.link(self._task, place)

    def picture(self, task: Task, scene: FilmScene, mark: Mark) -> None:
        """A picture is one frame: it is drawn as quickly."""

    def abandon(self) -> None:
        """Nothing was begun."""


def _names(mark: Mark) -> tuple[str, ...]:
    """The files of a picture: of a still the page for print too."""
    return (PICTURE, PRINT) if mark.kind == "still" else (PICTURE,)


def _draw(scene: FilmScene, mark: Mark, place: Path) -> None:
    save_picture(picture(scene), place / PICTURE)
    if mark.kind == "still":
        (place / PRINT).write_bytes(page(scene, still_title(scene, mark), mark.alt))
