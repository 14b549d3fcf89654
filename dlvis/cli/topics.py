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
    """List the built-in topics, or tell what is in those named: a name, .toml, .geojson, .csv, picture."""
    from dlvis.topics import built_in_names, load

    rows = [_row(load(name)) for name in names or built_in_names()]
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    click.echo("\n\n".join(map(_paragraph, rows)))


def told(topic: "Topic") -> str:
    """What dlvis sees in a topic, for people."""
    return _paragraph(_row(topic))


def _row(topic: "Topic") -> dict[str, Any]:
    window = topic.window
    negative, positive = topic.class_names
    scale = topic.projection.metres_per_unit if topic.projection else None
    return {
        "name": topic.name,
        "title": topic.title,
        "source": topic.source,
        "classes": {"positive": positive, "negative": negative},
        "shares": None if topic.sample else _shares(topic),
        "window": [window.xmin, window.xmax, window.ymin, window.ymax],
        "window_m": [window.width * scale, window.height * scale] if scale else None,
        "points": _points(topic),
        "parcels": [
            {"name": parcel.name, "class": topic.class_names[parcel.positive], "area_m2": parcel.area_m2}
            for parcel in topic.parcels
        ],
        "samples": {"train": topic.n_train, "validation": topic.n_validation, "test": topic.n_test},
        "widths": list(topic.training.widths),
        "credits": list(topic.credits),
    }


def _shares(topic: "Topic") -> dict[str, float]:
    """Of the window, by class."""
    kinds = {"positive": topic.positive, "negative": topic.negative}
    return {kind: polygons.area / topic.window.area for kind, polygons in kinds.items()}


def _points(topic: "Topic") -> dict[str, int] | None:
    """How many points each class has, where the data are points."""
    if topic.sample is None:
        return None
    n_positive = int(topic.sample.labels.sum())
    return {"positive": n_positive, "negative": len(topic.sample) - n_positive}


def _paragraph(row: dict[str, Any]) -> str:
    lines = [f"{row['name']}: {row['title']}"]
    for kind in ("positive", "negative"):
        name = row["classes"][kind]
        own = [parcel for parcel in row["parcels"] if parcel["class"] == name]
        if row["points"]:
            lines.append(f"  {kind}  {name}: {row['points'][kind]} points")
            continue
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
