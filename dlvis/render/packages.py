"""Scenes of other packages, named by the entry points `dlvis.scenes`. Listing runs none of their code.

[project.entry-points."dlvis.scenes"]        # in the package's pyproject.toml
coast = "my_films.coast:CoastFilm"           # my_films/coast.py, its words in my_films/coast.en.toml
"""

from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from dlvis.errors import InputError

GROUP = "dlvis.scenes"


@dataclass(frozen=True)
class PackagedScene:
    """A scene's file in an installed package, `package` with its version, or `fault`, why there is none."""

    name: str
    package: str
    path: Path | None = None
    class_name: str | None = None
    fault: str = ""


def packaged_scenes() -> tuple[PackagedScene, ...]:
    """What installed packages offer, by name; a broken one says so and does not stop the others."""
    offered = sorted(entry_points(group=GROUP), key=lambda point: (point.name, _package(point)))
    return tuple(_scene(point) for point in offered)


def package_of(path: Path) -> str:
    """The package, with its version, that offers the scene in that file; "" for any other scene.

    It counts for what a film is made from: modules beside such a scene are not looked at one by one.
    """
    return next((each.package for each in packaged_scenes() if each.path == path), "")


def _scene(point: EntryPoint) -> PackagedScene:
    package = _package(point)
    try:
        path, class_name = _file(point), point.attr or None
    except InputError as error:
        return PackagedScene(point.name, package, fault=str(error))
    return PackagedScene(point.name, package, path, class_name)


def _package(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else "?"


def _file(point: EntryPoint) -> Path:
    """The file of the module that the entry point names, found without importing anything of it."""
    try:
        first, *below = point.module.split(".")
        spec = find_spec(first)
    except (AttributeError, ValueError, ImportError) as error:
        raise InputError(f"{point.value!r}: expected module:Class ({error})") from error
    if spec is None:
        raise InputError(f"{point.value!r}: there is no package {first!r}")
    if not below:
        path = Path(str(spec.origin))
    else:
        folders = [Path(folder) for folder in spec.submodule_search_locations or ()]
        places = [folder.joinpath(*below).with_suffix(".py") for folder in folders]
        path = next((place for place in places if place.is_file()), Path("/".join((first, *below)) + ".py"))
    if not path.is_file():
        raise InputError(f"{point.value!r}: there is no file {path}")
    if path.stem != point.name:
        raise InputError(f"{point.value!r}: expected a file called {point.name}.py, got {path.name}")
    return path
