import dataclasses

import pytest
from PIL import Image, ImageDraw

from dlvis.cli.train import SETTINGS
from dlvis.errors import InputError
from dlvis.run import check_topic, is_of_topic, load_run, newest_run, origin, save_run
from dlvis.topics import load, topic_digest
from dlvis.train.recipe import RARE as RECIPE_RARE
from tests.test_film import small_run


def painted(path, side=20):
    image = Image.new("RGB", (64, 64), "white")
    ImageDraw.Draw(image).rectangle((10, 10, 10 + side, 30), fill="red")
    image.save(path)
    return load(path)


def run_on(topic, **settings):
    known = {"topic": topic.name, "source": topic.source, "topic_digest": topic_digest(topic)}
    return dataclasses.replace(small_run(), **known, settings={"seed": 0} | settings)


def test_a_run_keeps_the_digest_of_its_topic(tmp_path):
    run = run_on(load("moons"))
    assert load_run(save_run(run, tmp_path / "one")).topic_digest == topic_digest(load("moons")) != ""


def test_a_run_whose_topic_has_changed_is_refused_with_the_line_to_type(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run = run_on(painted("map.png"), seed=3, steps=50, rate=0.01)
    place = save_run(run, "renders/runs/map-2-3-1-seed3")
    check_topic(run, place, load("map.png"))
    line = "dlvis train map.png --widths 2,3,1 --seed 3 --steps 50 --rate 0.01 --force"
    with pytest.raises(InputError, match=f"topic 'map.png' has changed .*`{line}`"):
        check_topic(run, place, painted("map.png", side=40))


def test_the_line_repeats_what_is_rare(tmp_path):
    run = run_on(painted(tmp_path / "map.png"), dropout=0.1, initialisation="xavier")
    words = r"--widths 2,3,1 --set train\.dropout=0\.1 --set net\.initialisation=xavier`"
    with pytest.raises(InputError, match=words):
        check_topic(run, tmp_path / "mine", painted(tmp_path / "map.png", side=40))


def test_all_that_is_rare_can_be_repeated():
    assert set(origin.RARE) == set(RECIPE_RARE)
    assert {origin.RARE[name]: name for name in origin.RARE}.items() <= {
        (setting, argument) for setting, (argument, _) in SETTINGS.items()
    }


def test_a_run_elsewhere_is_not_what_the_line_overwrites(tmp_path):
    run = run_on(painted(tmp_path / "map.png"))
    with pytest.raises(InputError, match=r"--widths 2,3,1`"):
        check_topic(run, tmp_path / "mine", painted(tmp_path / "map.png", side=40))


def test_a_run_made_by_hand_is_taken_as_it_is(tmp_path):
    check_topic(small_run(), tmp_path, load("baarle"))


@pytest.mark.parametrize("asked", ["tall.png", "./tall.png", "sub/../tall.png", "{here}/tall.png", "tall"])
def test_a_file_is_the_same_however_its_path_is_written(tmp_path, monkeypatch, asked):
    monkeypatch.chdir(tmp_path)
    place = save_run(run_on(painted("tall.png")), tmp_path / "runs" / "one")
    assert newest_run(tmp_path / "runs", asked.format(here=tmp_path)) == place


def test_a_file_called_as_a_built_in_topic_is_another_one():
    assert not is_of_topic("moons", "moons.png", "moons")
    assert not is_of_topic("moons", "moons", "./moons")
    assert is_of_topic("moons", "moons", "moons")
