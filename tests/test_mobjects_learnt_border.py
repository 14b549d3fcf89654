"""The border that a net has learnt on its map: the line is its own, and so are the numbers beside it."""

from dataclasses import replace

import numpy as np
import pytest

from dlvis.geometry import fold_complex
from dlvis.mobjects import Counter, LearntBorder, Placement
from dlvis.style import theme
from dlvis.topics import load
from tests.pictures import two_colour_picture
from tests.test_film import small_run

MOONS = load("moons")
RUN = replace(small_run((2, 8, 1), "moons"), results={"test_balanced_accuracy": 0.875})


def border_on(topic, run=RUN):
    complex = fold_complex(run.net, topic.window)
    return LearntBorder(run, complex, topic, theme("night"), placement=Placement(topic.window, scale=1.0))


def test_the_output_is_zero_along_the_line():
    border = border_on(MOONS)
    points = border.line.line.points[:, :2] + MOONS.window.centre
    assert len(points) > 2
    assert np.abs(RUN.net(points)).max() < 1e-9


def test_the_rows_say_what_was_found_and_what_was_missed():
    border = border_on(MOONS)
    rows = {row.label: row for row in border.rows(lambda key: key)}
    assert rows["found"].value + rows["missed"].value == len(MOONS.parcels) == len(border.found)
    assert rows["found"].value == len(border.marks.found) == sum(border.found)
    assert rows["parameters"] == Counter("parameters", RUN.net.n_parameters)
    assert rows["balanced"].written.startswith("87.5")


def test_the_map_lies_on_a_plate_of_the_whole_window():
    border, window = border_on(MOONS), MOONS.window
    plate = border.map[0].points
    assert np.ptp(plate[:, 0]) == pytest.approx(window.width)
    assert np.ptp(plate[:, 1]) == pytest.approx(window.height)


def test_a_topic_without_parcels_has_no_rows_of_them(tmp_path):
    topic = load(str(two_colour_picture(tmp_path / "own.png")))
    bare = replace(topic, parcels=())
    assert "found" not in [row.label for row in border_on(bare).rows(lambda key: key)]


def test_a_run_without_its_score_is_refused():
    with pytest.raises(Exception, match="test_balanced_accuracy"):
        border_on(MOONS, replace(RUN, results={})).rows(lambda key: key)
