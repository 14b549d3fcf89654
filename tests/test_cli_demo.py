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
