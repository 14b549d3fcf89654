"""`dlvis plot`: curves from a table, as a figure to publish."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from dlvis.cli.options import JSON, OUT
from dlvis.errors import InputError


@click.command()
@click.argument("table")
@click.option("--y", metavar="COLUMN", help="What is shown.  [default: a loss or an accuracy]")
@click.option("--x", metavar="COLUMN", help="Against what.  [default: step, or what the experiment varies]")
@click.option(
    "--by", metavar="COLUMN", help="A curve for each value; several with commas.  [default: what is compared]"
)
@click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Only rows with this value.")
@click.option(
    "--band",
    type=float,
    default=50.0,
    show_default=True,
    help="Percent of the seeds inside the band: 100 for all.",
)
@click.option("--title", help="The title.  [default: the experiment's]")
@click.option("--theme", default="paper", show_default=True, metavar="NAME", help="night, paper or contrast.")
@click.option("--to", default="png", show_default=True, metavar="KINDS", help="png, svg, pdf, with commas.")
@OUT
@JSON
def command(
    table: str,
    y: str | None,
    x: str | None,
    by: str | None,
    where: tuple[str, ...],
    band: float,
    title: str | None,
    theme: str,
    to: str,
    out: str,
    as_json: bool,
) -> None:
    """Draw curves from TABLE, a .parquet file: medians over the seeds, with a band between two quantiles.

    Axes are logarithmic where it fits. The figures go to DIR/plots.
    """
    from dlvis.plots.curves import curves
    from dlvis.plots.figure import figure_bytes
    from dlvis.style import theme as theme_named
    from dlvis.tables import load_table
    from dlvis.whole import write_whole

    looks, read = theme_named(theme), load_table(table)
    if not 0 < band <= 100:
        raise InputError(f"--band: expected a percentage above 0 and up to 100, got {band:g}")
    chosen = chosen_values(read, where)
    shown = curves(read, y, x, listed(by), chosen, (100 - band) / 200)
    heading = str(title or read.notes.get("title") or Path(table).stem)
    note = _note(read, shown, chosen)
    name = f"{Path(table).stem}-{shown.y}"
    made = [(kind, figure_bytes(shown, looks, heading, note, kind)) for kind in _kinds(to)]
    files = [write_whole(Path(out) / "plots" / f"{name}.{kind}", content, True) for kind, content in made]
    told = {"files": [str(file) for file in files], "x": shown.x, "y": shown.y, "by": shown.by}
    click.echo(json.dumps(told) if as_json else "\n".join(map(str, files)))


def chosen_values(table: Any, where: Iterable[str]) -> dict[str, Any]:
    """What `--where` says, as values of the columns' kinds."""
    return {name: _value(table, name, text) for name, text in map(_pair, where)}


def listed(text: str | None) -> tuple[str, ...] | None:
    """Names with commas as a tuple; None where nothing was said."""
    return None if text is None else tuple(name.strip() for name in text.split(",") if name.strip())


def _kinds(text: str) -> list[str]:
    return list(dict.fromkeys(kind.strip().lower() for kind in text.split(",")))


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = (part.strip() for part in text.partition("="))
    if not equals or not name:
        raise InputError(f"--where: expected COLUMN=VALUE such as depth=4, got {text!r}")
    return name, value


def _value(table: Any, name: str, text: str) -> Any:
    """The text as a value of the column's kind."""
    kind = table.column(name).dtype.kind
    if kind == "U":
        return text
    if kind == "b":
        if text.lower() not in ("true", "false"):
            raise InputError(f"--where {name}: expected true or false, got {text!r}")
        return text.lower() == "true"
    try:
        return float(text)
    except ValueError:
        raise InputError(f"--where {name}: expected a number, got {text!r}") from None


def _note(table: Any, shown: Any, where: dict[str, Any]) -> str:
    """What has to be known to read the figure: what the band is, how many seeds, what is equal."""
    from dlvis.plots.rows import noted

    n_rows, n_seeds = (max(getattr(curve, name) for curve in shown.curves) for name in ("n_rows", "n_seeds"))
    what = "seeds" if n_rows == n_seeds else "nets" if "net" in table.columns else "rows"
    inside = round(100 * (1 - 2 * shown.outside))
    band = "from least to most" if inside == 100 else f"the middle {inside} %"
    parts = [f"median and {band} of {n_rows} {what}"] if n_rows > 1 else []
    if n_rows == 1 and "seed" in table.columns:
        parts = ["one seed"]
    equal = noted(table, "budget").get("equal")
    if equal:
        parts.append(f"equal {' and '.join(name.replace('_', '-') for name in equal)}")
    parts += [
        f"{name} {value:g}" if isinstance(value, float) else f"{name} {value}"
        for name, value in where.items()
    ]
    return "; ".join(parts)
