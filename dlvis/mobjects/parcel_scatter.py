"""A chart of nets as dots: how many linear regions each has, and how many parcels it finds."""

from collections.abc import Callable

from dlvis.draw.scale import Scale, covering
from dlvis.mobjects.chart import Chart
from dlvis.mobjects.chart_parts import marks_by_kind
from dlvis.mobjects.counter_table import CounterTable, TableRow
from dlvis.style import Theme, layer_ramp, spaced
from dlvis.sweep.learnt import LearntNets
from dlvis.window import Window


class ParcelScatter(Chart):
    """Regions against parcels found, a dot for each net.

    Args:
        nets: what is shown.
        theme: a colour of the layers' ramp for each depth.
        box: for all of it.
        limit: percent of balanced accuracy that the nets have at least.
        label: the words `one_deep` and `more_deep` (layers), `size` (parameters), `regions_sized` and
            `found_by` (parcels, limit), as `FilmScene.label`.

    `sizes` are the parameters of a small net, a middling one and a large one of each depth; they are not part
    of the chart: a scene brings them in when the dots stand.
    """

    def __init__(
        self, nets: LearntNets, theme: Theme, *, box: Window, limit: int, label: Callable[..., str]
    ) -> None:
        names = [_depth_name(depth, label) for depth in nets.depths]
        colours = layer_ramp(len(nets.depths), theme)
        series = marks_by_kind(nets.regions, nets.found, nets.table.column("depth").tolist(), names, colours)
        x, y = covering(nets.regions.tolist(), True), Scale(-0.5, nets.n_parcels + 0.5)
        y_name = label("found_by", parcels=nets.n_parcels, limit=limit)
        super().__init__(series, theme, box=box, x=x, y=y, x_name=label("regions_sized"), y_name=y_name)
        told = [row for depth in nets.depths for row in _spread(nets.middle_of(depth))]
        sizes = [label("size", parameters=int(n)) for n in nets.table.column("parameters")[told]]
        self.sizes = self.tags(nets.regions[told].tolist(), nets.found[told].tolist(), sizes)


def parcel_table(nets: LearntNets, theme: Theme, label: Callable[..., str]) -> CounterTable:
    """The largest nets of each depth, the middle one of their seeds: what they cost, and parcels found beside
    predicted pieces that are phantoms or fused; and how many nets of each depth are left out.

    `label` gives the words `one_deep`, `more_deep`, `largest` (seeds), `parameters`, `counted_regions`,
    `found` (parcels), `phantom`, `fused` and `left_out`.
    """
    ends = [nets.largest(depth) for depth in nets.depths]
    words = {
        "parameters": label("parameters"),
        "regions": label("counted_regions"),
        "found": label("found", parcels=nets.n_parcels),
        "phantom": label("phantom"),
        "fused": label("fused"),
    }
    rows = [TableRow(each, tuple(spaced(end[name]) for end in ends)) for name, each in words.items()]
    rows.append(TableRow(label("left_out"), tuple(spaced(nets.left_out(depth)) for depth in nets.depths)))
    heads, corner = [_depth_name(depth, label) for depth in nets.depths], label("largest", seeds=nets.n_seeds)
    return CounterTable(rows, heads, theme, corner=corner)


def _spread(rows: list[int]) -> list[int]:
    """The first, one in the middle and the last, each once."""
    return sorted({rows[0], rows[len(rows) // 2], rows[-1]}, key=rows.index)


def _depth_name(depth: int, label: Callable[..., str]) -> str:
    return label("one_deep" if depth == 1 else "more_deep", layers=depth)
