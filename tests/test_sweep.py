"""Whole sweeps, in this process: what the table says, and that work is done once."""

import numpy as np
import pytest

from dlvis.errors import InputError
from dlvis.plots.markdown import span
from dlvis.plots.rows import last_rows
from dlvis.run import load_run
from dlvis.sweep.experiment import experiment_of
from dlvis.sweep.forecast import check_size, duration, forecast
from dlvis.sweep.jobs import jobs, lots
from dlvis.sweep.measurements import MEASUREMENTS
from dlvis.sweep.summary import summary
from dlvis.sweep.sweeping import STORE, sweep
from dlvis.tables import load_table
from dlvis.tasks import Store
from dlvis.topics import load
from dlvis.train import train
from tests.films import files_of_at_most

SMALL = {
    "seeds": 2,
    "kept": [5],
    "measure": ["regions", "dead", "weight_drift"],
    "fixed": {"topic": "moons", "steps": 20, "batch": 32},
    "grid": {"width": [3, 4]},
}
# rate 9 and 60 layers without a bend: the loss becomes infinite within some steps
FAR = {"topic": "moons", "widths": [2, *[8] * 60, 1], "steps": 4, "batch": 32, "slope": 1.0}


def asked(name="small", **changes):
    return experiment_of(SMALL | changes, name)


def swept(experiment, out, **options):
    return sweep(experiment, jobs(experiment), out, 1, **options)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    out = tmp_path_factory.mktemp("small")
    return out, swept(asked(runs=[1]), out)


def test_a_row_for_each_net_and_kept_step(small):
    table = small[1].table
    assert table.column("step").tolist() == [5, 20] * 4
    assert table.column("net").tolist() == [0, 0, 1, 1, 2, 2, 3, 3]
    assert table.column("widths").tolist() == ["2-3-1"] * 4 + ["2-4-1"] * 4
    assert table.column("seed").tolist() == [0, 0, 1, 1] * 2
    assert set(table.column("optimiser")) == {"adam"}
    assert table.column("multiply_adds")[0] == 20 * 3 * 32 * 9


def test_rows_are_what_the_training_says(small):
    run = train(load("moons"), (2, 4, 1), 1, steps=20, batch=32, schedule=[5])
    rows = small[1].table.where(width=4, seed=1)
    for name in ("loss", "accuracy", "parcels_found"):
        told = [snapshot.metrics[name] for snapshot in run.snapshots if snapshot.step]
        assert rows.column(f"validation_{name}").tolist() == told
    assert rows.column("test_loss")[1] == run.results["test_loss"]


def test_the_test_part_stands_in_the_last_row_alone(small):
    table = small[1].table
    assert np.isnan(table.column("test_loss")).tolist() == [True, False] * 4


def test_the_file_says_the_budget_and_what_made_it(small):
    table = load_table(small[1].place)
    assert table.notes["budget"]["equal"] == ["steps", "samples"]
    assert table.notes["budget"]["steps"] == [20, 20]
    assert set(table.notes["versions"]) >= {"dlvis", "torch", "numpy"}
    assert table.notes["experiment"]["grid"] == {"width": [3, 4]}


def test_the_runs_asked_for_are_kept(small):
    out, told = small
    assert [run.name for run in told.runs] == ["0001-moons-2-3-1-seed1", "0003-moons-2-4-1-seed1"]
    assert told.runs[0].parent == out / "runs" / "small"
    assert [snapshot.step for snapshot in load_run(told.runs[0]).snapshots] == [0, 5, 20]


def test_finished_work_is_not_done_again(small, monkeypatch):
    out, told = small
    before = told.place.read_bytes()
    monkeypatch.setattr("dlvis.sweep.work.trained_runs", None)
    again = swept(asked(runs=[1]), out)
    assert again.place.read_bytes() == before
    assert forecast(jobs(asked(runs=[1])), Store(out / STORE), 1).finished == 4


def test_a_seed_more_leaves_the_others_as_they_are(small):
    every = jobs(asked(runs=[1], seeds=3))
    assert forecast(every, Store(small[0] / STORE), 1).finished == 4
    assert len(every) == 6


def test_a_table_of_another_experiment_is_not_overwritten(small):
    other = asked(grid={"width": [2]})
    with pytest.raises(InputError, match=r"small\.parquet: is of another experiment; use --force"):
        swept(other, small[0])


def test_the_summary_tells_median_and_range(small):
    lines = summary(asked(), small[1].table)
    assert lines[0].startswith("equal for all nets: steps, samples; median (range)")
    assert lines[1].startswith("  width 3: balanced accuracy, test part ")
    assert len(lines) == 3
    assert span([3.0, 1.0, 2.0]) == "2.0 (1.0 to 3.0)"
    assert span([0.5, 0.5], 0, 100) == "50"
    assert span([np.nan]) == "none"


def test_equal_multiply_adds_leave_the_larger_net_fewer_steps(tmp_path):
    fixed = {"topic": "moons", "batch": 32}
    budget = {"equal": "multiply-adds", "amount": 30_000}
    table = swept(asked(seeds=1, fixed=fixed, budget=budget, measure=[]), tmp_path).table
    last = last_rows(table)
    assert last.column("steps").tolist() == [30_000 // (3 * 32 * 9), 30_000 // (3 * 32 * 12)]
    assert np.all(last.column("multiply_adds") <= 30_000)
    assert table.notes["budget"]["by"] == "multiply-adds"


def test_a_search_sees_the_validation_part(tmp_path):
    told = swept(asked(grid={"width": [4], "rate": [1e-4, 0.1]}, search=["rate"], runs="best"), tmp_path)
    last = last_rows(told.table)
    medians = [np.median(last.where(rate=rate).column("validation_loss")) for rate in (1e-4, 0.1)]
    better = (1e-4, 0.1)[int(np.argmin(medians))]
    assert set(last.where(selected=True).column("rate")) == {better}
    chosen = last.where(selected=True)
    best = chosen.column("seed")[np.argmin(chosen.column("validation_loss"))]
    assert last.where(best=True).column("seed").tolist() == [best]
    assert len(told.runs) == 1


def test_a_net_that_diverges_says_so_and_the_others_are_there(tmp_path):
    far = asked(seeds=1, measure=[], kept=[1], fixed=FAR, grid={"rate": [1e-4, 9.0]}, search=["rate"])
    last = last_rows(swept(far, tmp_path).table)
    assert last.column("diverged").tolist() == [False, True]
    assert last.column("step")[0] == 4
    assert last.column("step")[1] < 4
    assert np.isnan(last.column("test_loss")).tolist() == [False, True]
    assert last.column("selected").tolist() == [True, False]


def test_a_measurement_that_cannot_be_is_skipped_and_says_why(tmp_path):
    smooth = asked(seeds=1, grid={"activation": ["relu", "tanh"]}, fixed=SMALL["fixed"] | {"width": 3})
    last = last_rows(swept(smooth, tmp_path).table)
    assert last.column("skipped")[0] == ""
    assert "regions: net: its tanh units are smooth" in last.column("skipped")[1]
    assert np.isnan(last.column("regions")).tolist() == [False, True]
    assert np.all(np.isfinite(last.column("weight_drift")))


def test_a_study_is_asked_once_for_each_cell(tmp_path):
    document = {"study": "regions_at_start", "seeds": 2, "grid": {"hidden": [[3], [2, 2]]}}
    table = swept(experiment_of(document, "start"), tmp_path).table
    assert table.column("hidden").tolist() == ["3", "3", "2-2", "2-2"]
    assert table.column("neurons").tolist() == [3, 3, 4, 4]
    assert table.column("regions").min() >= 1


@pytest.mark.parametrize("name", MEASUREMENTS)
def test_every_measurement_gives_a_number_for_each_step(name, tmp_path):
    table = swept(asked(seeds=1, measure=[name], grid={"depth": [2], "width": [3]}), tmp_path).table
    plain = swept(asked("plain", seeds=1, measure=[], grid={"depth": [2], "width": [3]}), tmp_path).table
    added = set(table.columns) - set(plain.columns)
    assert added
    assert set(table.column("skipped")) == {""}
    assert all(np.isfinite(table.numbers(column)).all() for column in added)


def test_the_path_ends_in_the_middle_of_its_plane_and_takes_three_nets(tmp_path):
    table = swept(asked(seeds=1, measure=["path"], grid={"width": [3]}), tmp_path).table
    assert [table.column(name)[-1] for name in ("path_s", "path_t")] == pytest.approx([0, 0], abs=1e-9)
    assert np.abs(table.column("path_s")[0]) > 1e-6
    assert table.column("path_shown")[0] == pytest.approx(1)  # three nets lie in a plane
    alone = swept(asked("alone", seeds=1, kept="last", measure=["path"], grid={"width": [3]}), tmp_path).table
    assert "expected at least 3 snapshots, got 2" in alone.column("skipped")[0]


def test_a_dataset_is_swept_as_a_topic_is(tmp_path):
    measure = ["regions", "kernel_drift", "gradient_norms", "weight_drift"]
    fixed = {"topic": "function:sin(2*pi*x)", "steps": 20, "batch": 32}
    wave = asked(fixed=fixed, measure=measure, grid={"parameters": [10, 13]})
    table = swept(wave, tmp_path).table
    assert set(table.column("widths")) == {"1-3-1", "1-4-1"}
    assert np.isfinite(last_rows(table).column("test_loss")).all()
    assert np.isfinite(table.column("kernel_drift")).all()
    assert table.column("skipped")[0].startswith("regions: function")
    assert "loss, test part" in summary(wave, table)[1]
    with pytest.raises(InputError, match=r"by: .* has no accuracy, expected loss"):
        jobs(asked(by="accuracy", fixed=fixed))


def test_a_full_disk_is_told_and_what_is_finished_is_kept(tmp_path):
    with files_of_at_most(10), pytest.raises(InputError, match=r"sweeps: cannot be written .*make room"):
        swept(asked(), tmp_path)
    with files_of_at_most(3500), pytest.raises(InputError, match=r"small\.parquet: cannot be written"):
        swept(asked(), tmp_path)
    assert forecast(jobs(asked()), Store(tmp_path / STORE), 1).finished == 4
    assert list((tmp_path / "tables").iterdir()) == []
    assert len(swept(asked(), tmp_path).table) == 8


def test_a_million_nets_are_refused_with_the_time_they_would_take():
    grid = {"width": list(range(1, 1001)), "rate": [k / 1e4 for k in range(1, 1001)]}
    many = asked(seeds=1, grid=grid)
    with pytest.raises(
        InputError, match=r"has 1,000,000 cells, which would take about .* on 2 cores; .*--force"
    ):
        check_size(many, 2, force=False)
    check_size(many, 2, force=True)
    with pytest.raises(InputError, match=r"has 10,000,000 cells, .*; expected at most 1,000,000"):
        check_size(asked(seeds=10, grid=grid), 2, force=True)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"fixed": {"steps": 3}}, r"expected a topic in \[fixed\]"),
        ({"fixed": {"topic": "moon"}}, "topic 'moon' is unknown; did you mean 'moons'"),
        ({"fixed": SMALL["fixed"] | {"rat": 1}}, "setting 'rat' is unknown; did you mean 'rate'"),
        ({"fixed": SMALL["fixed"] | {"rate": "fast"}}, "rate: expected a number.*, got 'fast'"),
        (
            {"fixed": SMALL["fixed"] | {"widths": [2, 3, 1]}},
            "a net's size: expected widths, or width and depth",
        ),
        ({"fixed": SMALL["fixed"], "grid": {"depth": [2]}}, "depth: expected width or parameters beside it"),
        ({"fixed": {"topic": "moons", "widths": []}, "grid": {}}, "widths: expected 2 inputs"),
        ({"fixed": SMALL["fixed"] | {"gain": float("nan")}}, "gain: expected a number, got nan"),
        ({"fixed": SMALL["fixed"] | {"gain": 10**400}}, "gain: expected a number, got 1000"),
        ({"grid": {"width": [0]}}, "width: expected a whole number from 1"),
        ({"grid": {"width": [3], "parameters": [13]}}, "a net's size: expected widths"),
        ({"grid": {"parameters": [13, 14]}}, r"cells 0 and 2 of the grid are the same \(2-3-1\)"),
        ({"budget": {"equal": "steps", "amount": 9}}, "steps: the budget says how many"),
        ({"kept": [21]}, "schedule: expected steps from 0 to 20"),
        ({"fixed": SMALL["fixed"] | {"device": "tpu"}}, "device: expected auto, cpu or cuda, got 'tpu'"),
    ],
)
def test_a_cell_that_cannot_be_is_refused_before_anything_is_trained(changes, words):
    with pytest.raises(InputError, match=f"^experiment: (parameter )?{words}"):
        jobs(asked(**changes))


def test_a_gpu_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    with pytest.raises(InputError, match="cuda was asked for, but torch sees no GPU here; use cpu or auto"):
        jobs(asked(fixed=SMALL["fixed"] | {"device": "cuda"}))


def test_a_topic_without_one_of_its_classes_is_refused(tmp_path):
    (tmp_path / "one.toml").write_text('[source]\nshape = "moons"\n[window]\nx = [5, 6]\ny = [5, 6]\n')
    with pytest.raises(InputError, match=r"one\.toml: .*expected both classes in the window"):
        jobs(asked(fixed={"topic": str(tmp_path / "one.toml")}))


def test_lots_are_of_one_kind_and_of_bounded_length():
    every = jobs(asked(seeds=5, grid={"width": [3, 4], "rate": [0.01, 0.02]}))
    cut = lots(every)
    assert sorted(job.number for lot in cut for job in lot) == list(range(20))
    assert [len({job.plan.recipe.kind for job in lot}) for lot in cut] == [1, 1]


def test_durations_are_told_as_people_say_them():
    told = [duration(seconds) for seconds in (40, 720, 12_600, 1_728_000, 8.64e9)]
    assert told == ["40 s", "12 min", "3.5 h", "20 days", "100,000 days"]
