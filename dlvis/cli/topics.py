"""`dlvis topics`: what there is to make a film about, and what dlvis sees in a file of one's own."""

import json
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from dlvis.topics import Topic


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME_OR_FILE]...")
@click.option("--json", "as_json", is_flag=True, help="Answer with JSON, for a program to read.")
def command(names: tuple[str, ...], as_json: bool) -> None:
    """List the built-in topics, or tell what is in those named: a name, a .toml, a .geojson, a picture."""
    from dlvis.topics import built_in_names, load

    rows = [_row(load(name)) for name in names or built_in_names()]
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    click.echo("\n\n".join(map(_paragraph, rows)))


def _row(topic: "Topic") -> dict[str, Any]:
    window = topic.window
    negative, positive = topic.class_names
    scale = topic.projection.metres_per_unit if topic.projection else None
    return {
        "name": topic.name,
        "title": topic.title,
        "source": topic.source,
        "classes": {"positive": positive, "negative": negative},
        "shares": {
            "positive": topic.positive.area / window.area,
            "negative": topic.negative.area / window.area,
        },
        "window": [window.xmin, window.xmax, window.ymin, window.ymax],
        "window_m": [window.width * scale, window.height * scale] if scale else None,
        "parcels": [
            {"name": parcel.name, "class": topic.class_names[parcel.positive], "area_m2": parcel.area_m2}
            for parcel in topic.parcels
        ],
        "samples": {"train": topic.n_train, "validation": topic.n_validation, "test": topic.n_test},
        "widths": list(topic.training.widths),
        "credits": list(topic.credits),
    }


def _paragraph(row: dict[str, Any]) -> str:
    lines = [f"{row['name']}: {row['title']}"]
    for kind in ("positive", "negative"):
        name = row["classes"][kind]
        own = [parcel for parcel in row["parcels"] if parcel["class"] == name]
        share = f"{100 * row['shares'][kind]:.1f} % of the window"
        parcels = f"{len(own)} parcel{'' if len(own) == 1 else 's'}{_areas(own)}"
        lines.append(f"  {kind}  {name}: {share}, {parcels}")
    if row["window_m"]:
        lines.append("  window    {:.2f} x {:.2f} km".format(*(side / 1000 for side in row["window_m"])))
    lines.append(f"  net       {row['widths']}")
    lines.extend(f"  data      {notice}" for notice in row["credits"])
    return "\n".join(lines)


def _areas(parcels: list[dict[str, Any]]) -> str:
    """The range of the parcels' areas on the ground, nothing where the topic is no map."""
    areas = [parcel["area_m2"] for parcel in parcels if parcel["area_m2"]]
    if not areas:
        return ""
    smallest, largest = (f"{round(area):,}".replace(",", " ") for area in (min(areas), max(areas)))
    return f" of {smallest} to {largest} m²" if len(areas) > 1 else f" of {largest} m²"
