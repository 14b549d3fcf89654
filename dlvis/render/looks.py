"""What a frame will look like, as one digest, without drawing it: of everything the camera would draw from.

After a line of a scene was changed, the parts whose frames have looks that were seen before need not be drawn
again. So a look must never stay the same where a picture would not: it holds every value that a mobject
carries, whatever it is called, and the source of classes that are the scene's own. What cannot be read counts
as never the same. A mobject that knows better says so with a method `fingerprint`, of plain values.
"""

import secrets
import sys
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from hashlib import blake2b
from pathlib import Path
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any
from weakref import ReferenceType, ref

import numpy as np
from manim import ManimColor, Mobject

from dlvis.arrays import itself
from dlvis.camera import FilmCamera
from dlvis.clip import digest
from dlvis.render.inputs import is_of_the_scene

PLAIN = frozenset((bool, int, float, complex, str, bytes, type(None)))
# of no matter to a picture: others that are drawn by themselves, what led to the points, names and addresses
NOT_DRAWN = frozenset(
    (
        "submobjects",
        "updaters",
        "updating_suspended",
        "target",
        "saved_state",
        "lent",
        "name",
        "original_id",
        "path_obj",
        "point_hash",
    )
)
# of the camera: what it has drawn, and what is asked for mobject by mobject
NOT_OF_CAMERA = frozenset(
    (
        "pixel_array",
        "pixel_array_to_cairo_context",
        "background",
        "display_funcs",
        "fixed_orientation_mobjects",
        "fixed_in_frame_mobjects",
        "pinned",
        "_families",
        "before_frame",
        "page",
    )
)
CODE = (FunctionType, BuiltinFunctionType, MethodType, ModuleType)
DEEPEST = 12
BYTES = 20

Digest = Callable[[Any], None]  # bytes, or an array


class Looks:
    """Looks of frames as one camera sees them; what is frozen is read once."""

    def __init__(self, camera: FilmCamera) -> None:
        self._camera = camera
        self._frozen: dict[int, tuple[ReferenceType[Any], bytes]] = {}
        self._classes: dict[Any, bytes] = {}
        self._background: tuple[Any, bytes] = (None, b"")

    def of(self, mobjects: Iterable[Mobject]) -> str:
        """The look of these, in the order in which the camera draws them."""
        camera, total = self._camera, blake2b(digest_size=BYTES)
        camera.add_fixed_in_frame_mobjects(*camera.pinned)
        camera.reset_rotation_matrix()
        self._feed_items(self._camera.__dict__, NOT_OF_CAMERA, total.update, 0)
        total.update(self._ground())
        for mobject in camera.get_mobjects_to_display(mobjects):
            self._feed_leaf(mobject, total.update)
        return total.hexdigest()

    def _ground(self) -> bytes:
        # as large as a frame, and made anew when it changes
        if self._background[0] is not self._camera.background:
            total = blake2b(digest_size=BYTES)
            self._feed(self._camera.background, total.update, 0)
            self._background = self._camera.background, total.digest()
        return self._background[1]

    def _feed_leaf(self, mobject: Any, feed: Digest) -> None:
        camera = self._camera
        feed(self._class(type(mobject)))
        feed(b"\1" if mobject in camera.fixed_in_frame_mobjects else b"\0")
        if mobject in camera.fixed_orientation_mobjects:
            self._feed(camera.fixed_orientation_mobjects[mobject](), feed, 0)
        if callable(getattr(mobject, "fingerprint", None)):
            self._feed(mobject.fingerprint(), feed, 0)
        else:
            self._feed_items(mobject.__dict__, NOT_DRAWN, feed, 0)

    def _feed_items(
        self, items: Mapping[str, Any], ignored: frozenset[str], feed: Digest, depth: int
    ) -> None:
        plain = []
        for name, value in items.items():
            if name in ignored:
                continue
            if type(value) in PLAIN:
                plain.append((name, value))
            else:
                feed(name.encode())
                self._feed(value, feed, depth + 1)
        feed(repr(plain).encode())

    def _feed(self, value: Any, feed: Digest, depth: int) -> None:
        kind = type(value)
        if kind is np.ndarray and not value.dtype.hasobject:
            feed(f"{value.dtype.char}{value.shape}".encode())
            feed(value if value.flags.c_contiguous else np.ascontiguousarray(value))
        elif kind is ManimColor:
            feed(value._internal_value)
        elif isinstance(value, Enum):
            feed(value.name.encode())
        elif kind in PLAIN or isinstance(value, np.generic | Path | type):
            feed(f"{kind.__qualname__}{value!r}".encode())
        elif isinstance(value, CODE):
            feed(b"code")
        elif isinstance(value, Mobject):
            feed(self._class(kind))
            self._feed_items(value.__dict__, NOT_DRAWN, feed, depth) if depth < 2 else None
        elif depth > DEEPEST:
            feed(secrets.token_bytes(16))
        elif isinstance(value, list | tuple | np.ndarray):
            feed(f"{kind.__qualname__}{len(value)}".encode())
            for each in value:
                self._feed(each, feed, depth + 1)
        elif isinstance(value, Mapping):
            feed(f"{kind.__qualname__}{len(value)}".encode())
            for key, each in value.items():
                self._feed(key, feed, depth + 1)
                self._feed(each, feed, depth + 1)
        else:
            feed(self._object(value, depth))

    def _class(self, kind: Any) -> bytes:
        if kind not in self._classes:
            self._classes[kind] = _class_digest(kind)
        return self._classes[kind]

    def _object(self, value: Any, depth: int) -> bytes:
        kept = self._frozen.get(id(value))
        if kept is not None and kept[0]() is value:
            return kept[1]
        total = blake2b(self._class(type(value)), digest_size=BYTES)
        attributes = _attributes(value)
        if attributes is None:
            total.update(secrets.token_bytes(16))
        else:
            self._feed_items(attributes, frozenset(), total.update, depth)
        if getattr(type(value), "__deepcopy__", None) is itself:
            self._frozen[id(value)] = ref(value), total.digest()
        return total.digest()


def _attributes(value: Any) -> Mapping[str, Any] | None:
    """What an object is made of; None where it does not show that."""
    slots = [name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())]
    if hasattr(value, "wkb"):  # shapely's geometries
        return {"wkb": value.wkb}
    if not hasattr(value, "__dict__") and not slots:
        return None
    found = {name: getattr(value, name) for name in slots if hasattr(value, name)}
    return found | getattr(value, "__dict__", {})


def _class_digest(kind: Any) -> bytes:
    """A class by its name, and by its source where that is the scene's: how it draws may be in it."""
    total = blake2b(f"{kind.__module__}.{kind.__qualname__}".encode(), digest_size=BYTES)
    for each in kind.__mro__:
        file = getattr(sys.modules.get(each.__module__), "__file__", None)
        if file is not None and is_of_the_scene(file):
            total.update(digest(Path(file)).encode())
    return total.digest()
