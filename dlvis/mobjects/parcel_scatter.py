"""A chart of nets as dots: how many linear regions each has, and how many parcels it finds."""

from collections.abc import Callable

from dlvis.draw.scale import Scale, covering
from dlvis.mobjects.chart import Chart
from dlvis.mobjects.chart_parts import marks_by_kind
from dlvis.style import Theme, layer_ramp
from dlvis.sweep.learnt import LearntNets
from dlvis.window import Window


class ParcelScatter(Chart):
    """Regions against parcels found, a dot for each net.

    Args:
        nets: what is shown.
        theme: a colour of the layers' ramp for each depth.
        box: for all of it.
        label: the words `one_deep` and `more_deep` (layers), `size` (parameters), `regions_sized` and `found`
            (parcels), as `FilmScene.label`.

    `sizes` are the parameters beside the middle net of each depth and size; they are not part of the chart: a
    scene brings them in when the dots stand.
    """

    def __init__(self, nets: LearntNets, theme: Theme, *, box: Window, label: Callable[..., str]) -> None:
        names = [label("one_deep" if k == 1 else "more_deep", layers=k) for k in nets.depths]
        colours = layer_ramp(len(nets.depths), theme)
        series = marks_by_kind(nets.regions, nets.found, nets.table.column("depth").tolist(), names, colours)
        x, y = covering(nets.regions.tolist(), True), Scale(-0.5, nets.n_parcels + 0.5)
        y_name = label("found", parcels=nets.n_parcels)
        super().__init__(series, theme, box=box, x=x, y=y, x_name=label("regions_sized"), y_name=y_name)
        middle = nets.middle
        sizes = [label("size", parameters=int(n)) for n in nets.table.column("parameters")[middle]]
        self.sizes = self.tags(nets.regions[middle].tolist(), nets.found[middle].tolist(), sizes)
