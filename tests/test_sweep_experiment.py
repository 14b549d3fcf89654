import pytest

from dlvis.errors import InputError
from dlvis.sweep.experiment import experiment, experiment_names, experiment_of
from dlvis.sweep.grid import cells, n_cells


def written(tmp_path, text):
    path = tmp_path / "mine.toml"
    path.write_text(text)
    return path


def test_a_file_says_an_experiment(tmp_path):
    text = """
    title = "Mine"
    seeds = "3..5"
    kept = [50, 0]
    runs = [3]
    measure = ["regions"]
    search = ["rate"]
    by = "accuracy"
    budget = { equal = "samples", amount = 1000 }
    [fixed]
    topic = "moons"
    [grid]
    rate = [0.1, 0.2]
    """
    asked = experiment(written(tmp_path, text))
    assert (asked.name, asked.title, asked.study) == ("mine", "Mine", "training")
    assert asked.seeds == (3, 4, 5)
    assert (asked.kept, asked.runs, asked.measure) == ((0, 50), (3,), ("regions",))
    assert asked.budget == ("samples", 1000.0)


def test_cells_are_all_combinations_with_the_seeds_last(tmp_path):
    text = 'seeds = 2\n[fixed]\ntopic = "moons"\n[grid]\nwidth = [3, 4]\n'
    text += "[[cases]]\nrate = 1\n[[cases]]\nrate = 2\n"
    asked = experiment(written(tmp_path, text))
    every = list(cells(asked))
    assert len(every) == n_cells(asked) == 8
    assert every[:3] == [
        {"topic": "moons", "rate": 1, "width": 3, "seed": 0},
        {"topic": "moons", "rate": 1, "width": 3, "seed": 1},
        {"topic": "moons", "rate": 1, "width": 4, "seed": 0},
    ]


def test_a_study_without_seeds_has_none():
    assert list(cells(experiment_of({"study": "regions_at_start", "fixed": {"hidden": [3]}}, "x"))) == [
        {"hidden": [3]}
    ]


@pytest.mark.parametrize("name", experiment_names())
def test_every_shipped_experiment_is_read(name):
    asked = experiment(name)
    assert asked.title != name
    assert n_cells(asked) >= 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("titel = 3", r"mine\.toml, line 1: 'titel' is unknown; did you mean 'title'"),
        ("title = 'x'\n\nsed = 3", r"mine\.toml, line 3: 'sed' is unknown; did you mean 'seeds'"),
        ("title = [", r"mine\.toml, line 1: expected TOML"),
        ("title = 3", "title: expected a text, got 3"),
        ("study = 'trainings'", "study 'trainings' is unknown; did you mean 'training'"),
        ("measure = ['region']", "measurement 'region' is unknown; did you mean 'regions'"),
        ("by = 'los'", "by 'los' is unknown; did you mean 'loss'"),
        ("seeds = 0", r"mine\.toml, line 1: seeds: expected 1 to 1000000 seeds, got 0"),
        ("seeds = [0, 3, 0]", "seeds: expected each once, but 0 is there twice"),
        ("seeds = -1", "seeds: expected 10"),
        ("seeds = 'a..b'", "seeds: expected 10"),
        ("seeds = [true]", "seeds: expected 10"),
        ("seeds = '²..3'", "seeds: expected 10"),
        ("seeds = 1" + 30 * "0", "seeds: expected 1 to 1000000 seeds, got 1000"),
        ("seeds = '0..1" + 30 * "0" + "'", "seeds: expected 1 to 1000000 seeds, got '0"),
        ("measure = [['regions']]", r"measure: expected a name in the list, got \['regions'\]"),
        ("measure = [{regions = 1}]", "measure: expected a name in the list"),
        ("seeds = 3\nruns = [3]", "runs: expected some of the seeds, got .3"),
        ("kept = 0", 'kept: expected "last"'),
        ("kept = 'first'", 'kept: expected "last"'),
        ("runs = 'some'", 'runs: expected "none"'),
        ("budget = 3", "budget: expected equal = one of steps, samples, multiply-adds"),
        ("budget = {equal = 'time', amount = 3}", "budget: expected equal = one of"),
        ("budget = {equal = 'steps', amount = 0}", "budget: expected equal = one of"),
        ("[grid]\nrate = []", r"rate in \[grid\]: expected at least one value, got none"),
        ("[grid]\nrate = 3", r"grid\.rate: expected a list, got 3"),
        ("[grid]\nrate = [1, 2, 1]", r"rate in \[grid\]: expected each once, but 1 is there twice"),
        ("[grid]\nrate = [1]\n[fixed]\nrate = 3", "rate is set in two places"),
        ("seeds = 3\n[fixed]\nseed = 3", "seed is set in two places"),
        ("search = [3]", "search: expected a name in the list, got 3"),
        ("search = ['rate']\n[fixed]\nrate = 3", r"search: expected settings of \[grid\]"),
        (
            "study = 'regions_at_start'\nkept = 'all'",
            "line 2: kept is for trainings, not for regions_at_start",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(tmp_path, text, words):
    with pytest.raises(InputError, match=words):
        experiment(written(tmp_path, text))


def test_a_name_that_is_no_experiment_names_the_nearest():
    with pytest.raises(InputError, match="'regions-at-stat' is unknown; did you mean 'regions-at-start'"):
        experiment("regions-at-stat")


def test_a_grid_is_counted_before_it_is_made():
    grid = {"width": list(range(1, 1001)), "rate": [k / 1e4 for k in range(1, 1001)]}
    assert n_cells(experiment_of({"grid": grid, "seeds": 1000}, "x")) == 10**9
