"""Modules beside a scene: importable while it is loaded and played, and always as they are on disk now.

Python keeps a module's bytecode by the second and the size of its source, and an imported module for ever. A
scene that is filmed on each save may change one digit twice within a second.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import SOURCE_SUFFIXES, FileFinder, ModuleSpec, SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

SCENE = "dlvis_scene_"  # before the stem of a scene's file, as the name of its module
PACKAGE = Path(__file__).resolve().parent.parent


class SourceLoader(SourceFileLoader):
    """Loads a module from its source, whatever bytecode there is."""

    def path_stats(self, path: Any) -> Any:
        """What bytecode is compared with; without it none is read, and none is written."""
        raise OSError


class Beside:
    """Finds the modules in a folder, for `sys.meta_path`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        for entry in [str(self.folder)] if path is None else path:
            if Path(entry).is_relative_to(self.folder):
                spec = FileFinder(entry, (SourceLoader, SOURCE_SUFFIXES)).find_spec(name)
                if spec is not None and spec.loader is not None:
                    return spec
        return None


@contextmanager
def neighbours(scene: Path) -> Iterator[None]:
    """Let the scene in that file import modules that lie beside it, as plain Manim does."""
    finder = Beside(scene.resolve().parent)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


def forget_neighbours(scene: Path) -> None:
    """Have them imported anew: they may have been edited since, or be another scene's of the same name."""
    folder = scene.resolve().parent
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        first = folder / name.partition(".")[0]
        is_beside = first.with_suffix(".py").is_file() or (first / "__init__.py").is_file()
        is_scene = name.startswith(SCENE)
        is_ours = isinstance(getattr(module, "__loader__", None), SourceLoader)
        if file and not is_scene and (is_ours or (is_beside and _is_somebodys(Path(file)))):
            del sys.modules[name]


def _is_somebodys(file: Path) -> bool:
    """Whether a module is neither Python's nor a library's nor ours."""
    places = [Path(each).resolve() for each in (sys.prefix, sys.base_prefix)]
    return not any(file.resolve().is_relative_to(place) for place in (PACKAGE, *places))
