"""A film in another language by copying its words, beside the scene or in a file of one's own."""

import pytest

from dlvis.errors import InputError
from dlvis.params import Params
from dlvis.render.clips import render_clip
from dlvis.translation import film_language, film_words
from tests.films import DOT, TINY

GERMAN = """
title = "Ein Punkt wandert"
[beats.start]
title = "Der Anfang"
narration = "Ein Punkt."
alt = "Ein Punkt in einem Quadrat."
[beats.move]
title = "Der Weg"
narration = "Er wandert."
alt = "Der Punkt ist rechts."
[labels]
sizes = "{n} Größen"
[stills.placed]
alt = "Der Punkt an seinem Platz."
"""


@pytest.fixture
def own(tmp_path):
    def write(text, name="mine.de.toml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return Params(words=str(tmp_path / name))

    return write


def test_a_film_is_told_in_the_words_of_ones_own(own, tmp_path):
    clip = render_clip(DOT, {"words": own(GERMAN).words}, quality_name=TINY, out=tmp_path)
    assert clip.title == "Ein Punkt wandert"
    assert clip.language == "de"
    assert clip.path.parent.name == "dot-de"
    assert [chapter.title for chapter in clip.chapters] == ["Der Anfang", "Der Weg"]
    assert {path.name for path in clip.captions} == {"dot-de.de.srt", "dot-de.de.vtt"}
    changed = own(GERMAN.replace("Ein Punkt.", "Da ist ein Punkt."))
    again = render_clip(DOT, {"words": changed.words}, quality_name=TINY, out=tmp_path)
    assert again.chapters[0].narration == "Da ist ein Punkt."


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            ('alt = "Der Punkt ist rechts."\n', ""),
            r"mine.de.toml: lacks \[beats.move\] alt; copy .*dot.en.toml",
        ),
        (('sizes = "{n} Größen"\n', ""), r"lacks \[labels\] sizes"),
        (
            ("beats.move", "beats.mov"),
            r"\[beats.mov\] title, .*: none of the film's words; rename or take out .*; did you mean .*move",
        ),
        (("{n}", "{m}"), r"\[labels\] sizes: the film fills no {m}; expected one of n"),
        (("{n}", "{n.__class__}"), r"fills no {n.__class__}"),
        (("{n}", "{n:>999999999}"), r"fills no {n:>999999999}"),
        (("{n}", "{n!r}"), r"fills no {n!r}"),
        (("{n}", "{"), r"\[labels\] sizes = '{ Größen'"),
        (("Ein Punkt.", "\\u0000"), "narration: expected a text without control characters"),
        (("Ein Punkt.", ""), "beats.start.narration: expected a text"),
    ],
)
def test_a_copy_that_does_not_fit_is_told_before_anything_is_drawn(own, change, message):
    with pytest.raises(InputError, match=message):
        film_words(DOT, own(GERMAN.replace(*change)))


def test_words_for_one_or_none_are_each_languages_own(own):
    """What a number calls for may be there in one language alone, with names that the beat fills."""
    more = GERMAN + '[stills.placed.n_2]\nalt = "Der Punkt an einem Platz."\n'
    assert film_words(DOT, own(more)).still("placed", {"n": 2}) == "Der Punkt an einem Platz."
    with pytest.raises(InputError, match=r"\[stills.place\] alt: none of the film's words"):
        film_words(DOT, own(more.replace("placed.n_2", "place.n_2")))
    with pytest.raises(InputError, match=r"the film fills no {n}"):
        film_words(DOT, own(more.replace("einem Platz", "{n} Plätzen")))


def test_many_missing_words_are_not_all_listed(own):
    with pytest.raises(InputError, match=r"lacks \[beats.start\] title, .* and 2 more"):
        film_words(DOT, own('title = "x"'))


def test_the_original_is_not_held_against_itself():
    assert film_words(DOT, Params(words=str(DOT.with_name("dot.en.toml")))).title == "A dot moves"


@pytest.mark.parametrize("name", ["de.toml", ".de.toml", "mine.toml", "mine.d_e.toml", "mine.de.txt"])
def test_a_words_file_is_named_after_its_language(name):
    with pytest.raises(InputError, match=r"words: expected a file named after its language"):
        film_language(Params(words=name))


def test_a_region_belongs_to_the_language():
    assert film_language(Params(words="a/b.c/x.pt-BR.toml")) == "pt-BR"
    assert film_language(Params(language="nl")) == "nl"


def test_words_that_are_not_there_are_named(tmp_path):
    with pytest.raises(InputError, match=r"none\.de\.toml"):
        film_words(DOT, Params(words=str(tmp_path / "none.de.toml")))
