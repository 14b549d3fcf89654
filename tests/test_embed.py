from base64 import b64decode
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from dlvis.clip import Chapter, Clip
from dlvis.embed import page
from dlvis.embed.chapters import transcript_html
from dlvis.embed.languages import language_name


class Seen(HTMLParser):
    """The tags of a page with their attributes, and whether each was closed."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.open = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "source", "track", "br", "img", "link"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def attributes(self, tag):
        return next(attributes for name, attributes in self.tags if name == tag)


@pytest.fixture
def clip(tmp_path):
    (tmp_path / "a dot.en.vtt").write_text("WEBVTT\n")
    return Clip(
        path=tmp_path / "a dot.mp4",
        scene="dot",
        title='Dots <&> "more"',
        language="en",
        width=64,
        height=36,
        fps=10,
        seconds=70.0,
        chapters=(Chapter("a", "Fold & cut", 65.0, 70.0, "x < y", "An <alt>."),),
        captions=(tmp_path / "a dot.en.srt", tmp_path / "a dot.en.vtt"),
        poster=tmp_path / "poster.png",
        stills=(),
        credits=("© somebody & others",),
    )


def test_the_page_is_well_formed_and_plays_the_film_beside_it(clip):
    seen = Seen(page(clip))
    assert seen.open == []
    assert seen.attributes("source")["src"] == "a%20dot.mp4"
    assert seen.attributes("video")["poster"] == "poster.png"
    assert "controls" in seen.attributes("video")


def test_the_captions_stand_in_the_page(clip):
    source = Seen(page(clip)).attributes("track")["src"]
    kind, _, content = source.partition(";charset=utf-8;base64,")
    assert kind == "data:text/vtt"
    assert b64decode(content) == b"WEBVTT\n"


def test_the_captions_go_by_the_languages_own_name(clip):
    track = Seen(page(clip)).attributes("track")
    assert (track["srclang"], track["label"]) == ("en", "English")


@pytest.mark.parametrize(
    ("code", "name"),
    [("de", "Deutsch"), ("fr", "Français"), ("pt-BR", "Português (BR)"), ("DE", "Deutsch"), ("tlh", "tlh")],
)
def test_languages_call_themselves(code, name):
    assert language_name(code) == name


def test_the_transcript_and_credits_are_escaped(clip):
    text = page(clip)
    for expected in ("Fold &amp; cut", "x &lt; y", "An &lt;alt&gt;.", "© somebody &amp; others", "1:05"):
        assert expected in text
    assert "Dots <&>" not in text


def test_the_page_needs_no_network_and_no_machine_path(clip, tmp_path):
    text = page(clip)
    assert "http" not in text.replace("http-equiv", "")
    assert str(tmp_path) not in text


def test_a_number_is_not_broken_over_two_lines(clip):
    beat = replace(clip.chapters[0], narration="Of 161\N{THIN SPACE}051 pieces.")
    for text in (page(replace(clip, chapters=(beat,))), transcript_html(replace(clip, chapters=(beat,)))):
        assert "161\N{NARROW NO-BREAK SPACE}051" in text
