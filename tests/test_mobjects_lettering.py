"""Words and numbers in the theme's face: sizes, tabular figures, and numbers cheap enough for every frame."""

import time

import numpy as np
import pytest
from manim import tempconfig

from dlvis.errors import InputError, TooLongError
from dlvis.fonts import font_family
from dlvis.mobjects import Counter, CounterPanel, NeuronFormula, counted, formula, length, text
from dlvis.mobjects.formula import neuron_expression
from dlvis.mobjects.lettering import lettered, lines_within, on_baseline, paragraph, size_within
from dlvis.style import THEMES, rgb, theme
from tests.canvas import canvas, inked

NIGHT = theme("night")
CAP_HEIGHT, TYPST_CAP_HEIGHT = 0.727, 0.683  # of an em: Inter's, and New Computer Modern's


def ink_in(mobject):
    with canvas() as frame:
        return inked(frame.draw(mobject), NIGHT)


@pytest.mark.parametrize("size", ["title", "body", "small", 50.0])
def test_type_has_the_size_it_says(size):
    pixels = size if isinstance(size, float) else getattr(NIGHT.sizes, size)
    assert text("H", NIGHT, size).height == pytest.approx(length(pixels * CAP_HEIGHT), rel=0.01)


def test_a_small_frame_breaks_no_line(tmp_path):
    words = "one line of many words that is never broken"
    sizes = []
    for pixels in (1280, 64):
        with tempconfig({"pixel_width": pixels, "media_dir": tmp_path / str(pixels)}):
            sizes.append((text(words, NIGHT).width, text(words, NIGHT).height))
    assert sizes[0] == pytest.approx(sizes[1])


def test_an_unknown_size_names_the_nearest():
    with pytest.raises(InputError, match="title"):
        text("H", NIGHT, "titel")


def test_mathematics_has_the_same_size_as_words():
    assert formula('upright("H")', NIGHT, 44).height == pytest.approx(length(44 * TYPST_CAP_HEIGHT), rel=0.02)


def test_figures_are_tabular_and_stand_on_one_line():
    widths = {round(lettered(str(figure), NIGHT.font, 30)[1], 6) for figure in range(10)}
    assert len(widths) == 1
    lows = [lettered(str(figure), NIGHT.font, 30)[0][:, 1].min() for figure in range(10)]
    assert max(np.abs(lows)) < length(30) * 0.03


def test_lettering_looks_like_text():
    words = text("94.8 / 30", NIGHT, 120)
    outline, width = lettered("94.8 / 30", NIGHT.font, 120)
    assert np.ptp(outline[:, 0]) == pytest.approx(words.width, rel=0.02)
    assert np.ptp(outline[:, 1]) == pytest.approx(words.height, rel=0.02)
    assert width > np.ptp(outline[:, 0])


def test_a_thin_space_is_thinner_than_a_space():
    thin, space = (lettered(f"1{gap}1", NIGHT.font, 30)[1] for gap in ("\N{THIN SPACE}", " "))
    assert lettered("11", NIGHT.font, 30)[1] < thin < space


def test_lines_stand_on_their_baseline_with_or_without_descenders():
    lines = [
        on_baseline(text(words, NIGHT, 60), words, NIGHT, 0.0, 1.0, 60) for words in ("parcels", "Ho", "loss")
    ]
    assert lines[1].submobjects[0].get_bottom()[1] == pytest.approx(1.0, abs=0.005)
    assert lines[0].get_bottom()[1] < 0.92  # the p reaches below
    assert lines[2].submobjects[0].get_bottom()[1] == pytest.approx(1.0, abs=0.01)


def rows(k):
    return [
        ("parameters", 642),
        ("linear regions", 3030 + 37 * k, "counted"),
        Counter("loss", 0.25 / (1 + k), "validation", 3),
        ("parcels found", f"{k % 30} / 30"),
    ]


def test_numbers_are_right_aligned_and_stay_there():
    panel = CounterPanel(rows(0), NIGHT).shift([1.0, -2.0, 0.0])
    edges = [row[1].get_right()[0] for row in panel.rows]
    assert np.ptp(edges) < 0.03
    before = panel.rows[1][1].get_left()[0]
    panel.redraw(rows(999))
    assert panel.rows[1][1].get_left()[0] < before
    assert np.ptp([*edges, *(row[1].get_right()[0] for row in panel.rows)]) < 0.03


def test_a_panel_is_written_in_ink_and_muted():
    panel = CounterPanel([("", 8, "")], NIGHT, size="title").scale(4)
    with canvas() as frame:
        picture = frame.draw(panel)
    nearest = np.abs(picture - rgb(NIGHT.ink)).max(axis=2).min()
    assert nearest < 0.02
    assert ink_in(panel).sum() > 50


def test_a_panel_is_fast_enough_for_every_frame():
    panel = CounterPanel(rows(0), NIGHT)
    for k in range(10):
        panel.redraw(rows(k))
    start = time.process_time()
    for k in range(100):
        panel.redraw(rows(k))
    assert (time.process_time() - start) / 100 < 3e-3


def test_a_panel_keeps_its_shapes_until_words_change():
    panel = CounterPanel(rows(0), NIGHT)
    shapes = panel.get_family()
    panel.redraw(rows(5))
    assert panel.get_family() == shapes
    panel.redraw([("regions", 12)])
    assert ink_in(panel).sum() < ink_in(CounterPanel(rows(5), NIGHT)).sum() / 2
    assert panel.get_family() == shapes  # Manim would go on drawing a shape that is taken out
    panel.redraw(rows(5))
    assert len(panel.rows) == 4


def test_bad_rows_are_refused():
    with pytest.raises(InputError, match="at least one row"):
        CounterPanel([], NIGHT)
    with pytest.raises(InputError, match="finite"):
        CounterPanel([("loss", float("nan"))], NIGHT)


def test_a_neuron_is_written_with_its_signs():
    assert neuron_expression([0.834, -1.2], 0.41) == "z = 0.83 x_1 - 1.20 x_2 + 0.41"
    assert neuron_expression([-1.0], -0.001, relu=True, names=["a"]) == "h = max(0, - 1.00 a + 0.00)"
    assert ink_in(NeuronFormula([0.83, -1.2], 0.41, NIGHT, relu=True)).sum() > 50
    with pytest.raises(InputError, match="NaN"):
        neuron_expression([np.nan], 0.0)
    with pytest.raises(InputError, match="name"):
        neuron_expression([1.0, 2.0], 0.0, names=["a"])


def test_every_theme_is_set_in_the_face_that_ships():
    assert {look.font for look in THEMES.values()} == {font_family()}


WORDS = "a class with a rather long name"


@pytest.mark.parametrize(("share", "pixels"), [(1.2, 32), (0.9, 32 * 0.9), (0.88, 32 * 0.88)])
def test_type_shrinks_to_its_room_but_not_below_the_smallest(share, pixels):
    whole = lettered(WORDS, NIGHT.font, 32)[1]
    assert size_within(WORDS, NIGHT, share * whole) == pytest.approx(pixels)
    with pytest.raises(InputError, match=f"'{WORDS}': expected at most .* smallest size of type"):
        size_within(WORDS, NIGHT, 0.87 * whole)


def test_a_paragraph_is_broken_between_words_where_it_must():
    whole = lettered(WORDS, NIGHT.font, 28)[1]
    assert lines_within(WORDS, NIGHT, 1.01 * whole) == [WORDS]
    first, second = lines_within(WORDS, NIGHT, 0.6 * whole)
    assert f"{first} {second}" == WORDS
    block = paragraph(WORDS, NIGHT, 0.6 * whole)
    assert len(block) == 2
    assert block.width <= 0.6 * whole
    assert block[0].get_bottom()[1] > block[1].get_top()[1]


@pytest.mark.parametrize(("words", "most"), [(WORDS, 1), ("unbreakable" * 4, 2)])
def test_a_paragraph_that_is_too_long_is_refused(words, most):
    room = 0.6 * lettered(WORDS, NIGHT.font, 28)[1]
    with pytest.raises(InputError, match=f"text '{words}': expected"):
        paragraph(words, NIGHT, room, most=most)


def test_a_line_is_set_smaller_where_it_must_be_and_never_too_small():
    look = theme("night")
    free = text("some words of a title", look, "title")
    assert text("some words of a title", look, "title", width=9.0).width == pytest.approx(free.width)
    tight = text("some words of a title", look, "title", width=0.7 * free.width)
    assert tight.width == pytest.approx(0.7 * free.width, rel=0.02)
    with pytest.raises(TooLongError, match="shorten it, or give it more room"):
        text("some words of a title", look, "title", width=0.4 * free.width)


def test_a_counted_row_is_written_in_the_scene_s_words():
    words = {"layer": "after layer {layer}", "counted": "gezählt"}
    row = counted(lambda key, **values: words[key].format(**values), "layer", 7, layer=2)
    assert row == Counter("after layer 2", 7, "gezählt")
