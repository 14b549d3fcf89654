"""`dlvis export`: the fold geometry of a net, for other programs."""

import json
from pathlib import Path
from typing import Any

import click

from dlvis.cli.options import JSON, OUT
from dlvis.cli.subject import WINDOW, Subject, net_options, subject
from dlvis.errors import InputError, nearest

FORMATS = ("npz", "geojson")


@click.command()
@click.argument("net")
@click.option("--to", "formats", default="npz,geojson", show_default=True, help="What to write, with commas.")
@WINDOW
@net_options
@OUT
@click.option("--force", is_flag=True, help="Overwrite files that are there already.")
@JSON
def command(
    net: str, formats: str, window: str | None, out: str, force: bool, as_json: bool, **hints: Any
) -> None:
    """Write the linear regions and the decision boundary of NET to DIR/tables.

    NET is the folder of a run, whose last net it is, or a topic: then it is the newest run of it. Or it is
    anybody's net file: a torch state dict, safetensors, ONNX or npz.
    """
    wanted = parsed_formats(formats)
    chosen = subject(net, out, window, **hints)
    files, n_regions = _exported(chosen, wanted, Path(out) / "tables", force)
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


def _exported(chosen: Subject, formats: list[str], tables: Path, force: bool) -> tuple[list[Path], int]:
    from dlvis.export import save_geojson, save_npz
    from dlvis.geometry import fold_complex
    from dlvis.whole import free_place

    topic = chosen.topic
    if topic is None and "geojson" in formats:
        raise InputError(f"--to: GeoJSON needs a topic, which {chosen.name} has not; use --to npz")
    places = {kind: free_place(tables / f"{chosen.name}.{kind}", force) for kind in formats}
    folded = fold_complex(chosen.net, chosen.window)
    if "npz" in places:
        save_npz(folded, places["npz"], force)
    if topic is not None and "geojson" in places:
        save_geojson(folded, topic, places["geojson"], force)
    return list(places.values()), folded.n_regions
