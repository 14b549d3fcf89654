"""`dlvis export`: the fold geometry of a net, for other programs and for print."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from dlvis.cli.options import JSON, OUT
from dlvis.cli.subject import WINDOW, Subject, net_options, subject
from dlvis.errors import InputError, nearest

F = TypeVar("F", bound=Callable[..., Any])
FORMATS = ("npz", "geojson", "svg", "pdf", "glb", "csv")
SHOWN = ("layer", "neuron", "theme", "size")


def shown_options(command: F) -> F:
    """What of the net the files show, and how: the values of `SHOWN`."""
    options = (
        click.option("--layer", type=int, metavar="K", help="Hidden layer K, from 0.  [default: the output]"),
        click.option("--neuron", type=int, metavar="J", help="Only this neuron of the layer, from 0."),
        click.option("--theme", default="paper", show_default=True, help="night, paper or contrast."),
        click.option("--size", default="160mm", show_default=True, help="Longer side of SVG and PDF."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@click.argument("net")
@click.option("--to", "formats", default="npz,geojson", show_default=True, help="What to write, with commas.")
@WINDOW
@shown_options
@net_options
@OUT
@click.option("--force", is_flag=True, help="Overwrite files that are there already.")
@JSON
def command(
    net: str, formats: str, window: str | None, out: str, force: bool, as_json: bool, **more: Any
) -> None:
    """Write the linear regions and the decision boundary of NET to DIR/tables.

    NET is the folder of a run, whose last net it is, or a topic: then it is the newest run of it. Or it is
    anybody's net file: a torch state dict, safetensors, ONNX or npz.

    The formats are npz, geojson, svg and pdf (the tiling as vectors), glb (lifted sheets for Blender and
    three.js) and csv (counts). --size is in mm or px, as 85mm or 1080px.
    """
    wanted = parsed_formats(formats)
    shown = {name: more.pop(name) for name in SHOWN}
    chosen = subject(net, out, window, **more)
    files, n_regions = _exported(chosen, wanted, Path(out) / "tables", force, shown)
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


def _exported(
    chosen: Subject, formats: list[str], tables: Path, force: bool, shown: dict[str, Any]
) -> tuple[list[Path], int]:
    from dlvis.export import Export, Size, contents
    from dlvis.geometry import fold_complex
    from dlvis.style import theme
    from dlvis.whole import free_place, write_whole

    look, size = theme(shown["theme"]), Size.parsed(shown["size"])
    name = chosen.name + _suffix(shown)
    places = {kind: free_place(tables / f"{name}.{kind}", force) for kind in formats}
    folded = fold_complex(chosen.net, chosen.window)
    export = Export(folded, chosen.topic, shown["layer"], shown["neuron"], look, size)
    made = contents(export, formats)
    files = [write_whole(places[kind], made[kind], force) for kind in formats]
    return files, export.shown.n_regions


def _suffix(shown: dict[str, Any]) -> str:
    """What a layer's files are called after the net's name."""
    told = [f"-{what}{shown[what]}" for what in ("layer", "neuron") if shown[what] is not None]
    return "".join(told)
