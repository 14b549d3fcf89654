"""Parts and pictures by how they look, whatever film they were drawn for.

The first key of a part is what its film is made of, and is known before anything is played. After a line of
the scene was changed it is another for every part; but where all frames of a part look as they did, the part
that was drawn then is taken.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from dlvis.film import Mark
from dlvis.render.order import Order
from dlvis.render.stage import still_title
from dlvis.tasks import Store, Task


class Seen:
    """What has been drawn at one size, by this dlvis with these libraries, by its looks."""

    def __init__(self, store: Store, order: Order) -> None:
        self._store = store
        self._drawn_by = {name: order.origin[name] for name in ("quality", "dlvis", "versions")}
        self._some = Task("some", {"file": order.origin["scene"]["file"], **self._drawn_by})

    def part(self, looks: Iterable[tuple[str, int]]) -> Task:
        """The part with frames of these looks, each so many times."""
        total = sha256("".join(f"{look} {repeat} " for look, repeat in looks).encode())
        return Task("seen", {"looks": total.hexdigest(), **self._drawn_by})

    def picture(self, scene: Any, mark: Mark) -> Task:
        """The picture of a scene as it is now, and of a still its page, which holds the still's words."""
        look = scene.renderer.looks.of([*scene.mobjects, *scene.foreground_mobjects])
        words = [still_title(scene, mark), mark.alt] if mark.kind == "still" else []
        return Task("view", {"look": look, "words": words, **self._drawn_by})

    def remember(self, task: Task, looks: list[tuple[str, int]]) -> None:
        """The finished part `task` has frames of these looks."""
        place = self._store.found(task)
        if looks and place is not None:
            self._store.link(self.part(looks), place)
            self._note(self._start(looks[0][0]))
            self._note(self._some)

    def starts_with(self, look: str) -> bool:
        """Whether any part that was drawn starts with this look: if not, the others need not be asked for."""
        return self._store.found(self._start(look)) is not None

    def may_know(self) -> bool:
        """Whether anything of this scene has been drawn before, so that it is worth looking for."""
        return self._store.found(self._some) is not None

    def _note(self, task: Task) -> None:
        if self._store.found(task) is None:
            with self._store.claimed(task) as mine:
                if mine:
                    with self._store.making(task):
                        pass

    def _start(self, look: str) -> Task:
        return Task("start", {"look": look, **self._drawn_by})
