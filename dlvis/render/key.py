"""What a clip is made from, and the key that changes when any of it does.

A key holds the scene's source and words, every parameter, the topic's data, the quality, dlvis' own source
and fonts, and the versions of what draws. The Runs are known only when the scene has asked for them, so they
are recorded beside the key and asked for again before a finished clip is taken as the answer.
"""

import json
import platform
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from dlvis.clip import digest
from dlvis.errors import InputError
from dlvis.film import RunUse, resolved_run
from dlvis.fonts import font_files
from dlvis.params import Params, params_dict
from dlvis.render.packages import package_of
from dlvis.render.quality import Quality
from dlvis.render.registry import ChosenScene
from dlvis.run import run_digest
from dlvis.style import theme
from dlvis.topics import load, shown_digest
from dlvis.translation import film_words

DRAWING = ("av", "manim", "manimpango", "numpy", "pillow", "pycairo", "shapely", "typst")


def made_from(scene: ChosenScene, quality: Quality) -> dict[str, Any]:
    """Everything that decides what the frames show, but the Runs, as plain values."""
    words = film_words(scene.file.path, scene.params)
    return {
        "scene": {
            "file": scene.file.path.name,
            "class": scene.cls.__name__,
            "digest": digest(scene.file.path),
            "package": package_of(scene.file.path),
            "words": sha256(words.path.read_bytes()).hexdigest(),
        },
        "params": params_dict(scene.params),
        "theme": asdict(theme(scene.params.theme)),
        "topic": shown_digest(load(scene.params.topic)),
        "quality": {"name": quality.name, "encoder": dict(quality.encoder)}
        | {"width": quality.width, "height": quality.height, "fps": quality.fps},
        "dlvis": source_digest(),
        "versions": versions(DRAWING) | {"python": platform.python_version()},
    }


def key_of(values: Mapping[str, Any]) -> str:
    """One digest for all of `values`."""
    return sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def runs_are_the_same(recorded: list[Mapping[str, Any]], params: Params, runs: Path) -> bool:
    """Whether the scene would get the same Runs again that it got for the clip with these records."""
    try:
        return all(
            run_digest(resolved_run(params, _widths(record), runs, record.get("seed"))[1]) == record["digest"]
            for record in recorded
        )
    except InputError:
        return False


def run_record(use: RunUse) -> dict[str, Any]:
    """A Run's use as plain values; its folder by name only, since a path says nothing on another machine."""
    widths = None if use.widths is None else list(use.widths)
    seed = {} if use.seed is None else {"seed": use.seed}
    return {"run": use.path.name, "widths": widths, "digest": use.digest} | seed


def versions(names: tuple[str, ...]) -> dict[str, str]:
    """The installed versions of those packages that are installed."""
    found = {}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


@cache
def source_digest() -> str:
    """One digest for every file of dlvis, and for the fonts."""
    package = Path(__file__).resolve().parent.parent
    files = (path for path in sorted(package.rglob("*")) if path.suffix in (".py", ".toml", ".html"))
    total = sha256()
    for file in (*files, *font_files()):
        total.update(file.name.encode() + b"\0" + digest(file).encode())
    return total.hexdigest()


def _widths(record: Mapping[str, Any]) -> tuple[int, ...] | None:
    return None if record["widths"] is None else tuple(record["widths"])
