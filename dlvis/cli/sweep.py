"""`dlvis sweep`: an experiment's nets, trained and measured into one table."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dlvis.cli.options import JOBS, JSON, OUT

if TYPE_CHECKING:
    from dlvis.sweep.experiment import Experiment
    from dlvis.sweep.forecast import Forecast
    from dlvis.sweep.sweeping import Swept


@click.command()
@click.argument("experiment", required=False)
@click.option(
    "--list", "listed", is_flag=True, help="List the experiments, studies and measurements there are."
)
@click.option("--dry-run", is_flag=True, help="Say how many nets there are and what they take, and stop.")
@OUT
@JOBS
@click.option("--force", is_flag=True, help="Overwrite another table of this name; begin a very large grid.")
@JSON
def command(
    experiment: str | None,
    listed: bool,
    dry_run: bool,
    out: str,
    jobs: int | None,
    force: bool,
    as_json: bool,
) -> None:
    """Go through the grid of EXPERIMENT (a name that --list shows, or a .toml) and write one table.

    The table is DIR/tables/NAME.parquet, a row for each net and kept step. Nets that are finished are kept in
    DIR/sweeps: the same command goes on after an interruption, and does nothing twice.
    """
    if listed or experiment is None:
        click.echo(_list(as_json))
        return
    from dlvis.sweep.experiment import experiment as read
    from dlvis.sweep.forecast import check_size, forecast
    from dlvis.sweep.jobs import jobs as all_jobs
    from dlvis.sweep.sweeping import STORE, processes, sweep, table_place
    from dlvis.tasks import Store, usable_cores

    asked = read(experiment)
    wanted = jobs or usable_cores()
    check_size(asked, wanted, force)
    every = all_jobs(asked)
    n_processes = processes(every, wanted)
    told = forecast(every, Store(Path(out) / STORE), n_processes)
    if dry_run:
        click.echo(json.dumps(vars(told)) if as_json else _forecast(asked, told, n_processes))
        return
    table_place(asked, Path(out), force)
    click.echo(f"dlvis: {_forecast(asked, told, n_processes)}", err=True)
    with _progress(asked.name, len(every), out) as show:
        swept = sweep(asked, every, Path(out), wanted, force, show)
    click.echo(json.dumps(_json(swept)) if as_json else _text(asked, swept))


@contextmanager
def _progress(name: str, n_jobs: int, out: str) -> Iterator[Callable[[float, float, int], None]]:
    """A bar with the time left, which goes by the work and not by the number of nets."""
    from tqdm import tqdm

    look = "{desc}: {percentage:3.0f} %|{bar}| {postfix} [{elapsed}<{remaining}]"
    with tqdm(desc=name, bar_format=look, mininterval=0.5, postfix=f"0 of {n_jobs}") as bar:

        def show(done: float, total: float, n_finished: int) -> None:
            if bar.total is None:
                bar.total, bar.initial = total, done
            bar.set_postfix_str(f"{n_finished} of {n_jobs}", refresh=False)
            bar.update(done - bar.n)

        try:
            yield show
        except KeyboardInterrupt:
            bar.close()
            click.echo(
                f"what is finished is kept in {out}/sweeps; the same command goes on from there", err=True
            )
            raise


def _forecast(asked: "Experiment", told: "Forecast", n_processes: int) -> str:
    from dlvis.sweep.forecast import duration

    done = f", {told.finished} of them finished" if told.finished else ""
    cores = _many(n_processes, "core")
    if told.parameters is None or told.rows is None or told.seconds is None or told.memory is None:
        return f"{asked.name}: {_many(told.jobs, 'cell')}{done}, on {cores}; how long they take is not known"
    least, most = told.parameters
    size = f"{least:,}" if least == most else f"{least:,} to {most:,}"
    return (
        f"{asked.name}: {_many(told.jobs, 'net')}{done}, {_many(told.rows, 'row')}, {size} parameters each;"
        f" at most {told.memory / 1e6:,.0f} MB, about {duration(told.seconds)} on {cores}"
    )


def _many(n: int, thing: str) -> str:
    return f"{n:,} {thing}{'' if n == 1 else 's'}"


def _list(as_json: bool) -> str:
    from dlvis.sweep.experiment import experiment, experiment_names
    from dlvis.sweep.measurements import MEASUREMENTS
    from dlvis.sweep.named import first_line, named
    from dlvis.sweep.studies import STUDIES

    kinds = {
        "experiments": {name: experiment(name).title for name in experiment_names()},
        "studies": {name: first_line(named("study", name, STUDIES)) for name in STUDIES},
        "measurements": {name: first_line(named("measurement", name, MEASUREMENTS)) for name in MEASUREMENTS},
    }
    if as_json:
        return json.dumps(kinds)
    wide = max(len(name) for lines in kinds.values() for name in lines)
    parts = [
        "\n".join([kind, *(f"  {name:{wide}}  {line}" for name, line in lines.items())])
        for kind, lines in kinds.items()
    ]
    return "\n\n".join(parts)


def _json(swept: "Swept") -> dict[str, Any]:
    notes = dict(swept.table.notes)
    return {
        "table": str(swept.place),
        "rows": len(swept.table),
        "runs": [str(run) for run in swept.runs],
        **notes,
    }


def _text(asked: "Experiment", swept: "Swept") -> str:
    from dlvis.sweep.summary import summary

    lines = [str(swept.place), *summary(asked, swept.table)]
    if swept.runs:
        lines.append(f"{_many(len(swept.runs), 'run')} in {swept.runs[0].parent}")
    return "\n".join(lines)
