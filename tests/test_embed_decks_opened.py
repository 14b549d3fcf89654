"""Decks in the programs they are made for: Chromium, LibreOffice, pandoc."""

import json
import shutil
import subprocess

import numpy as np
import pptx
import pytest
from PIL import Image

from dlvis.embed.decks import write_deck
from tests.browser import visit
from tests.hostile import WORDS, with_words
from tests.small_clips import small_clip, with_pages
from tests.test_embed_powerpoint import films

pytestmark = pytest.mark.slow
FILM = "Reveal.getCurrentSlide().querySelector('video')"
NOTES = ".speaker-controls-notes .value"
READY = "Boolean(window.Reveal) && Reveal.isReady()"
CONNECTED = """() => document.querySelectorAll('iframe').length === 2
    && getComputedStyle(document.querySelector('#connection-status')).display === 'none'"""
SHOWN = (
    "[...document.querySelectorAll('section.present video')].map(film => [film.currentTime, film.videoWidth])"
)


@pytest.fixture(scope="module")
def deck(tmp_path_factory):
    place = tmp_path_factory.mktemp("deck")
    return write_deck([small_clip(place / "bar")], "reveal", place / "deck")


@pytest.fixture
def opened(browser, deck):
    with visit(browser, deck.as_uri()) as visited:
        visited.until(READY)
        yield visited


def speaker_view(visited):
    with visited.context.expect_page() as popup:
        visited.page.keyboard.press("s")
    visited.until(CONNECTED, popup.value)
    for slide in popup.value.frames[1:]:
        visited.until(READY, slide)
    visited.page.wait_for_timeout(500)  # what a slide tells when it has come up takes the deck back there
    return popup.value


def test_a_film_plays_when_its_slide_comes_with_its_captions(opened):
    opened.page.keyboard.press("ArrowRight")
    opened.until(f"{FILM}.currentTime > 0.3")
    assert opened.page.evaluate(f"[...{FILM}.textTracks].map(track => track.mode)") == ["showing"]
    opened.until(f"{FILM}.textTracks[0].cues.length > 0")
    assert opened.page.evaluate(f"{FILM}.textTracks[0].cues[0].text") == "A bar stands. It is orange."
    opened.page.keyboard.press("ArrowRight")
    opened.until(f"{FILM}.currentTime > 0.3 && {FILM}.poster.endsWith('02-go.png')")


def test_the_players_buttons_are_there_for_who_reaches_for_them(opened):
    opened.page.keyboard.press("ArrowRight")
    opened.until(f"{FILM}.currentTime > 0.1")
    assert not opened.page.evaluate(f"{FILM}.controls")
    opened.page.mouse.move(640, 400)
    opened.until(f"{FILM}.controls")
    opened.page.mouse.move(2, 2)
    opened.until(f"!{FILM}.controls")
    opened.page.keyboard.press("Tab")
    opened.until(f"document.activeElement === {FILM} && {FILM}.controls")


def test_keys_hold_play_again_and_hide_captions(opened):
    opened.page.keyboard.press("ArrowRight")
    opened.until(f"{FILM}.ended")
    opened.page.evaluate(f"{FILM}.loop = true")  # it would end between two keys
    opened.page.keyboard.press("r")
    opened.until(f"!{FILM}.paused")
    opened.page.keyboard.press("k")
    assert opened.page.evaluate(f"{FILM}.paused")
    opened.page.keyboard.press("k")
    assert not opened.page.evaluate(f"{FILM}.paused")
    opened.page.keyboard.press("c")
    assert opened.page.evaluate(f"{FILM}.textTracks[0].mode") == "hidden"
    opened.page.keyboard.press("Home")
    opened.page.keyboard.press("k")  # no film there
    assert opened.said == []


def test_the_speaker_view_has_the_notes_and_films_that_play(opened):
    opened.page.keyboard.press("ArrowRight")
    speaker = speaker_view(opened)
    opened.page.keyboard.press("ArrowRight")
    words = json.dumps("It goes to the right, and the ground grows light.")
    opened.until(f"() => document.querySelector({NOTES!r}).innerText === {words}", speaker)
    now, following = speaker.frames[1:]
    opened.until(f"() => {SHOWN}.some(([time, width]) => time > 0.3 && width === 160)", now)
    assert now.evaluate("document.querySelector('section.present h2').textContent") == "It goes"
    assert following.evaluate("document.querySelector('section.present h2').textContent") == "It ends"


def test_nothing_is_fetched_from_outside_and_nothing_is_complained_of(opened):
    asked = []
    opened.context.on("request", lambda request: asked.append(request.url))
    speaker_view(opened)
    for _ in range(4):
        opened.page.keyboard.press("ArrowRight")
        opened.page.wait_for_timeout(300)
    assert len(asked) > 10
    assert [url for url in asked if not url.startswith(("file:", "data:", "about:"))] == []
    assert opened.outside() == []
    assert opened.said == []


def test_axe_finds_no_serious_fault_on_any_slide(opened):
    for _ in range(5):
        assert opened.faults() == []
        opened.page.keyboard.press("ArrowRight")


@pytest.mark.parametrize("theme", ["paper", "contrast"])
def test_nor_in_other_looks(browser, tmp_path, theme):
    page = write_deck([small_clip(tmp_path / "bar")], "reveal", tmp_path / "deck", theme=theme)
    with visit(browser, page.as_uri()) as visited:
        visited.until(READY)
        for key in ("Home", "ArrowRight", "End"):
            visited.page.keyboard.press(key)
            assert visited.faults() == []


def test_less_motion_waits_for_a_key(browser, deck):
    with visit(browser, deck.as_uri(), reduced_motion="reduce") as visited:
        visited.until(READY)
        visited.page.keyboard.press("ArrowRight")
        visited.until(f"{FILM}.readyState === 4")
        visited.page.wait_for_timeout(500)
        assert visited.page.evaluate(f"[{FILM}.paused, {FILM}.currentTime]") == [True, 0]
        visited.page.keyboard.press("k")
        visited.until(f"{FILM}.currentTime > 0.2")


def test_hostile_words_run_nothing_on_the_page_and_in_the_speaker_view(browser, tmp_path):
    page = write_deck([with_words(small_clip(tmp_path / "bar"))], "reveal", tmp_path / "deck")
    with visit(browser, page.as_uri()) as visited:
        visited.until(READY)
        speaker = speaker_view(visited)
        notes = f"document.querySelector({NOTES!r}).textContent"
        for number, word in enumerate(WORDS, start=1):
            # again and again: a slide that comes up late in the speaker view takes the deck back
            for _ in range(100):
                visited.page.evaluate(f"Reveal.slide({number})")
                visited.page.wait_for_timeout(100)
                if speaker.evaluate(notes) == word:
                    break
            assert speaker.evaluate(notes) == word
            assert visited.page.evaluate("Reveal.getCurrentSlide().querySelector('h2').textContent") == word
        assert visited.page.title() == WORDS[0]
        assert speaker.evaluate("document.querySelectorAll('.speaker-controls-notes .value *').length") == 0
        assert speaker.title() == "reveal.js - Speaker View"
        assert visited.said == []
        assert visited.outside() == []


@pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")
def test_the_film_of_a_quarto_snippet_plays(browser, tmp_path):
    text = write_deck([small_clip(tmp_path / "bar")], "quarto", tmp_path / "deck")
    line = ["pandoc", "--standalone", "--metadata", "title=Bars", text.name, "--output", "bars.html"]
    subprocess.run(line, cwd=text.parent, check=True)
    with visit(browser, (text.parent / "bars.html").as_uri()) as visited:
        visited.page.evaluate("document.querySelector('video').play()")
        visited.until("document.querySelector('video').currentTime > 0.3")
        assert visited.outside() == []


@pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftoppm") is None,
    reason="LibreOffice (soffice) or pdftoppm is not installed",
)
def test_libreoffice_shows_every_slide_with_its_poster(tmp_path):
    file = write_deck([small_clip(tmp_path / "bar")], "pptx", tmp_path / "deck")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    line = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    subprocess.run(line, check=True, capture_output=True, timeout=300)
    subprocess.run(["pdftoppm", "-r", "40", "-png", "bar.pdf", "page"], cwd=tmp_path, check=True)
    pages = [Image.open(path).convert("RGB") for path in sorted(tmp_path.glob("page-*.png"))]
    show = pptx.Presentation(str(file))
    assert len(pages) == len(show.slides) == 5
    for page, slide in zip(pages[1:4], list(show.slides)[1:4], strict=True):
        (film,) = films(slide)
        scale = page.width / show.slide_width
        box = [
            round(scale * edge)
            for edge in (film.left, film.top, film.left + film.width, film.top + film.height)
        ]
        seen = np.asarray(page.crop(box).resize((160, 90))).astype(int)
        poster = np.asarray(Image.open(_poster(film, tmp_path)).convert("RGB").resize((160, 90))).astype(int)
        assert np.abs(seen - poster).mean() < 6


def _poster(film, folder):
    place = folder / f"poster-{film.shape_id}.png"
    place.write_bytes(film.poster_frame.blob)
    return place


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_beamer_takes_the_deck_with_any_words_and_posters_as_vectors(tmp_path):
    told = ('Says "−2 ≤ λ" & 50 %', "Größe ≈ 1 × 10, Łódź", "{x}^~ $y$ \\input{/etc/passwd}")
    clip = with_words(with_pages(small_clip(tmp_path / "bar")), told)
    deck = write_deck([clip], "beamer", tmp_path / "deck")
    assert sorted(path.name for path in (deck.parent / "films").glob("*.pdf")) != []
    head = r"\pdfobjcompresslevel=0\documentclass{beamer}\setbeameroption{show notes}"  # links can be read
    talk = rf"{head}\begin{{document}}\input{{{deck.name}}}\end{{document}}"
    (deck.parent / "talk.tex").write_text(talk)
    line = ["pdflatex", "-no-shell-escape", "-halt-on-error", "-interaction=nonstopmode", "talk.tex"]
    done = subprocess.run(line, cwd=deck.parent, capture_output=True, text=True, errors="replace")
    assert done.returncode == 0, done.stdout[-2000:]
    assert "(7 pages" in done.stdout  # a slide and its note for each beat, and the credits
    assert (deck.parent / "talk.pdf").read_bytes().count(b"/Launch") >= 3  # notes show their slide again
