"""Datasets: from a function, from the MNIST-1D package, from arrays; and what is refused."""

import random
import sys

import numpy as np
import pytest

from dlvis.datasets import CLASSES, NUMBERS, TWO_CLASSES, Dataset, Part, material, material_digest
from dlvis.datasets import mnist1d as package
from dlvis.errors import InputError
from dlvis.topics import Topic, load, topic_digest


def made(task=NUMBERS, inputs=((0.0,), (1.0,)), targets=((0.0,), (1.0,)), names=(), **other):
    part = Part(np.array(inputs), np.array(targets))
    parts = {"train": part, "validation": part, "test": part} | other
    return Dataset("mine", "Mine", "mine", task, **parts, class_names=names)


def test_a_function_is_its_graph():
    data = material("function:sin(2*pi*x)")
    assert (data.task, data.n_inputs, data.n_outputs) == (NUMBERS, 1, (1,))
    assert data.source == "function:sin(2*pi*x)"
    assert data.name == "function-sin-2-pi-x"
    inputs = data.train.inputs[:, 0]
    assert np.array_equal(data.train.targets[:, 0], np.sin(2 * np.pi * inputs))
    assert -1 <= inputs.min() < -0.9 < 0.9 < inputs.max() <= 1
    assert len({part.inputs[0, 0] for part in (data.train, data.validation, data.test)}) == 3


def test_a_function_in_a_toml_has_a_window_and_sizes_of_its_own(tmp_path):
    path = tmp_path / "bump.toml"
    path.write_text(
        'title = "A bump"\nseed = 3\n[source]\nfunction = "exp(-x*x)"\n[window]\nx = [-4, 2]\n'
        "[samples]\ntrain = 50\n[training]\nwidths = [1, 5, 1]\nsteps = 7\n"
    )
    data = material(path)
    assert (data.name, data.title, data.source) == ("bump", "A bump", str(path))
    assert (data.training.widths, data.training.steps, len(data.train)) == ((1, 5, 1), 7, 50)
    assert -4 <= data.train.inputs.min() < -3
    assert data.train.inputs.max() <= 2


def test_whatever_is_no_dataset_is_a_topic():
    assert isinstance(material("moons"), Topic)
    assert material_digest(material("moons")) == topic_digest(load("moons"))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("function:", "function:.* expected a formula such as"),
        ("function:sin(y)", "function:.* 'y' is unknown"),
        ("function:1/x - log(x)", "expected a number everywhere in the window, got nan at x = -0"),
        ("mnist", "topic 'mnist' is unknown"),
    ],
)
def test_a_source_that_is_none(source, words):
    with pytest.raises(InputError, match=words):
        material(source)


def test_a_toml_that_is_wrong_names_the_file_and_the_field(tmp_path):
    path = tmp_path / "f.toml"
    path.write_text('[source]\nfunction = "sinn(x)"\n')
    with pytest.raises(InputError, match=r"f.toml, function in \[source\]: function 'sinn' is unknown"):
        material(path)
    path.write_text('[source]\nfunction = "x"\n[window]\nx = [0, 1]\ny = [0, 1]\n')
    with pytest.raises(InputError, match=r"f.toml.*\[window\]: expected x alone"):
        material(path)


def test_what_was_given_cannot_be_changed():
    inputs = np.zeros((2, 1))
    data = made(inputs=inputs)
    inputs[:] = 9
    assert data.train.inputs.max() == 0
    with pytest.raises(ValueError, match="read-only"):
        data.train.inputs[:] = 1


def test_a_change_of_the_data_changes_the_digest():
    digests = {
        material_digest(each)
        for each in (made(), made(inputs=((0.0,), (1.1,))), made(targets=((0.5,), (1.0,))))
    }
    assert len(digests) == 3
    assert material_digest(made(inputs=((0.0,), (1.0 + 1e-9,)))) == material_digest(made())


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"task": "number"}, "task: 'number' is unknown; did you mean 'numbers'"),
        ({"inputs": (0.0, 1.0)}, r"train part: expected inputs \(n, d\) and as many targets"),
        ({"targets": ((0.0,),)}, "and as many targets"),
        ({"inputs": np.zeros((0, 1)), "targets": np.zeros((0, 1))}, "expected inputs"),
        ({"inputs": ((0.0,), (np.nan,))}, "expected finite numbers, got NaN"),
        ({"targets": ((0.0,), (np.inf,))}, "expected finite numbers, got NaN"),
        ({"test": Part(np.zeros((2, 3)), np.zeros((2, 1)))}, "as many inputs and outputs in each part"),
        ({"task": CLASSES, "targets": (0, 2), "names": ("a", "b")}, "classes from 0 to 1, .* got 0 to 2"),
        ({"task": CLASSES, "targets": (0, -1), "names": ("a", "b")}, "got -1 to 0"),
        ({"task": TWO_CLASSES, "targets": (True, True), "names": ("a", "b")}, "expected both classes"),
    ],
)
def test_data_that_cannot_be_are_refused(changes, words):
    with pytest.raises(InputError, match=words):
        made(**changes)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """MNIST-1D, made once into a folder of its own."""
    pytest.importorskip("mnist1d")
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        before = random.random, np.random.get_state()[1].tolist()
        data = material("mnist1d")
        assert np.random.get_state()[1].tolist() == before[1]
        yield data, next(folder.glob("dlvis/mnist1d-*.npz"))


def test_mnist_1d_is_as_published(kept):
    data, _ = kept
    assert (data.task, data.n_inputs, data.n_outputs) == (CLASSES, 40, (10,))
    assert [len(part) for part in (data.train, data.validation, data.test)] == [4000, 1000, 1000]
    assert np.bincount(np.concatenate([data.train.targets, data.test.targets])).tolist() == [500] * 10
    both = np.concatenate([data.train.inputs, data.test.inputs])
    assert (both.mean(), both.std()) == (pytest.approx(0, abs=1e-9), pytest.approx(1))
    assert not {row.tobytes() for row in data.validation.inputs} & {row.tobytes() for row in both}


def test_mnist_1d_is_made_once(kept):
    data, file = kept
    written = file.stat().st_mtime_ns
    assert material_digest(material("mnist1d")) == material_digest(data)
    assert file.stat().st_mtime_ns == written


def test_what_was_kept_is_never_unpickled(kept, monkeypatch):
    _, file = kept
    whole = file.read_bytes()
    made = {"published": np.zeros(1)}
    monkeypatch.setattr(package, "_made", lambda: made)
    for torn in (whole[:1000], b"", b"\x80\x04K\x01.", b"PK\x03\x04"):
        file.write_bytes(torn)
        assert package._kept(file) is None
    np.save(file.with_suffix(".npy"), np.array([{}], dtype=object), allow_pickle=True)
    file.with_suffix(".npy").rename(file)
    assert package._kept(file) is None
    file.write_bytes(whole)


def test_without_the_package_the_remedy_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setitem(sys.modules, "mnist1d", None)
    with pytest.raises(InputError, match=r"the package .* is not here; .*pip install 'dlvis\[mnist1d\]'"):
        material("mnist1d")


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    drawn = {part: (np.zeros((2, 40)), np.zeros(2, int)) for part in ("train", "validation", "test")}
    monkeypatch.setattr(package, "_drawn", lambda: drawn)
    assert len(material("mnist1d").train) == 2
