import dataclasses

import click
import pytest
from click.testing import CliRunner

from dlvis.cli import group
from dlvis.cli.demo import demo_lines
from dlvis.clip import load_clip
from dlvis.run import load_run, run_name, save_run
from tests.test_film import small_run

DEEP = (2, 16, 16, 16, 1)


def lines(out):
    return list(demo_lines(out, "draft"))


def parsed(line):
    with click.Context(group) as context:
        command = group.get_command(context, line[0])
        return command.make_context(line[0], line[1:], parent=context)


def test_the_demo_trains_exports_and_films(tmp_path):
    found = lines(tmp_path)
    assert [line[0] for line in found] == ["train", "train", "export", "render"]
    assert found[1][3] == "2,16,16,16,1"


def test_every_line_of_the_demo_can_be_typed(tmp_path):
    for line in lines(tmp_path):
        assert parsed(line).params["out"] == str(tmp_path)


def test_the_exported_run_is_the_deep_one_that_was_trained(tmp_path):
    assert lines(tmp_path)[2][1] == str(tmp_path / "runs" / run_name("baarle", DEEP, 0))


@pytest.mark.parametrize(("finished", "trained_again"), [(True, False), (False, True)])
def test_only_a_finished_run_is_kept(tmp_path, finished, trained_again):
    run = dataclasses.replace(small_run(DEEP), finished=finished)
    save_run(run, tmp_path / "runs" / run_name("baarle", DEEP, 0))
    assert any("2,16,16,16,1" in line for line in lines(tmp_path)) == trained_again


FEW = (2, 3, 1)
OWN = {FEW: 3, DEEP: 0}


def keep(out, widths, seed, **changes):
    run = dataclasses.replace(small_run(widths), **changes)
    return save_run(run, out / "runs" / run_name("baarle", widths, seed))


def test_nothing_is_trained_when_both_runs_are_there(tmp_path):
    for widths, seed in OWN.items():
        keep(tmp_path, widths, seed)
    assert [line[0] for line in lines(tmp_path)] == ["export", "render"]
    assert "--run" not in lines(tmp_path)[1]


@pytest.mark.parametrize("widths", OWN)
def test_a_run_of_an_earlier_border_is_trained_anew(tmp_path, widths):
    for each, seed in OWN.items():
        keep(tmp_path, each, seed, topic_digest="an earlier one" if each == widths else "")
    assert [line[3] for line in lines(tmp_path) if line[0] == "train"] == [",".join(map(str, widths))]


def test_the_film_is_of_the_demos_own_runs_though_others_are_newer(tmp_path):
    own = {widths: keep(tmp_path, widths, seed) for widths, seed in OWN.items()}
    for widths in OWN:
        keep(tmp_path, widths, 9)
    _, render = lines(tmp_path)
    assert render[render.index("--run") + 1] == str(own[DEEP])
    parsed(render)


@pytest.mark.slow
def test_the_demo_ends_with_a_film_of_a_minute(tmp_path):
    result = CliRunner().invoke(
        group, ["demo", "-q", "320x180@5", "--out", str(tmp_path)], catch_exceptions=False
    )
    assert result.exit_code == 0
    assert load_clip(tmp_path / "clips" / "fold").seconds >= 60
    results = load_run(tmp_path / "runs" / run_name("baarle", DEEP, 0)).results
    assert results["test_balanced_accuracy"] >= 0.93
    assert len(list((tmp_path / "tables").iterdir())) == 2
