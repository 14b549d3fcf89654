"""The film of chapter 11 on small runs: it plays, counts what it shows, and fits frames of any shape."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from dlvis.errors import InputError
from dlvis.geometry import fold_complex, window_about
from dlvis.measures import is_near_border
from dlvis.mobjects import layers_board
from dlvis.net import n_parameters, shallow_widths
from dlvis.render.frames import beat_pictures
from dlvis.render.quality import quality
from dlvis.render.registry import chosen_scene
from dlvis.render.shots import ShotRenderer
from dlvis.render.stage import play, stage
from dlvis.run import run_name, save_run
from dlvis.style import percent
from dlvis.topics import load
from dlvis.train import train
from tests.pictures import two_colour_picture

SMALL = quality("160x90@5")
DEEP, FEW = (2, 5, 4, 1), (2, 3, 1)
SHALLOW = shallow_widths(DEEP)


def saved_runs(topic, folder, deep=DEEP, steps=60, **settings):
    """All that the scene needs, but with fewer seeds and steps."""
    made = {}
    racers = [deep, shallow_widths(deep)] if len(deep) > 3 else [deep]
    nets = [(widths, seed) for widths in (*racers, FEW) for seed in (0, 1)]
    for widths, seed in nets:
        run = train(topic, widths, steps=steps, batch=128, rate=0.03, seed=seed, **settings)
        save_run(run, folder / run_name(topic.name, widths, seed))
        made[widths, seed] = run
    return made


def params(topic="moons", deep=DEEP, **more):
    return {"topic": str(topic), "net": {"widths": list(deep), "seeds": 2}, "few": {"seeds": 2}} | more


def prepared(chosen, runs):
    scene = chosen.cls(renderer=ShotRenderer(), params=chosen.params, runs=runs)
    scene.load_runs()
    return scene


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    return tmp_path_factory.mktemp("renders") / "runs"


@pytest.fixture(scope="module")
def made(runs):
    return saved_runs(load("moons"), runs)


@pytest.fixture(scope="module")
def played(made, runs):
    chosen = chosen_scene("training", params(pace={"early_until": 0.3, "middle_until": 0.6}))
    with stage(SMALL):
        return beat_pictures(chosen.cls, params=chosen.params, runs=runs)


@pytest.fixture(scope="module")
def scene(made, runs):
    with stage(SMALL):
        yield prepared(chosen_scene("training", params()), runs)


def test_the_beats_and_stills_are_those_of_the_words(played):
    pictures, scene = played
    assert [mark.name for mark, _ in pictures] == list(scene.words.beats)
    assert [mark.name for mark in scene.marks if mark.kind == "still"] == list(scene.words.stills)
    assert all(after.start == pytest.approx(before.end) for (before, _), (after, _) in pairwise(pictures))


def test_each_beat_ends_with_a_picture_of_its_own(played):
    frames = [picture[..., :3].astype(int) for _, picture in played[0]]
    assert all(frame.std() > 5 for frame in frames)
    # what the end of the race says is what it has come to
    moved = [np.abs(after - before).mean() for before, after in pairwise(frames)]
    assert sum(share > 0.5 for share in moved) >= len(moved) - 1


def test_the_words_say_what_was_counted(played, made):
    said = {mark.name: mark.narration for mark, _ in played[0]}
    window, deep, shallow = load("moons").window, made[DEEP, 0], made[SHALLOW, 0]
    counts = [fold_complex(run.net, window).n_regions for run in (deep, shallow)]
    found = int(deep.results["test_parcels_found"])
    assert said["found"].startswith(f"After 60 steps: {counts[0]} pieces, {found} of 2 parcels found. ")
    near = [
        percent(is_near_border(load("moons"), fold_complex(run.net, window).interior_points()).mean())
        for run in (deep, shallow)
    ]
    assert f"lie {near[0]} of the deep net's pieces, and {near[1]} of" in said["shallow_end"]
    sizes = n_parameters(SHALLOW), n_parameters(DEEP)
    assert f"one layer with {sizes[0]} parameters against several with {sizes[1]}." in said["shallow"]


def test_a_film_lasts_one_to_two_minutes(played):
    assert 60 <= played[1].time <= 120


@pytest.mark.slow
def test_no_frame_is_empty_between_two_pictures(made, runs):
    chosen, levels = chosen_scene("training", params(pace={"early_until": 0.3, "middle_until": 0.6})), []

    def take(shot):
        if not shot.is_still and shot.n_frames <= 2 * SMALL.fps:  # the fades, not what plays
            levels.extend(shot.picture(number)[..., :3].std() for number in range(shot.n_frames))

    with stage(SMALL):
        play(chosen.cls(renderer=ShotRenderer(take), params=chosen.params, runs=runs))
    assert min(levels[5:]) > 2


@pytest.mark.slow
@pytest.mark.parametrize("aspect", ["90x90@2", "90x160@2"])
def test_the_film_plays_in_frames_of_any_shape(tmp_path, made, runs, aspect):
    chosen = chosen_scene("training", params(pace={"early": 0.6, "middle": 0.6, "late": 0.6}))
    with stage(quality(aspect)):
        pictures, _ = beat_pictures(chosen.cls, params=chosen.params, runs=runs)
    assert len(pictures) == 11


def test_a_net_with_one_hidden_layer_has_nothing_to_race(tmp_path):
    picture = two_colour_picture(tmp_path / "own.png", 60, 30)
    runs = tmp_path / "runs"
    saved_runs(load(picture), runs, (2, 4, 1), steps=6)
    chosen = chosen_scene("training", params(picture, (2, 4, 1)))
    with stage(quality("160x90@2")):
        pictures, _ = beat_pictures(chosen.cls, params=chosen.params, runs=runs)
    assert "shallow" not in [mark.name for mark, _ in pictures]


def test_one_seed_of_each_is_raced_without_the_maps_of_more(made, runs):
    chosen = chosen_scene("training", params(net={"widths": list(DEEP), "seeds": 1}))
    with stage(SMALL):
        pictures, scene = beat_pictures(chosen.cls, params=chosen.params, runs=runs)
    assert [mark.name for mark, _ in pictures] == [each for each in scene.words.beats if each != "race_seeds"]


@pytest.mark.parametrize(("group", "seeds"), [("net", 0), ("net", -1), ("few", 1), ("few", 0)])
def test_too_few_seeds_are_refused_before_any_is_trained(group, seeds):
    with pytest.raises(InputError, match=rf"{group}\.seeds: expected [12] or more.*, got {seeds}"):
        chosen_scene("training", params(**{group: {"seeds": seeds}}))


def test_what_is_needed_is_what_is_asked_for():
    chosen = chosen_scene("training", params())
    needs = [(need.widths, need.seed) for need in chosen.cls.needs(chosen.params)]
    assert needs == [(DEEP, 0), (DEEP, 1), (SHALLOW, 0), (SHALLOW, 1), (FEW, 0), (FEW, 1)]


def test_runs_that_were_not_trained_alike_are_refused(tmp_path, made, runs):
    for widths, seed in made:
        save_run(made[widths, seed], tmp_path / run_name("moons", widths, seed))
    other = train(load("moons"), SHALLOW, steps=30, batch=128, rate=0.03)
    save_run(other, tmp_path / run_name("moons", SHALLOW, 0), overwrite=True)
    chosen = chosen_scene("training", params())
    with stage(SMALL), pytest.raises(InputError, match="one clock: expected the same training"):
        prepared(chosen, tmp_path)


def test_a_run_with_one_kept_step_is_refused(tmp_path, made):
    short = {key: replace(run, snapshots=run.snapshots[:1]) for key, run in made.items()}
    for (widths, seed), run in short.items():
        save_run(run, tmp_path / run_name("moons", widths, seed))
    chosen = chosen_scene("training", params())
    with (
        stage(SMALL),
        pytest.raises(InputError, match=r"2 or more kept steps.*dlvis train moons --widths 2,5,4,1"),
    ):
        prepared(chosen, tmp_path)


def test_a_net_without_a_hidden_layer_is_refused(tmp_path):
    run = train(load("moons"), (2, 1), steps=4, batch=64, rate=0.03)
    save_run(run, tmp_path / run_name("moons", (2, 1), 0))
    chosen = chosen_scene("training", params(deep=(2, 1)))
    with stage(SMALL), pytest.raises(InputError, match="expected a hidden layer"):
        prepared(chosen, tmp_path)


@pytest.mark.parametrize("widths", [(2, 24, 24, 24, 24, 1), (2, 5, 4, 2), (2, 6, 6, 1)])
def test_a_shallow_net_has_as_many_parameters_or_as_few_less_as_can_be(widths):
    shallow = shallow_widths(widths)
    assert 0 <= n_parameters(widths) - n_parameters(shallow) < 3 + widths[-1]


def test_the_push_ends_where_few_are_in_view(played, made):
    mark = next(mark for mark in played[1].marks if mark.name == "push" and mark.kind == "still")
    assert "regions in view" in mark.alt
    window = load("moons").window
    assert window_about(window, np.zeros(2), 1.0).width == pytest.approx(window.width)


@pytest.mark.slow
def test_each_of_at_least_600_frames_has_a_geometry_of_its_own(tmp_path):
    saved_runs(load("moons"), tmp_path, steps=330)
    chosen, seen = chosen_scene("training", params()), []

    class Learning(chosen.cls):  # up to the first result
        def construct(self):
            self.load_runs()
            self.learn(layers_board(self.lanes[0][0], self.rows, area=self.area, key=self.keys[0]))

    Learning.__module__ = chosen.cls.__module__  # whose words it speaks

    def take(shot):
        for number in range(0 if shot.is_still else shot.n_frames):
            shot.look(number)
            tiling = scene.board.panels[0].tilings[1]
            seen.append(tiling.complex.vertices.tobytes())

    with stage(quality("160x90@30")):
        scene = Learning(renderer=ShotRenderer(take), params=chosen.params, runs=tmp_path)
        play(scene)
    assert len(set(seen)) >= 600
