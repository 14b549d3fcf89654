"""How the files of a scene are called, so that the film of one topic does not take another's place."""

from dlvis.render.quality import USUAL, Quality
from dlvis.render.registry import ChosenScene
from dlvis.topics import load


def film_name(chosen: ChosenScene, size: Quality) -> str:
    """`training`, or `training-island-paper-nl-9x16`: the scene, then its topic, theme, language and aspect
    where they are not the usual ones."""
    params, usual = chosen.params, chosen.cls.Params()
    parts = [chosen.file.name]
    if params.topic != usual.topic:
        parts.append(load(params.topic).name)
    parts += [
        getattr(params, name)
        for name in ("theme", "language")
        if getattr(params, name) != getattr(usual, name)
    ]
    if size.aspect not in ("", USUAL):
        parts.append(size.aspect.replace(":", "x"))
    return "-".join(parts)
