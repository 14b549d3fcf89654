"""What is to be filmed, checked before any work begins, and as plain values for another process."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from dlvis.clip import digest
from dlvis.params import params_dict
from dlvis.render.inputs import FilesRead, recording
from dlvis.render.key import key_of, made_from
from dlvis.render.naming import film_name
from dlvis.render.quality import Quality, quality
from dlvis.render.registry import ChosenScene, chosen_scene, scene_named
from dlvis.render.voice import Voice
from dlvis.translation import film_language
from dlvis.whole import write_whole

CACHE = "cache"  # the folder beside the clips with what has been finished of films


@dataclass(frozen=True)
class Order:
    """A scene with its parameters, at a size, into `target`.

    `origin` is what its key is made of: all that is known before the scene is played.
    """

    scene: ChosenScene
    size: Quality
    out: Path
    target: Path
    origin: Mapping[str, Any]
    voice: Voice | None = None

    @property
    def runs(self) -> Path:
        return self.out / "runs"

    @property
    def key(self) -> str:
        return key_of(self.origin)


def order(
    scene: str | Path, params: Mapping[str, Any], quality_name: str, out: str | Path, voice: str | None = None
) -> Order:
    """Raises InputError for an unknown scene, parameter or quality, or where there are no words or no voice.

    The voice is no part of the key: a spoken film shows the same frames, but where a beat waits for what is
    said, which those who film it know.
    """
    size, modules = quality(quality_name), FilesRead(scene_named(scene).path)
    with recording(modules):
        chosen = chosen_scene(scene, params)
    target = Path(out) / "clips" / (film_name(chosen, size) + ("-spoken" if voice is not None else ""))
    speaking = _voice(voice, chosen, Path(out))
    origin = made_from(chosen, size) | {"modules": modules.digests()}
    drawn = _drawn_before(chosen, Path(out))
    return Order(chosen, size, Path(out), target, origin | ({"drawn": drawn} if drawn else {}), speaking)


def _voice(command: str | None, scene: ChosenScene, out: Path) -> Voice | None:
    return None if command is None else Voice(command, out / CACHE / "voice", film_language(scene.params))


def remember_drawn(wanted: Order, drawn: Mapping[str, str]) -> None:
    """Keep which files were read while frames were drawn: a part's key, which is made before, holds them from
    the next time on, so that a change of any of them is never answered by an old part."""
    known = {*_drawn_before(wanted.scene, wanted.out), *drawn}
    if known:
        place = _drawn_place(wanted.scene, wanted.out)
        write_whole(place, json.dumps(sorted(known)).encode(), overwrite=True)


def _drawn_before(scene: ChosenScene, out: Path) -> dict[str, str]:
    """The digest that each such file has now; "" where it is gone."""
    try:
        paths = json.loads(_drawn_place(scene, out).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    files = {path: scene.file.path.parent / path for path in paths}
    return {path: digest(file) if file.is_file() else "" for path, file in files.items()}


def _drawn_place(scene: ChosenScene, out: Path) -> Path:
    name = sha256(f"{scene.file.path.resolve()}:{scene.cls.__name__}".encode()).hexdigest()[:16]
    return out / CACHE / "drawn" / f"{name}.json"


def plain(wanted: Order) -> dict[str, Any]:
    """The arguments of `order` that give this one again, in any process in this folder."""
    file = wanted.scene.file
    return {
        "scene": f"{file.path}:{wanted.scene.cls.__name__}",
        "params": params_dict(wanted.scene.params),
        "quality_name": wanted.size.name,
        "out": str(wanted.out),
        "voice": wanted.voice.command if wanted.voice else None,
    }
