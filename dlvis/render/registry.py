"""Which scenes there are, and the class in a scene's file. Listing them opens no Manim."""

import sys
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from dlvis.errors import InputError, nearest
from dlvis.params import Params, params_from
from dlvis.render.neighbours import SCENE, SourceLoader, forget_neighbours, neighbours
from dlvis.render.packages import packaged_scenes
from dlvis.shipped import shipped
from dlvis.words import load_words, words_path

if TYPE_CHECKING:
    from dlvis.film import FilmScene


@dataclass(frozen=True)
class SceneFile:
    """A file with a scene in it: `name` is its stem, `class_name` says which one where there are several."""

    path: Path
    class_name: str | None = None

    @property
    def name(self) -> str:
        return self.path.stem

    def title(self, language: str = "en") -> str:
        return load_words(words_path(self.path, language)).title


@dataclass(frozen=True, eq=False)
class ChosenScene:
    """A scene's file, its class, and the parameters it is to be played with."""

    file: SceneFile
    cls: "type[FilmScene]"
    params: Params


def scene_files(folder: Path | None = None) -> tuple[SceneFile, ...]:
    """The scenes that ship with dlvis (or stand in `folder`), by name."""
    files = (folder or shipped("scenes")).glob("*.py")
    return tuple(SceneFile(path) for path in sorted(files) if not path.stem.startswith("_"))


def scene_named(text: str | Path) -> SceneFile:
    """The scene `text`: one that ships, or of an installed package, by its name, or an own one by its file,
    as `my_scene.py` or `my_scene.py:MyScene`.

    Raises:
        InputError: no such scene (the nearest name is given) or no such file.
    """
    place, _, class_name = str(text).partition(".py:")
    if not class_name and not place.endswith(".py"):
        return _scene_called(place)
    path = Path(place if place.endswith(".py") else f"{place}.py")
    if not path.is_file():
        raise InputError(
            f"{path}: no such scene file{nearest(path.stem, (each.name for each in scene_files()))}"
        )
    return SceneFile(path.resolve(), class_name or None)


def chosen_scene(text: str | Path, params: Mapping[str, Any]) -> ChosenScene:
    """The scene that `scene_named` finds, with `params` as `params_from` takes them."""
    file = scene_named(text)
    cls = scene_class(file)
    return ChosenScene(file, cls, params_from(cls.Params, params))


def scene_class(scene: SceneFile) -> "type[FilmScene]":
    """The one `FilmScene` in the scene's file, or the one it names.

    Raises:
        InputError: there is none, several without a name, or none of that name.
    """
    found = _classes(scene.path)
    if scene.class_name is not None:
        if scene.class_name not in found:
            raise InputError(
                f"{scene.path}: has no scene {scene.class_name!r}{nearest(scene.class_name, found)}"
            )
        return found[scene.class_name]
    if not found:
        raise InputError(f"{scene.path}: expected a class that extends dlvis.film.FilmScene, got none")
    if len(found) > 1:
        raise InputError(
            f"{scene.path}: has several scenes ({', '.join(found)});"
            f" say which, as {scene.path.name}:{next(iter(found))}"
        )
    return next(iter(found.values()))


def _scene_called(name: str) -> SceneFile:
    scenes = {scene.name: scene for scene in scene_files()}
    if name in scenes:
        return scenes[name]
    packaged = packaged_scenes()
    for each in packaged:
        if each.name == name and each.path is None:
            raise InputError(f"scene {name!r} of the package {each.package}: {each.fault}")
        if each.name == name and each.path is not None:
            return SceneFile(each.path, each.class_name)
    raise InputError(
        f"scene {name!r} is unknown{nearest(name, (*scenes, *(each.name for each in packaged)))}"
    )


def _classes(path: Path) -> "dict[str, type[FilmScene]]":
    from dlvis.film import FilmScene

    module = _module(path)
    return {
        name: value
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, FilmScene) and value.__module__ == module.__name__
    }


def _module(path: Path) -> ModuleType:
    name = f"{SCENE}{path.stem}"
    spec = spec_from_file_location(name, path, loader=SourceLoader(name, str(path)))
    if spec is None or spec.loader is None:
        raise InputError(f"{path}: expected a Python file with a scene")
    module = module_from_spec(spec)
    # dataclasses and the words look a class's module up here
    sys.modules[name] = module
    forget_neighbours(path)
    try:
        with neighbours(path):
            spec.loader.exec_module(module)
    except InputError:
        raise
    except (Exception, SystemExit) as error:
        del sys.modules[name]
        raise InputError(_why_not(path, error)) from error
    return module


def _why_not(path: Path, error: BaseException) -> str:
    """Why the file cannot be run: what was raised, at the file's own line that led there."""
    if isinstance(error, SyntaxError) and error.filename == str(path):
        return f"{path}: line {error.lineno} is no Python: {error.msg}"
    own = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    line = f", line {own[-1]}" if own else ""
    return f"{path}{line}: the scene cannot be imported: {type(error).__name__}: {error}"
