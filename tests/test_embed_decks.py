"""Decks as folders: what they hold, and that they stand whole or not at all."""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from dlvis.clip import load_clip
from dlvis.embed.decks import deck_name, write_deck
from dlvis.embed.slides import deck_of, plain_name
from dlvis.errors import InputError
from dlvis.footage.sound import RATE, add_sound
from dlvis.style import theme
from tests.films import files_of_at_most
from tests.small_clips import small_clip


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return small_clip(tmp_path_factory.mktemp("clips") / "bar")


@pytest.fixture(scope="module")
def deck(clip, tmp_path_factory):
    return deck_of([clip, replace(clip, title="Once more", language="de")], tmp_path_factory.mktemp("deck"))


def test_each_beat_of_each_film_is_a_slide_with_its_own_film(deck):
    assert [act.title for act in deck.acts] == ["A bar moves", "Once more"]
    assert [slide.film.name for slide in deck.slides] == [
        "01-begin.mp4",
        "02-go.mp4",
        "03-end.mp4",
        "04-begin.mp4",
        "05-go.mp4",
        "06-end.mp4",
    ]
    assert all(slide.film.is_file() and slide.poster.is_file() for slide in deck.slides)
    slide = deck.slides[1]
    assert (slide.title, slide.alt, slide.has_sound) == ("It goes", "A bar.", False)
    assert slide.captions.startswith("WEBVTT\n\n00:00:00.000 -->")


def test_a_film_that_speaks_is_heard_on_its_slides(tmp_path):
    clip = small_clip(tmp_path / "bar")
    tone = (8000 * np.sin(np.arange(4 * RATE) / 20)).astype(np.int16)
    silent = clip.path.rename(tmp_path / "silent.mp4")
    add_sound(silent, tone, clip.path)
    page = write_deck([clip], "reveal", tmp_path / "deck").read_text(encoding="utf-8")
    assert page.count("<video controls playsinline data-autoplay preload") == 3
    with av.open(str(tmp_path / "deck" / "films" / "02-go.mp4")) as film:
        assert float(film.streams.audio[0].duration * film.streams.audio[0].time_base) > 1.4


def test_nothing_else_lies_in_the_folder_of_the_films(deck):
    folder = deck.slides[0].film.parent
    assert len(list(folder.iterdir())) == 2 * len(deck.slides) + len(deck.acts)


def test_credits_that_all_films_share_are_given_once(deck):
    assert deck.credits == ("Made up for the tests, CC0",)


@pytest.mark.parametrize(
    ("params", "asked", "name"),
    [
        ({"theme": "paper"}, None, "paper"),
        ({"theme": "paper"}, "contrast", "contrast"),
        ({"theme": ["odd"]}, None, "night"),
        ("odd", None, "night"),
    ],
)
def test_the_looks_are_those_of_the_film(clip, tmp_path, params, asked, name):
    made = replace(clip, made_from={"params": params})
    assert deck_of([made], tmp_path, theme_name=asked).theme.name == name


OWN = {
    **dict.fromkeys(("negative", "positive", "boundary", "halo", "dead", "hairline"), "#102030"),
    "ground": "#F7F4EA",
    "ink": "#1F2A24",
    "muted": "#56635B",
}


def test_a_film_in_colours_of_ones_own_has_its_deck_in_them(clip, tmp_path):
    made = replace(clip, made_from={"params": {"theme": "own.toml"}, "theme": OWN})
    assert deck_of([made], tmp_path).theme.ground == "#F7F4EA"


@pytest.mark.parametrize(
    "change", [{"ink": "red;}</style>"}, {"ink": "#F7F4EA"}, {"ink": None}, {"ground": "#1F2A24"}]
)
def test_colours_that_are_none_or_cannot_be_read_are_not_taken(clip, tmp_path, change):
    made = replace(clip, made_from={"params": {"theme": "own.toml"}, "theme": OWN | change})
    assert deck_of([made], tmp_path).theme == theme("night")


@pytest.mark.parametrize("to", ["reveal", "quarto", "beamer"])
@pytest.mark.parametrize(("language", "word"), [("de", "Quellen"), ("de-CH", "Quellen"), ("tlh", "Credits")])
def test_the_credits_are_in_the_films_language(clip, tmp_path, to, language, word):
    text = write_deck([replace(clip, language=language)], to, tmp_path / "deck").read_text(encoding="utf-8")
    assert word in text


@pytest.mark.parametrize(
    ("text", "name"),
    [("Fold & cut", "fold-cut"), ("../../Ä b", "a-b"), ("名前", "film"), ("x" * 99, "x" * 40)],
)
def test_names_are_plain(text, name):
    assert plain_name(text) == name


@pytest.mark.parametrize("to", ["reveal", "pptx", "quarto", "beamer"])
@pytest.mark.parametrize("name", ["a 'b' \"c\" <d>", "$(touch evil);x", "-i"])
def test_a_film_of_any_name_has_a_deck_of_plain_ones(tmp_path, monkeypatch, to, name):
    monkeypatch.chdir(tmp_path)
    clip = small_clip(tmp_path / name, name=name)
    document = json.loads((tmp_path / name / "clip.json").read_text())
    for chapter in document["chapters"]:
        chapter["name"] = f"../../{name}"
    (tmp_path / name / "clip.json").write_text(json.dumps(document))
    write_deck([load_clip(clip.path)], to, "deck")
    names = [path.relative_to("deck").as_posix() for path in Path("deck").rglob("*")]
    assert names
    assert all(re.fullmatch(r"[\w./-]+", each) and ".." not in each for each in names)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "deck"])


def test_a_deck_of_no_clips_is_refused(tmp_path):
    with pytest.raises(InputError, match="expected at least one clip, got none"):
        write_deck([], out=tmp_path / "deck")


def test_a_clip_without_beats_is_refused(clip, tmp_path):
    with pytest.raises(InputError, match=r"bar\.mp4: the film has no beat"):
        write_deck([replace(clip, chapters=())], out=tmp_path / "deck")


def test_a_missing_film_is_named_and_nothing_is_written(tmp_path):
    broken = small_clip(tmp_path / "bar")
    broken.path.unlink()
    with pytest.raises(InputError, match=r"bar\.mp4: the clip names it, but it is not there"):
        write_deck([load_clip(tmp_path / "bar")], out=tmp_path / "deck")
    assert not (tmp_path / "deck").exists()


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"to": "keynote"}, "--to: unknown format 'keynote'"),
        ({"to": "ppt"}, "did you mean 'pptx'"),
        ({"theme": "papr"}, "did you mean 'paper'"),
    ],
)
def test_what_is_unknown_is_named(clip, tmp_path, options, complaint):
    with pytest.raises(InputError, match=complaint):
        write_deck([clip], out=tmp_path / "deck", **options)
    assert list(tmp_path.iterdir()) == []


def test_a_deck_stays_until_another_is_asked_for(clip, tmp_path):
    file = write_deck([clip], "beamer", tmp_path / "deck")
    file.write_text("mine")
    with pytest.raises(InputError, match="a deck is there already; use --force"):
        write_deck([clip], "beamer", tmp_path / "deck")
    assert file.read_text() == "mine"
    assert write_deck([clip], "beamer", tmp_path / "deck", overwrite=True).read_text() != "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["deck"]


def test_what_is_no_deck_of_ours_is_never_replaced(clip, tmp_path):
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(InputError, match="holds something else"):
        write_deck([clip], "beamer", tmp_path, overwrite=True)
    (tmp_path / "deck").write_text("mine")
    with pytest.raises(InputError, match="holds something else"):
        write_deck([clip], "beamer", tmp_path / "deck", overwrite=True)


@pytest.mark.parametrize("to", ["reveal", "pptx"])
def test_a_full_disk_is_told_and_leaves_nothing(clip, tmp_path, to):
    with files_of_at_most(30_000), pytest.raises(InputError, match="cannot be written"):
        write_deck([clip], to, tmp_path / "deck")
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_deck_outlives_a_full_disk(clip, tmp_path):
    write_deck([clip], "beamer", tmp_path / "deck")
    with files_of_at_most(30_000), pytest.raises(InputError, match="cannot be written"):
        write_deck([clip], "reveal", tmp_path / "deck", overwrite=True)
    assert [path.name for path in tmp_path.iterdir()] == ["deck"]
    assert (tmp_path / "deck" / "bar.tex").is_file()


def test_python_pptx_that_is_missing_is_named_before_anything_is_cut(clip, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pptx", None)
    monkeypatch.delitem(sys.modules, "dlvis.embed.powerpoint", raising=False)
    with pytest.raises(InputError, match="needs python-pptx: python -m pip install"):
        write_deck([clip], "pptx", tmp_path / "deck")
    assert list(tmp_path.iterdir()) == []


def test_a_deck_is_called_by_its_films(clip):
    assert deck_name([clip, clip]) == "bar-bar"


def told(folder, *arguments):
    line = [sys.executable, "-m", "dlvis", "deck", *arguments]
    return subprocess.run(line, cwd=folder, capture_output=True, text=True)


def test_the_command(clip, tmp_path):
    shutil.copytree(clip.path.parent, tmp_path / "bar")
    assert told(tmp_path, "bar", "--to", "beamer").stdout == "renders/decks/bar-beamer/bar.tex  3 beats\n"
    done = told(tmp_path, "bar/bar.mp4", "--to", "beamer", "--out", "my deck", "--title", "Bars", "--json")
    assert json.loads(done.stdout) == {"file": "my deck/bar.tex", "beats": 3}
    assert json.loads((tmp_path / "my deck" / "deck.json").read_text())["title"] == "Bars"
    assert r"\section{Bars}" in (tmp_path / "my deck" / "bar.tex").read_text()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [(["nowhere"], "no clip there"), (["."], "no clip there"), ([], "Missing argument")],
)
def test_a_clip_that_is_not_there_ends_the_command(tmp_path, arguments, complaint):
    done = told(tmp_path, *arguments)
    assert done.returncode == 2
    assert complaint in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
