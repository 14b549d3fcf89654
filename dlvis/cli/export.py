"""`dlvis export`: the fold geometry of a run's last net, for other programs."""

import json
from pathlib import Path

import click

from dlvis.cli.options import JSON, OUT
from dlvis.errors import InputError, nearest

FORMATS = ("npz", "geojson")


@click.command()
@click.argument("run")
@click.option("--to", "formats", default="npz,geojson", show_default=True, help="What to write, with commas.")
@OUT
@click.option("--force", is_flag=True, help="Overwrite files that are there already.")
@JSON
def command(run: str, formats: str, out: str, force: bool, as_json: bool) -> None:
    """Write the linear regions and the decision boundary of RUN's last net to DIR/tables.

    RUN is the folder of a run, or a topic: then it is the newest run of it.
    """
    from dlvis.run import named_run

    wanted = parsed_formats(formats)
    folder = named_run(run, Path(out) / "runs")
    files, n_regions = _exported(folder, wanted, Path(out) / "tables", force)
    if as_json:
        click.echo(json.dumps({"regions": n_regions, "files": [str(file) for file in files]}))
    else:
        click.echo("\n".join([*map(str, files), f"  {n_regions} linear regions"]))


def parsed_formats(text: str) -> list[str]:
    """`"npz,geojson"` as a list of known formats, each once."""
    names = list(dict.fromkeys(name.strip() for name in text.split(",")))
    for name in names:
        if name not in FORMATS:
            raise InputError(f"--to: unknown format {name!r}{nearest(name, FORMATS)}")
    return names


def _exported(run_folder: Path, formats: list[str], tables: Path, force: bool) -> tuple[list[Path], int]:
    from dlvis.export import save_geojson, save_npz
    from dlvis.geometry import fold_complex
    from dlvis.run import check_topic, load_run
    from dlvis.topics import load
    from dlvis.whole import free_place

    run = load_run(run_folder)
    name = run_folder.resolve().name
    places = {kind: free_place(tables / f"{name}.{kind}", force) for kind in formats}
    topic = load(run.source)
    check_topic(run, run_folder, topic)
    folded = fold_complex(run.net, topic.window)
    if "npz" in places:
        save_npz(folded, places["npz"], force)
    if "geojson" in places:
        save_geojson(folded, topic, places["geojson"], force)
    return list(places.values()), folded.n_regions
