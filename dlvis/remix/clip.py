"""The settings that made a clip, as a TOML file that makes it again, or another one by a changed line."""

from collections.abc import Mapping
from pathlib import Path
from shlex import join
from typing import Any

from dlvis.clip import Clip, load_clip
from dlvis.errors import InputError
from dlvis.render.registry import scene_files
from dlvis.toml import toml_text


def props_of(path: str | Path) -> str:
    """What `dlvis render SCENE --props` takes to make the clip in the folder `path` (or an mp4 in it) again.

    Raises:
        InputError: no clip there, or one whose manifest does not say what made it.
    """
    place = Path(path)
    clip = load_clip(place.parent if place.suffix == ".mp4" else place)
    params = clip.made_from.get("params")
    if not isinstance(params, Mapping):
        raise InputError(f"{path}: made_from.params: expected parameters of a scene, got {params!r:.60}")
    return "".join(f"# {_one_line(line)}\n" for line in _head(clip)) + "\n" + toml_text(params)


def _head(clip: Clip) -> list[str]:
    quality, voice = _part(clip, "quality").get("name"), clip.made_from.get("voice")
    file = str(_part(clip, "scene").get("file") or clip.scene)
    # one that ships is called by its name
    named = {scene.path.name: scene.name for scene in scene_files()}.get(file, file)
    line = ["dlvis", "render", named, "--props", "THIS_FILE"]
    line += ["-q", str(quality)] if quality else []
    line += ["--voice", str(voice)] if voice else []
    shown = [str(run.get("run")) for run in _runs(clip)]
    told = [f'What made "{clip.title}". The same again, with what stands here in THIS_FILE:']
    told.append(f"    {join(line)}")
    if shown:
        told.append(f"It showed these runs, and shows the newest of their kind: {', '.join(shown)}.")
    return told


def _part(clip: Clip, name: str) -> Mapping[str, Any]:
    part = clip.made_from.get(name)
    return part if isinstance(part, Mapping) else {}


def _runs(clip: Clip) -> list[Mapping[str, Any]]:
    runs = clip.made_from.get("runs")
    return [run for run in runs if isinstance(run, Mapping)] if isinstance(runs, list) else []


def _one_line(text: str) -> str:
    """A comment stays one, whatever a manifest says."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
