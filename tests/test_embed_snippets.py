"""The snippets for Quarto and Beamer, read by pandoc where it is there."""

import json
import shutil
import subprocess

import pytest

from dlvis.embed.beamer import beamer, tex_text
from dlvis.embed.decks import write_deck
from dlvis.embed.quarto import markdown_text, quarto
from dlvis.embed.slides import deck_of
from tests.hostile import WORDS, with_words
from tests.small_clips import small_clip

PLAIN = {"Header", "Str", "Space", "SoftBreak", "Para", "Div", "RawBlock", "Image", "Figure", "Plain"}
needs_pandoc = pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return small_clip(tmp_path_factory.mktemp("clips") / "bar")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    place = tmp_path_factory.mktemp("clips")
    return deck_of([with_words(small_clip(place / "bar"))], place)


def read_by_pandoc(text, reader):
    """What pandoc makes of a text: (kind, content) of every part."""
    line = ["pandoc", "--from", reader, "--to", "json"]
    tree = json.loads(subprocess.run(line, input=text, capture_output=True, text=True, check=True).stdout)
    return list(parts(tree["blocks"]))


def parts(tree):
    if isinstance(tree, dict):
        if "t" in tree:
            yield tree["t"], tree.get("c")
        for each in tree.values():
            yield from parts(each)
    elif isinstance(tree, list):
        for each in tree:
            yield from parts(each)


def words_of(inlines):
    return "".join(
        content if kind == "Str" else " "
        for kind, content in parts(inlines)
        if kind in ("Str", "Space", "SoftBreak")
    )


def test_quarto_has_the_film_for_html_and_a_still_elsewhere(clip, tmp_path):
    text = write_deck([clip], "quarto", tmp_path / "deck").read_text()
    assert text.count("::: {.content-visible when-format=") == 3
    assert text.count("::: {.content-visible unless-format=") == 3
    assert '<source src="films/02-go.mp4" type="video/mp4">' in text
    assert "![It goes](films/02-go.png)" in text
    assert (tmp_path / "deck" / "films" / "02-go.png").is_file()


def test_beamer_has_a_still_that_leads_to_the_film(clip, tmp_path):
    text = write_deck([clip], "beamer", tmp_path / "deck").read_text()
    assert text.count(r"\begin{frame}") == text.count(r"\end{frame}") == 4
    assert r"\href{run:films/02-go.mp4}{\includegraphics[" in text
    assert r"\note{A bar stands. It is orange.}" in text


@needs_pandoc
def test_pandoc_reads_the_markdown_as_it_is_meant(clip, tmp_path):
    seen = read_by_pandoc(write_deck([clip], "quarto", tmp_path / "deck").read_text(), "markdown")
    headers = [words_of(content[2]) for kind, content in seen if kind == "Header"]
    assert headers == ["A bar moves", "It begins", "It goes", "It ends", "Credits"]
    images = [(content[2][0], dict(content[0][2])) for kind, content in seen if kind == "Image"]
    assert images[1] == ("films/02-go.png", {"fig-alt": "A bar."})


@needs_pandoc
def test_hostile_words_are_words_in_markdown(hostile):
    text = quarto(hostile, "bar.qmd")
    seen = read_by_pandoc(text, "markdown")
    headers = [words_of(content[2]) for kind, content in seen if kind == "Header"]
    assert headers == [" ".join(word.split()) for word in (WORDS[0], *WORDS)] + ["Credits"]
    raw = [content for kind, content in seen if kind in ("RawBlock", "RawInline")]
    assert [html[:6] for _, html in raw] == ["<!-- P", *["<video"] * len(WORDS)]
    assert all("<script" not in html and "{{<" not in html for _, html in raw[1:])
    assert {kind for kind, _ in seen} <= PLAIN
    assert text.count("{{<") == 1  # of the line that says how to include it


@needs_pandoc
def test_hostile_words_are_words_in_latex(hostile):
    text = beamer(hostile, "bar.tex")
    seen = read_by_pandoc(text, "latex")
    assert text.count(r"\begin{frame}") == len(WORDS) + 1
    assert len([1 for kind, _ in seen if kind == "Image"]) == len(WORDS)
    assert not [content for kind, content in seen if kind in ("RawBlock", "RawInline", "Math", "Code")]
    assert r"\input{/etc" not in text
    assert r"\write18" not in text


@pytest.mark.parametrize(
    ("text", "tex", "markdown"),
    [
        ("50 % of $x_1$", r"50 \% of \$x\_1\$", r"50 \% of \$x\_1\$"),
        ("a\\b", r"a\textbackslash{}b", r"a\\b"),
        ("two\n\n lines\t", "two lines", "two lines"),
        ("2\N{THIN SPACE}555", r"2\,555", "2\N{THIN SPACE}555"),
        (
            '"−2 ≤ λ"',
            r"\textquotedblright{}\ensuremath{-}2 \ensuremath{\le} \ensuremath{\lambda}\textquotedblright{}",
            '\\"−2 ≤ λ\\"',
        ),
        ("{x}^~", r"\{x\}\textasciicircum{}\textasciitilde{}", r"\{x\}\^\~"),
    ],
)
def test_signs_that_mean_something_are_quoted(text, tex, markdown):
    assert (tex_text(text), markdown_text(text)) == (tex, markdown)
