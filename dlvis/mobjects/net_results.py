"""What a finished net has reached: its border large on the map, a mark in each parcel, and the counts."""

from manim import UL, VGroup

from dlvis.draw.composition import composition
from dlvis.geometry import ParcelScore
from dlvis.mobjects.boxes import corner, put, size_of
from dlvis.mobjects.counter_panel import CounterPanel
from dlvis.mobjects.legend import ClassLegend
from dlvis.mobjects.parcel_marks import MarksKey, ParcelMarks
from dlvis.mobjects.placement import fitted
from dlvis.mobjects.training_rows import TrainingRows
from dlvis.run import Run
from dlvis.window import Window


class NetResults(VGroup):
    """The counters of a finished run, the classes, and marks in the parcels of the map.

    Args:
        run: whose last net it is.
        score: of its last net.
        rows: what is counted, in the words of a scene.
        legend: of the classes; a copy stands in its place.
        area: of the scene, for everything.

    `placement` is where the map and the border belong. `legend`, `counters`, `key` and `marks` are its parts;
    `entering` are the first three, without the key on a topic that has no parcels.
    """

    def __init__(
        self, run: Run, score: ParcelScore, rows: TrainingRows, legend: ClassLegend, *, area: Window
    ) -> None:
        super().__init__()
        topic, window = rows.topic, rows.topic.window
        self.counters = CounterPanel(rows.results(run, score), rows.theme, size="small")
        self.key = MarksKey((rows.label("hit"), rows.label("miss")), rows.theme, words="small")
        notes = [legend, self.counters.rows, self.key]
        picture = composition(
            area, [size_of(each) for each in notes], shape=window.width / window.height, on_the_left=False
        )
        box = picture.subject
        self.placement = fitted(window, box.width, box.height, (*box.centre, 0.0))
        first, second, third = picture.panels
        self.legend = put(legend.copy(), first, UL)
        self.counters.shift(corner(second, UL) - self.counters.rows.get_corner(UL))
        put(self.key, third, UL)
        self.marks = ParcelMarks(topic, score.found.tolist(), rows.theme, placement=self.placement)
        self.entering = VGroup(self.legend, self.counters, *([self.key] if topic.parcels else []))
        self.add(self.entering, self.marks)
