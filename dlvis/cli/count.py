"""`dlvis count`: the linear regions of a net, counted, beside what others have proved about such nets."""

import json
from collections.abc import Callable, Iterable
from itertools import accumulate, pairwise
from math import log10
from typing import TYPE_CHECKING, Any

import click

from dlvis.cli.options import JSON, OUT
from dlvis.cli.subject import WINDOW, Subject, net_options, subject
from dlvis.errors import InputError

if TYPE_CHECKING:
    from dlvis.geometry import Polylines

# one hidden layer of more is refused: its boundary would take many minutes
MOST_NEURONS_TILED = 300_000


@click.command()
@click.argument("net")
@WINDOW
@net_options
@OUT
@JSON
def command(net: str, window: str | None, out: str, as_json: bool, **hints: Any) -> None:
    """Count the linear regions of NET: a net file, the folder of a run, or a topic with a run.

    Net files are torch state dicts, safetensors, ONNX and npz. Regions and dead neurons are counted in the
    window. The bounds are for the whole plane and all nets of these sizes: no net has more than "at most",
    and "the best have at least" so many. One hidden layer too wide for memory has its regions estimated; its
    boundary is exact all the same.
    """
    counted = counts(subject(net, out, window, **hints))
    click.echo(json.dumps(counted) if as_json else _text(counted))


def counts(chosen: Subject) -> dict[str, Any]:
    """Everything that is told, as JSON has it."""
    if chosen.net.widths[0] != 2:
        raise InputError(
            f"{chosen.name}: expected a net with 2 inputs, got {chosen.net.widths[0]}; "
            f"cut it along a plane in Python with dlvis.geometry.Slice"
        )
    window = chosen.window
    return {
        "net": chosen.name,
        "widths": list(chosen.net.widths),
        "slope": chosen.net.slope,
        "window": [window.xmin, window.xmax, window.ymin, window.ymax],
        "parameters": chosen.net.n_parameters,
        **(_of_one_layer(chosen) if chosen.net.n_hidden_layers == 1 else _of_layers(chosen)),
        "bounds": bounds(chosen.net.widths),
    }


def _of_layers(chosen: Subject) -> dict[str, Any]:
    """What the complex tells."""
    from dlvis.geometry import decision_boundary, fold_complex
    from dlvis.geometry.measure import dead_neurons

    folded = fold_complex(chosen.net, chosen.window)
    dead = dead_neurons(folded)
    ends = accumulate(folded.net.widths[1:-1], initial=0)
    return {
        "regions": folded.n_regions,
        "regions_after_layer": [int(row.max()) + 1 for row in folded.ancestors],
        "dead_neurons": [int(dead[start:end].sum()) for start, end in pairwise(ends)],
        **_boundary(chosen, lambda: decision_boundary(chosen.net, folded)),
    }


def _of_one_layer(chosen: Subject) -> dict[str, Any]:
    """The same without patterns, of which a wide layer has too many; without a complex that does not fit."""
    from dlvis.geometry import estimated_regions, fold_complex, tiled_boundary, traced_boundary
    from dlvis.geometry.estimate import shortage
    from dlvis.geometry.measure import dead_in_first_layer

    net, window = chosen.net, chosen.window
    dead = {"dead_neurons": [int(dead_in_first_layer(net, window).sum())]}
    if net.widths[1] <= MOST_NEURONS_TILED and shortage(net, window):
        told = {"regions_estimated": estimated_regions(net, window)}
        return {**told, **dead, **_boundary(chosen, lambda: tiled_boundary(net, window))}
    folded = fold_complex(net, window)
    counted = {"regions": folded.n_regions, "regions_after_layer": [folded.n_regions], **dead}
    return {**counted, **_boundary(chosen, lambda: traced_boundary(net, window, folded))}


def bounds(widths: tuple[int, ...]) -> list[dict[str, Any]]:
    """The published bounds that these layer sizes allow: what they say, by whom, and the number."""
    from dlvis.geometry.bounds import montufar_lower, serra_lower, serra_upper, trivial_upper, zaslavsky

    if len(widths) < 3:
        return []
    found = [
        ("at most", "Serra et al. 2018", serra_upper(widths)),
        ("at most", "one region for each pattern", trivial_upper(widths)),
        ("the best have at least", "Montufar et al. 2014", montufar_lower(widths)),
    ]
    if len(widths) == 3:
        found.insert(0, ("at most", "Zaslavsky 1975", zaslavsky(widths[1], widths[0])))
    if min(widths[1:-1]) >= 3 * widths[0]:
        found.append(("the best have at least", "Serra et al. 2018", serra_lower(widths)))
    return [
        {"says": says, "source": source, "regions": _short(number)}
        for says, source, number in found
        if number
    ]


def _boundary(chosen: Subject, boundary: "Callable[[], Polylines]") -> dict[str, Any]:
    """The decision boundary's length in input space, on a map in metres too, and what becomes of the topic's
    parcels; none for three outputs."""
    if chosen.net.widths[-1] > 2:
        return {}
    lines = boundary()
    told = {"boundary_length": lines.length, **_parcels(chosen, lines)}
    projection = chosen.topic and chosen.topic.projection
    if not projection:
        return told
    return told | {"boundary_length_m": lines.length * projection.metres_per_unit}


def _parcels(chosen: Subject, boundary: "Polylines") -> dict[str, dict[str, Any]]:
    """How the parcels of the topic fare, where the net is looked at in its window."""
    from dlvis.geometry import predicted_pieces, score_of

    if chosen.topic is None or chosen.window != chosen.topic.window:
        return {}
    score = score_of(predicted_pieces(chosen.net, chosen.window, boundary), chosen.topic)
    negative, positive = chosen.topic.class_names
    of_class = {"positive": int(score.positive.sum()), "negative": int((~score.positive).sum())}
    return {"parcels": {"class_names": [negative, positive]} | of_class | score.numbers()}


def _short(number: int) -> int | str:
    """A number that can be printed: as it is up to 300 digits, then as 1.3e4567."""
    if number < 10**300:
        return number
    exponent, rest = divmod(log10(number), 1)
    # rounded first: 9.99e99 is 1.0e100
    mantissa, more = f"{10**rest:.1e}".split("e")
    return f"{mantissa}e{int(exponent) + int(more)}"


def _text(counted: dict[str, Any]) -> str:
    dead = counted["dead_neurons"]
    widths = "-".join(map(str, counted["widths"]))
    lines = [
        f"{counted['net']}: {widths}, {_spaced(counted['parameters'])} parameters",
        f"  regions     {_regions(counted)}",
        f"  dead        {sum(dead)} of {sum(counted['widths'][1:-1])} neurons{_by_layer(dead)}",
        f"  activation  {_activation(counted['slope'])}",
        f"  window      {', '.join(f'{side:g}' for side in counted['window'])}",
    ]
    if "boundary_length" in counted:
        metres = f", {counted['boundary_length_m'] / 1000:.2f} km" if "boundary_length_m" in counted else ""
        lines.append(f"  boundary    {counted['boundary_length']:.4f} in input space{metres}")
    if "parcels" in counted:
        lines.append(f"  parcels     {_fared(counted['parcels'])}")
    lines += [
        f"  {bound['says']} {_spaced(bound['regions'])} ({bound['source']})" for bound in counted["bounds"]
    ]
    return "\n".join(lines)


def _fared(parcels: dict[str, Any]) -> str:
    kinds = zip(("negative", "positive"), parcels["class_names"], strict=True)
    found = ", ".join(f"{name} {parcels[f'{kind}_found']:g} of {parcels[kind]}" for kind, name in kinds)
    return f"{found} found; {parcels['phantom']:g} phantom and {parcels['fused']:g} fused pieces"


def _regions(counted: dict[str, Any]) -> str:
    if "regions_estimated" in counted:
        return f"about {counted['regions_estimated']:.1e}, estimated".replace("e+", "e")
    return _spaced(counted["regions"]) + _by_layer(counted["regions_after_layer"])


def _activation(slope: float) -> str:
    """What the numbers hold for: a file of bare arrays does not say it."""
    return f"leaky ReLU with slope {slope:g}" if slope else "ReLU"


def _by_layer(numbers: Iterable[int]) -> str:
    said = [_spaced(number) for number in numbers]
    return f" (by layer: {', '.join(said)})" if len(said) > 1 else ""


def _spaced(number: int | str) -> str:
    return number if isinstance(number, str) else f"{number:,}".replace(",", " ")
