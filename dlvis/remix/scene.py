"""A scene of one's own: a short commented file, and its words beside it."""

import re
from pathlib import Path
from string import Template

from dlvis.remix.naming import class_name, module_name
from dlvis.render.registry import scene_files, scene_named
from dlvis.translation import ORIGINAL
from dlvis.whole import free_place, write_whole
from dlvis.words import load_words, words_path

HERE = Path(__file__).resolve().parent


def write_scene(name: str, folder: str | Path = ".") -> tuple[Path, Path]:
    """Write `folder`/`name`.py, a film of two beats that can be rendered at once, and its English words.

    Raises:
        InputError: a wrong name, or a file that is there already.
    """
    module = module_name(name, (scene.name for scene in scene_files()))
    place = Path(folder) / f"{module}.py"
    written = (free_place(place), free_place(words_path(place, "en")))
    title = re.sub("_+", " ", module).capitalize()
    for target, template in zip(written, ("scene.template", "scene.en.template"), strict=True):
        text = Template((HERE / template).read_text(encoding="utf-8"))
        content = text.substitute(module=module, cls=class_name(module), title=title)
        write_whole(target, content.encode())
    return written


def write_words(scene: str, language: str, folder: str | Path = ".") -> Path:
    """Copy the words of `scene` into `folder`, to be told in `language`: its own in it, else the English.

    Raises:
        InputError: no such scene, a language that is no tag, or a file that is there already.
    """
    file = scene_named(scene)
    target = words_path(Path(folder) / file.path.name, language)
    told = words_path(file.path, language)
    source = told if told.is_file() else words_path(file.path, ORIGINAL)
    load_words(source)
    return write_whole(free_place(target), source.read_bytes())
