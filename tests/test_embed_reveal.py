"""The page of a deck for reveal.js, read as a browser reads it."""

from base64 import b64decode
from html.parser import HTMLParser

import pytest

from dlvis.embed.decks import write_deck
from dlvis.style import contrast, theme
from tests.hostile import WORDS, with_words
from tests.small_clips import small_clip

OPEN_ENDED = {"meta", "link", "img", "source", "track"}
TAGS = {"html", "head", "title", "style", "body", "main", "div", "section", "h1", "h2", "video", "aside"}
TAGS |= OPEN_ENDED | {"script", "ul", "li", "p", "a"}


class Seen(HTMLParser):
    """The tags of a page with their attributes and their text."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.texts, self.open = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in OPEN_ENDED:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] not in ("script", "style"):
            self.texts.append((self.open[-1], data))

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]

    def text(self, tag):
        return [text for name, text in self.texts if name == tag]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    place = tmp_path_factory.mktemp("reveal")
    page = write_deck([small_clip(place / "bar")], "reveal", place / "deck", theme="paper")
    return page, Seen(page.read_text(encoding="utf-8"))


def test_there_is_a_title_a_slide_for_each_beat_and_the_credits(made):
    _, seen = made
    assert seen.open == []
    assert seen.text("h1") == ["A bar moves"]
    assert seen.text("h2") == ["It begins", "It goes", "It ends", "Credits"]
    assert seen.text("li") == ["Made up for the tests, CC0"]
    assert len(seen.all("section")) == 5


def test_each_slide_plays_its_film_with_captions_and_text_for_who_cannot_see_it(made):
    page, seen = made
    for video, source, track in zip(seen.all("video"), seen.all("source"), seen.all("track"), strict=True):
        assert video["aria-label"]
        assert {"controls", "data-autoplay", "muted"} <= video.keys()
        assert (page.parent / video["poster"]).is_file()
        assert (page.parent / source["data-src"]).is_file()
        content = b64decode(track["src"].partition("base64,")[2])
        assert content.startswith(b"WEBVTT\n")
    assert seen.text("aside")[0] == "A bar stands. It is orange."


def test_everything_lies_beside_the_page_and_nothing_comes_from_elsewhere(made):
    page, seen = made
    for tag, name in (("script", "src"), ("link", "href"), ("a", "href"), ("img", "src")):
        for attributes in seen.all(tag):
            assert name not in attributes or (page.parent / attributes[name]).is_file()
    text = page.read_text(encoding="utf-8")
    assert "http" not in text
    assert str(page.parent.parent) not in text


def test_the_looks_are_those_of_the_theme_and_can_be_read(made):
    look = theme("paper")
    text = made[0].read_text(encoding="utf-8")
    assert f"--ground: {look.ground}; --ink: {look.ink}" in text
    assert contrast(look.ink, look.ground) > 7
    assert contrast(look.muted, look.ground) > 4.5


def test_hostile_words_are_words(tmp_path):
    page = write_deck([with_words(small_clip(tmp_path / "bar"))], "reveal", tmp_path / "deck")
    seen = Seen(page.read_text(encoding="utf-8"))
    assert seen.open == []
    assert {tag for tag, _ in seen.tags} <= TAGS
    assert not [name for _, attributes in seen.tags for name in attributes if name.startswith("on")]
    assert len(seen.all("script")) == 3
    assert seen.text("h2") == [*WORDS, "Credits"]
    assert seen.text("li") == list(WORDS)
    assert [video["aria-label"] for video in seen.all("video")] == list(WORDS)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bar", "deck"]
