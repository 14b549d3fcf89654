"""What scenes read of a sweep: the selected nets, and of each kind the one in the middle."""

import pytest

from dlvis.errors import InputError
from dlvis.sweep.compared import compared_nets, experiment_on, middle_rows
from dlvis.tables import save_table, table_of

EXPERIMENT = 'title = "Few"\n[fixed]\ntopic = "moons"\n[grid]\ndepth = [1, 2]\n'
ROWS = [
    {
        "net": 5 * depth + seed,
        "depth": depth,
        "seed": seed,
        "step": step,
        "found": found,
        "selected": found < 9,
        "diverged": seed == 3,
    }
    for depth in (1, 2)
    for seed, found in enumerate((4, 1, 2, 3, 9))
    for step in (0, 100 * depth)  # as with an equal budget of multiply-adds, or stopped early
]


@pytest.fixture
def results(tmp_path):
    (tmp_path / "few.toml").write_text(EXPERIMENT)
    save_table(table_of(ROWS, {}), tmp_path / "tables" / "few.parquet")
    return tmp_path


def test_the_selected_nets_are_read_at_their_last_step(results):
    nets = compared_nets(str(results / "few.toml"), "moons", results)
    assert set(nets.column("step").tolist()) == {100, 200}
    assert sorted(nets.column("found").tolist()) == [1, 1, 2, 2, 4, 4]


def test_a_table_of_which_every_net_diverged_is_refused(results):
    rows = [row | {"diverged": True} for row in ROWS]
    save_table(table_of(rows, {}), results / "tables" / "few.parquet", overwrite=True)
    with pytest.raises(InputError, match=r"few\.parquet: expected nets that are trained to the end"):
        compared_nets(str(results / "few.toml"), "moons", results)


def test_the_middle_of_each_kind(results):
    nets = compared_nets(str(results / "few.toml"), "moons", results)
    middle = nets.rows(middle_rows(nets, ("depth",), "found"))
    assert middle.column("found").tolist() == [2, 2]
    assert middle.column("depth").tolist() == [1, 2]


def test_the_ladder_is_for_its_own_topic():
    assert experiment_on(None, "baarle") == "ladder"
    assert experiment_on(None, "moons") is None
    assert experiment_on("other", "moons") == "other"


def test_another_topic_and_a_table_that_is_not_there_are_refused(results, tmp_path):
    with pytest.raises(InputError, match="expected one on topic 'baarle', got one on 'moons'"):
        compared_nets(str(results / "few.toml"), "baarle", results)
    with pytest.raises(InputError, match="there is no such table; make it with `dlvis sweep"):
        compared_nets(str(results / "few.toml"), "moons", tmp_path / "elsewhere")
