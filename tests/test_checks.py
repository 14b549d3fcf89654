"""Each rule finds what breaks it, in values and in a film, and lets pass what does not."""

from dataclasses import replace

import numpy as np
import pytest
from manim import VGroup

from dlvis.checks.colours import colour_findings
from dlvis.checks.contrast import contrast_behind, contrast_findings
from dlvis.checks.film import findings
from dlvis.checks.finding import Finding
from dlvis.checks.rules import frame_findings, n_words
from dlvis.checks.seen import Box, SeenShape, SeenText, without_words
from dlvis.checks.told import caption_findings
from dlvis.film import Mark
from dlvis.mobjects import ClassLegend, Counter, CounterPanel, formula, text
from dlvis.mobjects.wording import worded
from dlvis.render.quality import quality
from dlvis.render.stage import picture, stage
from dlvis.style import THEMES, theme
from dlvis.style.colour import contrasts
from dlvis.topics import load
from tests.test_film import idle_scene

NIGHT = theme("night")
FRAME = Box(0, 0, 1920, 1080)
GOOD = SeenText("a word", Box(200, 200, 400, 230), 32.0, (1.0, 1.0, 1.0, 1.0), False, False)


def rules_broken(*texts, shapes=()):
    return [finding.rule for finding in frame_findings("beat one", texts, shapes, FRAME)]


def at(left, top, right, bottom, **changes):
    return replace(GOOD, box=Box(left, top, right, bottom), **changes)


def test_a_word_in_its_place_is_right():
    assert rules_broken(GOOD) == []
    assert rules_broken(at(96, 54, 1824, 945)) == []


@pytest.mark.parametrize(
    ("box", "side"),
    [
        ((90, 200, 300, 230), "left"),
        ((1700, 200, 1830, 230), "right"),
        ((200, 50, 400, 80), "top"),
        ((200, 930, 400, 950), "captions"),
    ],
)
def test_a_word_in_the_margin_is_found(box, side):
    assert rules_broken(at(*box)) == [f"margin {side}"]


def test_words_over_one_another_are_found():
    assert rules_broken(GOOD, at(390, 210, 500, 240, words="b")) == ["overlap"]
    assert rules_broken(GOOD, at(400, 200, 500, 230, words="b")) == []


def test_small_type_is_found():
    assert rules_broken(replace(GOOD, pixels=27.0)) == ["size"]


def test_words_to_read_are_counted_without_labels_mathematics_and_numbers():
    many = replace(GOOD, words="one two three four five six seven eight nine ten eleven twelve 13 14")
    assert rules_broken(many) == []
    assert rules_broken(many, at(200, 300, 300, 330)) == ["words"]
    assert rules_broken(many, at(200, 300, 300, 330, is_label=True)) == []
    assert rules_broken(many, at(200, 300, 300, 330, is_mathematics=True)) == []
    assert n_words("16 of 23, 97.2 % h_1") == 2


def test_what_the_edge_cuts_off_is_found_and_what_is_outside_is_not():
    over, outside = Box(-10, 300, 100, 400), Box(-200, 300, -100, 400)
    assert rules_broken(shapes=[SeenShape("Sheet", over)]) == ["edge"]
    assert rules_broken(shapes=[SeenShape("Sheet", outside), SeenShape("Map", FRAME)]) == []


def test_contrast_is_that_to_the_pixels_behind():
    grey = np.full((108, 192, 3), 0x77 / 255)
    assert contrast_behind(GOOD, grey, FRAME) == pytest.approx(4.48, abs=0.01)
    assert [each.rule for each in contrast_findings("", [GOOD], grey, FRAME)] == ["contrast"]
    assert not list(contrast_findings("", [GOOD], 0.9 * grey, FRAME))
    assert contrast_behind(at(2000, 0, 2100, 20), grey, FRAME) is None


def test_a_bright_patch_behind_half_a_word_is_found_and_a_thin_line_is_not():
    behind = np.zeros((108, 192, 3))
    behind[:, 39] = 1.0
    assert contrast_behind(GOOD, behind, FRAME) > 15
    behind[:, 30:] = 1.0
    assert contrast_behind(GOOD, behind, FRAME) == pytest.approx(1)


def test_faint_ink_is_mixed_with_what_is_behind():
    faint = replace(GOOD, colour=(1.0, 1.0, 1.0, 0.5))
    assert contrast_behind(faint, np.zeros((108, 192, 3)), FRAME) == pytest.approx(
        float(contrasts([0.5] * 3, [0.0] * 3))
    )


@pytest.mark.parametrize("look", THEMES.values(), ids=lambda look: look.name)
def test_all_eyes_tell_the_classes_of_every_theme_apart(look):
    assert list(colour_findings(look)) == []


def test_red_and_green_of_one_lightness_are_found():
    # of red and green that look equally bright, those without long or middle cones see one colour
    found = [each.what for each in colour_findings(replace(NIGHT, negative="#487800", positive="#C01800"))]
    assert any("deuteranopia" in what for what in found)
    assert not any("all three" in what for what in found)


def beat(narration, seconds):
    return Mark("beat", "one", 0.0, seconds, "", "", narration)


def test_captions_that_are_long_or_fast_are_found():
    assert not list(caption_findings(beat("word " * 25, 9), 9))
    assert [each.rule for each in caption_findings(beat("word " * 26, 9), 9)] == ["caption"]
    assert [each.rule for each in caption_findings(beat("word " * 25, 9), 6)] == ["reading"]


def test_a_finding_says_where_what_and_how_much():
    finding = Finding("beat map", "'a word'", "size", 26.96, 28.0, "px")
    assert finding.sentence == "beat map: size: 'a word' (27 px, limit 28)"


# what mobjects say of themselves


def said(mobject):
    return {wording.words: wording for _, wording in worded(mobject)}


def test_every_mobject_with_words_says_them():
    panel = CounterPanel([Counter("regions", 161051, "counted")], NIGHT)
    legend = ClassLegend(load("moons"), NIGHT)
    labels = said(VGroup(panel, legend))
    assert set(labels) == {"regions", "161\u2009051", "counted", "upper moon", "lower moon"}
    assert all(each.is_label for each in labels.values())
    assert labels["counted"].pixels == pytest.approx(28)
    assert labels["161\u2009051"].pixels == pytest.approx(32)


def test_lines_and_formulas_know_their_size_when_they_were_scaled():
    line, sums = text("some words", NIGHT, "heading").scale(0.5), formula("h_1 + 2", NIGHT, "title")
    assert said(line)["some words"].pixels == pytest.approx(22, rel=1e-3)
    (mathematics,) = said(sums).values()
    assert mathematics.is_mathematics
    assert mathematics.pixels == pytest.approx(60, rel=1e-3)


def test_a_panel_that_was_scaled_and_written_anew_knows_its_size():
    panel = CounterPanel([Counter("regions", 7, "counted")], NIGHT).scale(2)
    panel.redraw([Counter("regions", 8, "counted")])
    assert said(panel)["8"].pixels == pytest.approx(64)


# in a film

SCENE = """
from manim import DOWN, LEFT, RIGHT, UP, Square

from dlvis.film import FilmScene
from dlvis.mobjects import bleeding, text


class Faults(FilmScene):
    def construct(self):
        with self.beat("good"):
            word = text("a word", self.theme)
            self.add(word, Square(side_length=6, fill_opacity=0).set_stroke(width=2))
            self.wait(1)
        with self.beat("bad"):
            self.add(Square(side_length=1, stroke_width=0, fill_color=self.theme.ink, fill_opacity=1))
            self.bring_to_front(word)
            self.add(text("another", self.theme, 26).next_to(word, RIGHT, buff=-0.3))
            self.add(text("low", self.theme).to_edge(DOWN, buff=0.5))
            self.still("low")
            self.clear()
            self.add(Square(side_length=2).shift(8 * LEFT), bleeding(Square(side_length=9)))
            self.still("cut")
"""
WORDS = (
    'title = "Faults"\n[beats.good]\ntitle = "g"\nnarration = "g"\nalt = "g"\n'
    '[beats.bad]\ntitle = "b"\nnarration = "b"\nalt = "b"\n[stills.cut]\nalt = "c"\n[stills.low]\nalt = "l"\n'
)


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder = tmp_path_factory.mktemp("faults")
    (folder / "faults.py").write_text(SCENE)
    (folder / "faults.en.toml").write_text(WORDS)
    return findings(folder / "faults.py", quality_name="128x72@10", out=folder)


def test_in_a_film_all_of_it_is_found_where_it_is(found):
    assert {(each.where, each.rule) for each in found} == {
        ("still low", "contrast"),
        ("still low", "overlap"),
        ("still low", "size"),
        ("still low", "margin captions"),
        ("still cut", "edge"),
        ("beat bad", "edge"),
    }


def test_words_are_hidden_for_a_look_and_are_back_after_it():
    with stage(quality("128x72@10")):
        scene = idle_scene()
        line = text("a word", NIGHT)
        scene.add(line)
        before = picture(scene)
        with without_words(scene):
            hidden = picture(scene)
        assert (before != hidden).any()
        assert (picture(scene) == before).all()
