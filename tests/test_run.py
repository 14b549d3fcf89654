import json
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import save

from dlvis.errors import InputError
from dlvis.net import ReluNet
from dlvis.run import (
    Run,
    Snapshot,
    kept_steps,
    load_run,
    named_run,
    newest_run,
    prepared_place,
    run_digest,
    run_name,
    save_run,
)
from dlvis.run.schedule import GROWTH, checked_schedule


def random_net(rng, widths, slope=0.0):
    layers = list(pairwise(widths))
    weights = [rng.normal(size=(n_out, n_in)) for n_in, n_out in layers]
    return ReluNet(weights, [rng.normal(size=n_out) for _, n_out in layers], slope)


def example_run(seed=0, widths=(2, 3, 1), steps=(0, 1, 7), slope=0.0, topic="moons"):
    rng = np.random.default_rng(seed)
    snapshots = [
        Snapshot(step, random_net(rng, widths, slope), {"loss": rng.random(), "accuracy": rng.random()})
        for step in steps
    ]
    return Run(topic, topic, tuple(snapshots), {"seed": seed, "rate": 0.01}, {"accuracy": rng.random()})


def test_a_measure_is_asked_for_by_its_name():
    run = Run("moons", "moons", example_run().snapshots, results={"test_accuracy": 0.5})
    assert run.result("test_accuracy") == 0.5
    assert run.snapshots[1].metric("loss") == run.snapshots[1].metrics["loss"]


def test_a_measure_that_was_not_taken_is_named_with_the_remedy():
    net = example_run().net
    run = Run("moons", "moons", (Snapshot(7, net, {"loss": 0.5, "accuracy": 1.0}),))
    with pytest.raises(
        InputError,
        match=r"run of topic 'moons': has no result 'test_accuracy', nor any other; train .* results=\{…\}",
    ):
        run.result("test_accuracy")
    with pytest.raises(InputError, match=r"step 7: has no metric 'los', only accuracy, loss; .* metrics="):
        run.snapshots[0].metric("los")


def as_plain(run):
    """All that a run says, in values that `==` compares."""
    layers = [
        [layer.tobytes() for layer in (*snapshot.net.weights, *snapshot.net.biases)]
        for snapshot in run.snapshots
    ]
    steps = [(s.step, s.net.widths, s.net.slope, dict(s.metrics)) for s in run.snapshots]
    return (run.topic, run.source, run.finished, dict(run.settings), dict(run.results), steps, layers)


def change_header(folder, **fields):
    file = folder / "run.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | fields))


def change_weights(folder, tensors):
    """Other tensors with their right digest: only the shapes can give them away."""
    content = save(tensors)
    (folder / "weights.safetensors").write_bytes(content)
    change_header(folder, weights_sha256=sha256(content).hexdigest())


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    widths=st.lists(st.integers(1, 5), min_size=2, max_size=5),
    steps=st.sets(st.integers(0, 10**9), min_size=1, max_size=5),
    slope=st.floats(0, 1),
)
def test_what_is_saved_is_loaded_bit_for_bit(tmp_path_factory, seed, widths, steps, slope):
    run = example_run(seed, tuple(widths), sorted(steps), slope)
    folder = save_run(run, tmp_path_factory.mktemp("runs") / "one")
    again = load_run(folder)
    assert as_plain(again) == as_plain(run)
    assert run_digest(again) == run_digest(run)


def test_the_digest_sees_weights_metrics_and_settings():
    run = example_run()
    others = [example_run(1), replace(run, settings={}), replace(run, finished=False)]
    assert len({run_digest(other) for other in [run, *others]}) == 4
    assert run_digest(run) == run_digest(example_run())


def test_a_run_is_loaded_without_torch(tmp_path):
    save_run(example_run(), tmp_path / "one")
    code = "import sys; from dlvis.run import load_run; load_run(sys.argv[1]); print('torch' in sys.modules)"
    asked = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "one"], capture_output=True, text=True, check=True
    )
    assert asked.stdout == "False\n"


def test_nothing_is_overwritten_unasked(tmp_path):
    folder = save_run(example_run(0), tmp_path / "one")
    with pytest.raises(InputError, match=r"one: is there already; use --force"):
        save_run(example_run(1), folder)
    assert run_digest(load_run(folder)) == run_digest(example_run(0))
    save_run(example_run(1), folder, overwrite=True)
    assert run_digest(load_run(folder)) == run_digest(example_run(1))


def test_a_folder_with_other_things_is_never_overwritten(tmp_path):
    (tmp_path / "mine.txt").write_text("dear")
    with pytest.raises(InputError, match="holds more than a run"):
        save_run(example_run(), tmp_path, overwrite=True)
    assert (tmp_path / "mine.txt").read_text() == "dear"


def test_nothing_is_left_beside_a_run(tmp_path):
    save_run(example_run(), tmp_path / "one")
    save_run(example_run(1), tmp_path / "one", overwrite=True)
    assert [file.name for file in tmp_path.iterdir()] == ["one"]


@pytest.mark.parametrize("broken", ["write_bytes", "rename"])
def test_a_disk_that_fails_leaves_the_old_run(tmp_path, monkeypatch, broken):
    folder = save_run(example_run(0), tmp_path / "one")
    whole = getattr(Path, broken)

    def failing(self, target):
        if self.name == "weights.safetensors" or (target == folder and not self.name.endswith("-old")):
            raise OSError(28, "No space left on device")
        return whole(self, target)

    monkeypatch.setattr(Path, broken, failing)
    with pytest.raises(InputError, match="No space left"):
        save_run(example_run(1), folder, overwrite=True)
    assert run_digest(load_run(folder)) == run_digest(example_run(0))
    assert [file.name for file in tmp_path.iterdir()] == ["one"]


def test_an_unwritable_place_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match=r"one: cannot be written .*--out"):
        save_run(example_run(), tmp_path / "file" / "one")
    with pytest.raises(InputError, match=r"one: cannot be written .*--out"):
        prepared_place(tmp_path / "file" / "one")


def test_what_json_cannot_hold_is_refused(tmp_path):
    for wrong in (float("nan"), object()):
        with pytest.raises(InputError, match="JSON can hold"):
            save_run(replace(example_run(), settings={"rate": wrong}), tmp_path / "one")
    assert not (tmp_path / "one").exists()


def test_a_missing_run_and_a_file_are_told_apart(tmp_path):
    with pytest.raises(InputError, match=r"none: is not there; expected the folder"):
        load_run(tmp_path / "none")
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="file: is a file"):
        load_run(tmp_path / "file")
    with pytest.raises(InputError, match=r"run\.json: cannot be read"):
        load_run(tmp_path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "cannot be parsed"),
        ("[]", "not a run of dlvis"),
        ('{"format": "other"}', "not a run of dlvis"),
        ('{"format": "dlvis run", "version": 99}', "format version 99, .* update dlvis"),
        ('{"format": "dlvis run", "version": 1}', "field 'topic' is missing"),
    ],
)
def test_a_foreign_header_is_refused(tmp_path, content, words):
    folder = save_run(example_run(), tmp_path / "one")
    (folder / "run.json").write_text(content)
    with pytest.raises(InputError, match=rf"run\.json: .*{words}"):
        load_run(folder)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"steps": [0, "1", 7]}, "whole numbers"),
        ({"steps": [0, 1]}, "expected a list of 2 numbers"),
        ({"steps": [0, 7, 1]}, "steps rising"),
        ({"metrics": {"loss": 3}}, "expected a list of 3 numbers"),
        ({"slope": 2.0}, "slope"),
        ({"slope": None}, "field 'slope'"),
    ],
)
def test_a_header_that_does_not_fit_is_refused(tmp_path, fields, words):
    folder = save_run(example_run(), tmp_path / "one")
    change_header(folder, **fields)
    with pytest.raises(InputError, match=words):
        load_run(folder)


@pytest.mark.parametrize("kept", [0, 8, 100, -1])
def test_torn_weights_are_seen(tmp_path, kept):
    folder = save_run(example_run(), tmp_path / "one")
    file = folder / "weights.safetensors"
    file.write_bytes(file.read_bytes()[:kept])
    with pytest.raises(InputError, match=r"weights\.safetensors: torn or changed"):
        load_run(folder)


def test_missing_weights_are_named(tmp_path):
    folder = save_run(example_run(), tmp_path / "one")
    (folder / "weights.safetensors").unlink()
    with pytest.raises(InputError, match=r"weights\.safetensors: cannot be read"):
        load_run(folder)


@pytest.mark.parametrize(
    ("tensors", "words"),
    [
        ({"a": np.zeros(2)}, "expected tensors"),
        ({"weights.0": np.zeros((3, 2)), "biases.0": np.zeros((3, 1))}, "layer 0: expected shapes"),
        ({"weights.0": np.zeros((2, 1, 2)), "biases.0": np.zeros((2, 1))}, "for the 3 steps"),
        ({"weights.0": np.zeros((3, 1, 2)), "biases.0": np.zeros((3, 2))}, r"biases\[0\]: expected shape"),
    ],
)
def test_weights_that_do_not_fit_are_refused(tmp_path, tensors, words):
    folder = save_run(example_run(), tmp_path / "one")
    change_weights(folder, tensors)
    with pytest.raises(InputError, match=words):
        load_run(folder)


def test_weights_that_are_no_safetensors_are_refused(tmp_path):
    folder = save_run(example_run(), tmp_path / "one")
    (folder / "weights.safetensors").write_bytes(b"pickle")
    change_header(folder, weights_sha256=sha256(b"pickle").hexdigest())
    with pytest.raises(InputError, match="expected a safetensors file"):
        load_run(folder)


def test_the_newest_run_of_a_topic(tmp_path):
    for number, (widths, topic) in enumerate([((2, 1), "moons"), ((2, 3, 1), "moons"), ((2, 1), "baarle")]):
        save_run(example_run(widths=widths, topic=topic), tmp_path / f"{9 - number}")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "run.json").write_text("{")
    assert newest_run(tmp_path, "moons") == tmp_path / "8"
    assert newest_run(tmp_path, "moons", [2, 1]) == tmp_path / "9"
    save_run(example_run(topic="moons"), tmp_path / "9", overwrite=True)
    assert newest_run(tmp_path, "moons") == tmp_path / "9"


def test_a_run_is_named_by_its_folder_or_its_topic(tmp_path):
    folder = save_run(example_run(topic="moons"), tmp_path / "one")
    assert named_run(str(folder), tmp_path / "elsewhere") == folder
    assert named_run("moons", tmp_path) == folder
    with pytest.raises(InputError, match="two: is not there"):
        load_run(named_run(str(tmp_path / "two"), tmp_path))


def test_without_a_run_the_line_to_type_is_given(tmp_path):
    with pytest.raises(InputError, match=r"`dlvis train moons --widths 2,3,1 --out .*`"):
        newest_run(tmp_path / "runs", "moons", (2, 3, 1))
    with pytest.raises(InputError, match=r"make one with `dlvis train 'my map\.png'`"):
        newest_run("renders/runs", "my map.png")


def test_a_run_is_called_by_what_it_is():
    assert run_name("baarle", (2, 16, 1), 3) == "baarle-2-16-1-seed3"
    assert run_name("../my map", (2, 1), 0) == "my-map-2-1-seed0"


@given(st.integers(1, 10**6), st.integers(0, 100), st.integers(2, 500))
def test_a_schedule_begins_and_ends_with_the_training(n_steps, early, total):
    steps = kept_steps(n_steps, early, total)
    assert steps[0] == 0
    assert steps[-1] == n_steps
    assert list(steps) == sorted(set(steps))
    assert len(steps) <= total
    assert set(range(min(early, n_steps, total - 2))) <= set(steps)


@given(st.integers(100, 10**6), st.integers(0, 60), st.integers(300, 500))
def test_the_gaps_of_a_schedule_grow_without_a_jump(n_steps, early, total):
    gaps = np.diff(kept_steps(n_steps, early, total))
    assert (gaps[1:] <= GROWTH * gaps[:-1] + 2).all()
    assert (gaps[1:] >= gaps[:-1] - 1).all()  # a step more or less by rounding


def test_a_long_schedule_is_dense_at_first_and_even_at_last():
    steps = kept_steps(60_000)
    gaps = np.diff(steps)
    assert 380 <= len(steps) <= 400
    assert steps[:61] == tuple(range(61))
    assert gaps[60:80].max() <= 3
    assert np.ptp(gaps[-200:]) <= 1
    assert gaps.max() < 2 * 60_000 / len(steps)


def test_a_short_training_keeps_every_step():
    assert kept_steps(399) == tuple(range(400))


def test_any_list_is_a_schedule_with_the_first_and_the_last_step():
    assert checked_schedule([7, 3, 3], 10) == (0, 3, 7, 10)
    with pytest.raises(InputError, match="steps from 0 to 10, got 0 to 11"):
        checked_schedule([11], 10)
    with pytest.raises(InputError, match="n_steps >= 1"):
        kept_steps(0)
