"""Ever closer to where the regions of a net are finest: the tiling, where it is on the map, and counters."""

from typing import Self

from manim import UL, VGroup

from dlvis.draw.composition import Composition, at_top, composition, shaped
from dlvis.geometry import finest_point, times_to_few, window_about
from dlvis.mobjects.boxes import corner, put, size_of
from dlvis.mobjects.counter_panel import CounterPanel
from dlvis.mobjects.legend import ClassLegend
from dlvis.mobjects.locator import Locator
from dlvis.mobjects.placement import fitted
from dlvis.mobjects.tiling_zoom import TilingZoom
from dlvis.mobjects.training_rows import TrainingRows
from dlvis.run import Snapshot
from dlvis.smooth import relu_net
from dlvis.window import Window

MAPS = (1.0, 0.6)  # of the counters' width, for the map that says where the view is


class FinestZoom(VGroup):
    """A zoom into the tiling of a net, from the whole window to where `few` regions are in view.

    Args:
        known: whose net it is.
        rows: what is counted, in the words of a scene.
        area: of the scene, for everything.
        few: regions at which the zoom ends.

    `redraw(done)` shows the share 0 to 1 of the way; hues go from those of families to those of classes.
    `most` is how many times the end is magnified, and `zoom.n_regions` how many regions are in view.
    """

    def __init__(self, known: Snapshot, rows: TrainingRows, *, area: Window, few: int) -> None:
        super().__init__()
        net = relu_net(known.net)
        self.rows, self.total, self.window = rows, rows.regions(known), rows.topic.window
        first = rows.view(self.total, self.total, 1.0)
        self.panel = CounterPanel(first, rows.theme, size="small", widest="00 000")
        self.legend = ClassLegend(rows.topic, rows.theme, size="small")
        shape = self.window.width / self.window.height
        picture = self._composed(area, shape)
        legend_box, panel_box, map_box = picture.panels
        subject = at_top(picture.subject, shape)
        place, overview = (
            fitted(self.window, box.width, box.height, (*box.centre, 0.0)) for box in (subject, map_box)
        )
        self.zoom = TilingZoom(net, rows.theme, placement=place)
        self.locator = Locator(rows.topic, rows.theme, placement=overview)
        put(self.legend, legend_box, UL)
        self.panel.shift(corner(panel_box, UL) - self.panel.rows.get_corner(UL))
        self.point = finest_point(self.zoom.border_points, self.window)
        self.most = times_to_few(net, self.window, self.point, few)
        self.moving = VGroup(self.zoom, self.panel, self.locator)
        self.add(self.zoom, self.panel, self.legend, self.locator)

    def _composed(self, area: Window, shape: float) -> Composition:
        """With a map as wide as the counters, or a smaller one where that leaves the tiling more room."""
        words = [size_of(self.legend), size_of(self.panel.rows)]
        pictures = [
            composition(area, [*words, (side, side)], shape=shape, on_the_left=False)
            for side in (share * words[1][0] for share in MAPS)
        ]
        return max(pictures, key=lambda picture: round(shaped(picture.subject, shape).width, 6))

    def redraw(self, done: float) -> Self:
        """Show the share `done` of the way."""
        times = self.most**done
        view = window_about(self.window, self.point, times)
        self.zoom.redraw(view, by_class=done)
        self.locator.redraw(view)
        self.panel.redraw(self.rows.view(self.total, self.zoom.n_regions, times))
        return self
