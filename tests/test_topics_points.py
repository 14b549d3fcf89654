"""Points from a CSV file as a topic: what is read, how it is split, what is refused."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from dlvis.cli.topics import command
from dlvis.errors import InputError
from dlvis.render.frames import beat_pictures
from dlvis.render.quality import quality
from dlvis.render.registry import chosen_scene
from dlvis.render.stage import stage
from dlvis.run import run_digest
from dlvis.topics import labelled_points, labels_at, load, part, shown_digest, topic_digest
from dlvis.topics import points as reader
from dlvis.topics.sample import MOST_DOTS, Sample, dots, shuffled
from dlvis.train import train
from tests.stock import stock

ROWS = [(0.5 * k, (k % 7) - 3.0, "ab"[k % 4 == 0]) for k in range(60)]


def csv_file(folder, rows=ROWS, header="x,y,label"):
    path = folder / "points.csv"
    lines = [header, *(",".join(map(str, row)) for row in rows)]
    path.write_text("\n".join(line for line in lines if line is not None) + "\n", encoding="utf-8")
    return path


def rows_of(topic):
    points = topic.sample.points.round(9)
    return {(*map(float, point), bool(k)) for point, k in zip(points, topic.sample.labels, strict=True)}


@pytest.mark.parametrize(
    "text",
    [
        "{y},{x},b,more\n",
        "no header",
        "\ufeffx,y,label\n",
        "Label, X ,Y\n",
    ],
)
def test_columns_in_any_order_or_without_a_header(tmp_path, text):
    plain = load(csv_file(tmp_path))
    orders = {
        "{y},{x},b,more\n": ("y,x,label,note", lambda x, y, k: (y, x, k, "n")),
        "no header": (None, lambda x, y, k: (x, y, k)),
        "\ufeffx,y,label\n": ("\ufeffx,y,label", lambda x, y, k: (x, y, k)),
        "Label, X ,Y\n": ("Label, X ,Y", lambda x, y, k: (k, x, y)),
    }
    header, order = orders[text]
    other = load(csv_file(tmp_path, [order(*row) for row in ROWS], header))
    assert topic_digest(other) == topic_digest(plain)


def test_labels_are_any_two_texts_and_numbers_go_by_size(tmp_path):
    numbers = [(x, y, {"a": 9, "b": 10}[k]) for x, y, k in ROWS]
    assert load(csv_file(tmp_path, numbers)).class_names == ("9", "10")
    words = [(x, y, {"a": '"yes, indeed"', "b": "nein"}[k]) for x, y, k in ROWS]
    assert load(csv_file(tmp_path, words)).class_names == ("nein", "yes, indeed")


def test_a_toml_names_the_positive_label_the_sizes_and_a_window(tmp_path):
    csv_file(tmp_path)
    path = tmp_path / "mine.toml"
    path.write_text(
        'seed = 4\n[source]\nfile = "points.csv"\npositive = "a"\n[window]\nx = [0, 20]\ny = [-5, 5]\n'
        "[samples]\ntrain = 20\ntest = 5\n[training]\nwidths = [2, 3, 1]\n"
    )
    topic = load(path)
    assert topic.class_names == ("b", "a")
    assert len(topic.sample) == 41
    assert (topic.n_train, topic.n_validation, topic.n_test) == (20, 8, 5)


def test_another_seed_splits_otherwise(tmp_path):
    csv_file(tmp_path)
    path = tmp_path / "mine.toml"
    found = []
    for seed in (1, 1, 2):
        path.write_text(f'seed = {seed}\n[source]\nfile = "points.csv"\n')
        found.append(load(path))
    assert np.array_equal(found[0].sample.points, found[1].sample.points)
    assert not np.array_equal(found[0].sample.points, found[2].sample.points)
    assert rows_of(found[0]) == rows_of(found[2])


@settings(max_examples=50, deadline=None)
@given(st.integers(3, 40), st.integers(3, 200), st.integers(0, 99))
def test_any_stretch_has_the_classes_in_their_shares(n_rare, n_more, seed):
    labels = np.arange(n_rare + n_more) < n_rare
    mixed = shuffled(Sample(np.arange(2.0 * len(labels)).reshape(-1, 2), labels), seed)
    counted = np.cumsum(mixed.labels)
    expected = np.arange(1, len(labels) + 1) * n_rare / len(labels)
    assert np.abs(counted - expected).max() <= 2
    assert sorted(mixed.points[:, 0]) == list(np.arange(0.0, 2 * len(labels), 2))


def test_the_map_shows_each_point_as_a_dot(tmp_path):
    topic = load(csv_file(tmp_path))
    for x, y in topic.sample.points[topic.sample.labels]:
        assert topic.positive.contains(shapely.Point(x, y))
    assert topic.positive.intersection(topic.negative).area == 0
    assert topic.parcels == ()


def test_of_many_points_a_thousand_dots_are_shown_both_classes_among_them():
    random = np.random.default_rng(0)
    labels = np.arange(50_000) < 20
    negative, positive = dots(Sample(random.uniform(-1, 1, (50_000, 2)), labels))
    assert 1 <= len(positive.geoms) <= 2
    assert 500 < len(negative.geoms) <= MOST_DOTS


def test_a_net_learns_them(tmp_path):
    topic = load(csv_file(tmp_path))
    run = train(topic, (2, 4, 1), steps=30, batch=16)
    assert run_digest(run) == run_digest(train(load(topic.source), (2, 4, 1), steps=30, batch=16))
    assert run.results["parcels"] == 0
    with pytest.raises(InputError, match="near: expected a topic with a border, got 'points'"):
        train(topic, (2, 4, 1), steps=3, near=0.5)


def test_no_other_point_has_a_label(tmp_path):
    topic = load(csv_file(tmp_path))
    with pytest.raises(InputError, match="others have no label"):
        labels_at(topic, np.zeros((1, 2)))
    drawn = labelled_points(topic, 500, 0)[0]
    assert {tuple(each) for each in drawn} <= {tuple(each) for each in part(topic, "train")[0]}


def test_a_moved_point_makes_runs_and_films_stale(tmp_path):
    topic, other = load(csv_file(tmp_path)), load(csv_file(tmp_path, [(0.2, -3.0, "b"), *ROWS[1:]]))
    assert topic_digest(other) != topic_digest(topic)
    moved = replace(topic, sample=Sample(topic.sample.points + 1e-4, topic.sample.labels))
    assert shown_digest(moved) != shown_digest(topic)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "label: expected two different labels, got 0: none"),
        ("x,y,label\n", "expected two different labels, got 0"),
        ("x,y,label\n" + "1,2,a\n" * 20, "expected two different labels, got 1: 'a'"),
        ("1,2,a\n1,3,b\n4,5,c\n", "expected two different labels, got 3: 'a', 'b', 'c'"),
        ("x,y,class\n1,2,a\n", "line 1: expected the columns x, y and label, each once, got x, y, class"),
        ("x,x,y,label\n1,1,2,a\n", "each once"),
        ("x,y,label\n1,2\n", "line 2: expected 3 columns, got 2"),
        ("1,2,a\n1,2,a,b\n", "line 2: expected 3 columns, got 4"),
        ("1;2;a\n", "each once"),
        ("x,y,label\n1;2;a\n", "line 2: expected 3 columns, got 1; columns are separated by commas"),
        ("x,y,label\n1,2,a\nnan,2,b\n", "line 3, x: expected a number up to 1e12, got 'nan'"),
        ("x,y,label\n1,inf,a\n", "line 2, y: expected a number up to 1e12, got 'inf'"),
        ("x,y,label\n1,1e300,a\n", "y: expected a number up to 1e12"),
        ("x,y,label\n1,two,a\n", "line 2, y: expected a number up to 1e12, got 'two'"),
        ("x,y,label\n1,2,\n", "line 2, label: expected a text, got nothing"),
        ("1,2,a\n2,3,b\n" * 4, "expected at least 10 points and 3 of each class, got 8 with 4"),
        ("1,2,a\n" * 20 + "2,3,b\n", "got 21 with 1 of the rarer class"),
        ("1,2,a\n1,2,b\n" * 20, "expected points at different places"),
        ("1,2,\x00\n", "points.csv"),
        (b"\xff\xfe\x00", "expected a CSV file of points, it cannot be read"),
    ],
)
def test_a_file_that_is_wrong_is_answered_with_what_is_right(tmp_path, content, words):
    path = tmp_path / "points.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InputError, match=words) as error:
        load(path)
    assert "points.csv" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path, monkeypatch):
    path = csv_file(tmp_path)
    monkeypatch.setattr(reader, "MOST_POINTS", 50)
    with pytest.raises(InputError, match="expected at most 50 points; take a part"):
        load(path)
    monkeypatch.setattr(reader, "MOST_BYTES", 100)
    with pytest.raises(InputError, match="expected at most 0 MB"):
        load(path)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ('positive = "c"\n', "there is no label 'c'"),
        ("[samples]\ntrain = 100\n", r"\[samples\]: expected at most the 60 points"),
        ("[window]\nx = [0, 1]\ny = [0, 1]\n", "the window: expected at least 10 points"),
    ],
)
def test_a_toml_that_does_not_fit_the_points(tmp_path, more, words):
    csv_file(tmp_path)
    path = tmp_path / "mine.toml"
    path.write_text('[source]\nfile = "points.csv"\n' + more)
    with pytest.raises(InputError, match=words):
        load(path)


def test_a_list_of_topics_tells_how_many_points(tmp_path):
    told = CliRunner().invoke(command, [str(csv_file(tmp_path))], catch_exceptions=False).output
    assert "positive  b: 15 points" in told
    assert "negative  a: 45 points" in told


@pytest.mark.parametrize("name", ["fold", "training"])
def test_films_show_points_as_dots(tmp_path, name):
    topic = load(csv_file(tmp_path))
    params = {"topic": topic.source, "net": {"widths": [2, 4, 4, 1]}}
    chosen = chosen_scene(name, params)
    assert stock(chosen.cls.needs(chosen.params), tmp_path) == []
    with stage(quality("160x90@2")):
        pictures, _ = beat_pictures(chosen.cls, params=chosen.params, runs=tmp_path / "runs")
    assert all(picture[..., :3].std() > 2 for _, picture in pictures)
