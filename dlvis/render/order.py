"""What is to be filmed, checked before any work begins, and as plain values for another process."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dlvis.params import params_dict
from dlvis.render.inputs import FilesRead, recording
from dlvis.render.key import key_of, made_from
from dlvis.render.naming import film_name
from dlvis.render.quality import Quality, quality
from dlvis.render.registry import ChosenScene, chosen_scene, scene_named


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

    @property
    def runs(self) -> Path:
        return self.out / "runs"

    @property
    def key(self) -> str:
        return key_of(self.origin)


def order(scene: str | Path, params: Mapping[str, Any], quality_name: str, out: str | Path) -> Order:
    """Raises InputError for an unknown scene, parameter or quality, or where there are no words."""
    size, modules = quality(quality_name), FilesRead(scene_named(scene).path)
    with recording(modules):
        chosen = chosen_scene(scene, params)
    target = Path(out) / "clips" / film_name(chosen)
    origin = made_from(chosen, size) | {"modules": modules.digests()}
    return Order(chosen, size, Path(out), target, origin)


def plain(wanted: Order) -> dict[str, Any]:
    """The arguments of `order` that give this one again, in any process in this folder."""
    file = wanted.scene.file
    return {
        "scene": f"{file.path}:{wanted.scene.cls.__name__}",
        "params": params_dict(wanted.scene.params),
        "quality_name": wanted.size.name,
        "out": str(wanted.out),
    }
