"""How the files of a scene are called, so that the film of one topic does not take another's place."""

from dlvis.render.quality import USUAL, Quality
from dlvis.render.registry import ChosenScene
from dlvis.style import theme
from dlvis.topics import load
from dlvis.translation import film_language


def film_name(chosen: ChosenScene, size: Quality) -> str:
    """`training`, or `training-island-paper-nl-9x16`: the scene, then its topic, theme, language and aspect
    where they are not the usual ones."""
    params, usual = chosen.params, chosen.cls.Params()
    parts = [chosen.file.name]
    if params.topic != usual.topic:
        parts.append(load(params.topic).name)
    if params.theme != usual.theme:
        parts.append(theme(params.theme).name)
    language = film_language(params)
    if language != usual.language or params.words:
        parts.append(language)
    if size.aspect not in ("", USUAL):
        parts.append(size.aspect.replace(":", "x"))
    return "-".join(parts)
