import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from dlvis.cli.topics import command
from tests.pictures import two_colour_picture


def answer(*arguments):
    result = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_the_list_tells_titles_classes_parcels_and_areas():
    text = answer()
    assert "baarle: Baarle-Hertog and Baarle-Nassau" in text
    assert "positive  Belgium: 17.7 % of the window, 16 parcels of 2 475 to 1 536 590 m²" in text
    assert "negative  Netherlands: 82.3 % of the window, 7 parcels of 2 868 to 53 638 m²" in text
    assert "© OpenStreetMap contributors, ODbL 1.0" in text
    assert "moons: Two moons" in text


def test_the_list_as_json():
    rows = {row["name"]: row for row in json.loads(answer("--json"))}
    assert sorted(rows) == ["baarle", "baarle-wide", "moons", "rings", "sine", "spiral"]
    assert len(rows["baarle"]["parcels"]) == 23
    assert rows["baarle"]["parcels"][0] == {
        "name": "H1",
        "class": "Belgium",
        "area_m2": pytest.approx(1_536_448, rel=0.005),
    }
    assert rows["baarle"]["window_m"] == pytest.approx([3615, 3338], rel=1e-3)
    assert rows["moons"]["window_m"] is None


def test_a_picture_of_ones_own_is_told_too(tmp_path):
    text = answer(str(two_colour_picture(tmp_path / "mine.png")))
    assert "positive  #e69f00:" in text
    assert "2 parcels\n" in text


def test_a_wrong_name_ends_in_one_sentence_and_exit_code_2():
    line = [sys.executable, "-c", "from dlvis.cli import main; main()", "topics", "barle"]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("dlvis: topic 'barle' is unknown; did you mean 'baarle'?")
    assert "Traceback" not in done.stderr
