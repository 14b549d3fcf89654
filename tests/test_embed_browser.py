"""The page of a clip in a real browser, opened from the disk."""

import json

import pytest

from dlvis.clip import load_clip
from dlvis.embed.folder import Choice, embed
from tests.browser import chromium, visit
from tests.small_clips import small_clip

pytestmark = pytest.mark.slow
NOW = "document.getElementById('film').currentTime"
PAUSED = "document.getElementById('film').paused"


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """The same clip as a page that waits, one that goes by itself, and one with texts that attack."""
    out = tmp_path_factory.mktemp("a b 'c'")
    clip = small_clip(out / "clip")
    embed(clip, out / "film", Choice(also=("gif",)))
    embed(clip, out / "loop", Choice(loop=True, webm=False))
    attack = json.loads((out / "clip" / "clip.json").read_text())
    hostile = (
        "\"'`--></title></script><script>alert(1)</script><img src=x onerror=alert(2)>$script${x}{{7*7}}"
    )
    attack |= {"title": hostile, "credits": [hostile, "javascript:alert(3)"]}
    for each in (*attack["chapters"], *attack["stills"]):
        each |= {"name": hostile, "alt": hostile}
    for each in attack["chapters"]:
        each |= {"title": hostile, "narration": hostile}
    (out / "clip" / "clip.json").write_text(json.dumps(attack))
    (out / "clip" / "bar.en.vtt").write_text(f"WEBVTT\n\n00:00.000 --> 00:03.000\n{hostile}\n")
    embed(load_clip(out / "clip"), out / "attack", Choice(webm=False))
    return out


def film(folders, name="film"):
    return (folders / name / "embed.html").as_uri()


def test_without_a_browser_the_tests_say_what_they_leave_out(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(pytest.skip.Exception, match="no browser: install Chromium"), chromium():
        pass


def test_the_film_plays_with_its_captions_and_nothing_comes_from_elsewhere(browser, folders):
    with visit(browser, film(folders)) as seen:
        assert seen.page.evaluate(PAUSED)
        seen.page.click("#play")
        seen.until(f"{NOW} > 0.3")
        cue = "document.getElementById('film').textTracks[0]"
        assert seen.page.evaluate(f"{cue}.mode") == "showing"
        assert seen.page.evaluate(f"{cue}.activeCues[0].text") == "A bar stands. It is orange."
        chapters = "Array.from(document.getElementById('film').textTracks[1].cues || []).length"
        seen.page.evaluate("document.getElementById('film').textTracks[1].mode = 'hidden'")
        seen.until(f"{chapters} === 3")
        seen.until("document.getElementById('film').ended")
        assert seen.outside() == []
        assert seen.said == []


def test_keys_do_what_the_page_says(browser, folders):
    with visit(browser, film(folders)) as seen:
        keys = seen.page.keyboard
        keys.press("Space")
        seen.until(f"!{PAUSED} && {NOW} > 0.1")
        keys.press("k")
        seen.until(PAUSED)
        keys.press("]")
        at = seen.page.evaluate(NOW)
        assert at in (1.0, 2.5)
        keys.press("[")
        seen.until(f"{NOW} < {at}")
        keys.press("ArrowRight")
        seen.until(f"{NOW} > 3.9")
        keys.press("j")
        seen.until(f"{NOW} === 0")
        keys.press("c")
        assert seen.page.evaluate("document.getElementById('film').textTracks[0].mode") == "hidden"
        keys.press("c")
        assert seen.page.evaluate("document.getElementById('film').textTracks[0].mode") == "showing"


def test_the_button_and_the_times_are_reached_by_keys_alone(browser, folders):
    with visit(browser, film(folders)) as seen:
        seen.page.keyboard.press("Tab")
        assert seen.page.evaluate("document.activeElement.id") in ("film", "play")
        seen.page.focus("#play")
        seen.page.keyboard.press("Enter")
        seen.until(f"{NOW} > 0.1")
        assert seen.page.evaluate("document.activeElement.id") == "film"
        seen.page.focus("a[data-at='2.5']")
        seen.page.keyboard.press("Enter")
        seen.until(f"{NOW} >= 2.5")


def test_a_loop_goes_by_itself_and_again(browser, folders):
    with visit(browser, film(folders, "loop")) as seen:
        seen.until(f"{NOW} > 3.5")
        seen.until(f"{NOW} < 2")
        assert not seen.page.evaluate(PAUSED)
        assert seen.page.is_hidden("#play")
        # somebody who wants less motion gets it at once
        seen.page.emulate_media(reduced_motion="reduce")
        seen.until(PAUSED)
        assert seen.page.is_visible("#play")


def test_with_reduced_motion_a_loop_is_a_still_with_a_button(browser, folders):
    with visit(browser, film(folders, "loop"), reduced_motion="reduce") as seen:
        seen.page.wait_for_timeout(700)
        assert seen.page.evaluate(f"{PAUSED} && {NOW} === 0")
        assert seen.page.is_visible("#play")
        seen.page.click("#play")
        seen.until(f"{NOW} > 0.2")


def test_without_scripts_the_players_own_controls_are_there(browser, folders):
    with visit(browser, film(folders), java_script_enabled=False) as seen:
        assert seen.page.get_attribute("#film", "controls") == ""
        assert seen.page.is_hidden("#play")


@pytest.mark.parametrize("name", ["film", "loop", "attack"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_fault_of_accessibility(browser, folders, name, scheme):
    # the page lets no script run but its own, so that axe needs the policy off
    with visit(browser, film(folders, name), color_scheme=scheme, bypass_csp=True) as seen:
        assert seen.faults() == []


def test_axe_would_find_one(browser, tmp_path):
    (tmp_path / "bad.html").write_text("<img src=x><video src=y></video><button></button>")
    with visit(browser, (tmp_path / "bad.html").as_uri()) as seen:
        assert {name for name, _ in seen.faults()} >= {"image-alt", "button-name"}


def test_no_text_of_a_clip_runs_as_a_script(browser, folders):
    with visit(browser, film(folders, "attack")) as seen:
        seen.page.click("#play")
        seen.until(f"{NOW} > 0.2")
        seen.page.wait_for_timeout(200)
        assert seen.said == []
        assert seen.outside() == []
        assert seen.page.evaluate("document.scripts.length") == 1
        assert seen.page.evaluate("document.images.length") == 3  # for paper, and the two stills
        assert seen.page.text_content("h1").startswith("\"'`--></title>")
    with visit(browser, (folders / "attack" / "transcript.html").as_uri()) as seen:
        assert seen.page.evaluate("document.scripts.length + document.images.length") == 0


def test_the_policy_stops_a_script_that_came_in(browser, folders):
    page = (folders / "film" / "embed.html").read_text(encoding="utf-8")
    (folders / "film" / "bad.html").write_text(page.replace("</main>", "<script>alert(1)</script></main>"))
    with visit(browser, (folders / "film" / "bad.html").as_uri()) as seen:
        assert [kind for kind, _ in seen.said] == ["error"]
        assert "Content Security Policy" in seen.said[0][1]


@pytest.mark.parametrize("name", ["film", "attack"])
def test_the_line_takes_the_page_into_another(browser, folders, name):
    line = (folders / name / "iframe.txt").read_text(encoding="utf-8")
    (folders / f"{name}.html").write_text(f"<!doctype html><html lang=en><title>t</title><body>{line}")
    with visit(browser, (folders / f"{name}.html").as_uri()) as seen:
        frame = seen.page.frames[1]
        frame.click("#play")
        seen.until(f"{NOW} > 0.2", frame)
        assert frame.evaluate("document.documentElement.className") == "framed"
        width, height = frame.evaluate(
            "[document.querySelector('.screen').clientWidth, document.querySelector('.screen').clientHeight]"
        )
        assert width / height == pytest.approx(160 / 90, rel=0.01)
        assert seen.said == []
        assert seen.page.evaluate("document.images.length + document.scripts.length") == 0


def test_on_paper_there_are_poster_and_transcript_and_no_player(browser, folders):
    with visit(browser, film(folders)) as seen:
        seen.page.emulate_media(media="print")
        assert seen.page.is_visible("img.paper")
        assert seen.page.is_hidden("#film")
        assert seen.page.is_hidden("#play")
        assert "It goes to the right" in seen.page.inner_text("ol")
        assert seen.page.pdf().startswith(b"%PDF")


def test_on_a_telephone_nothing_runs_over_the_edge(browser, folders):
    for name in ("film", "attack"):
        with visit(browser, film(folders, name), viewport={"width": 320, "height": 640}) as seen:
            assert seen.page.evaluate("document.documentElement.scrollWidth") <= 320
