"""The border that a net has learnt, on the map that it was to learn, and the parcels that it has found."""

from collections.abc import Callable

from manim import VGroup

from dlvis.draw.patchwork import ring_patches
from dlvis.geometry import FoldComplex, decision_boundary, margin
from dlvis.mobjects.boundary_line import BoundaryLine
from dlvis.mobjects.counter_panel import Counter, counted
from dlvis.mobjects.explainer_board import BARE, OPAQUE
from dlvis.mobjects.folded_sheet import sheet_grey
from dlvis.mobjects.leaves import Patches
from dlvis.mobjects.map_plane import MapPlane
from dlvis.mobjects.parcel_marks import ParcelMarks
from dlvis.mobjects.placement import Placement, scene_points
from dlvis.run import Run
from dlvis.style import Theme, percent
from dlvis.topics import Topic, parcels_found

LINE, MARK = 4.0, 14.0  # pixels of the border and of a parcel's mark in a full stage


class LearntBorder(VGroup):
    """The map on a plate of the sheets' grey, the net's decision boundary on it, and a mark in each parcel: a
    dot if found, a ring if not.

    Args:
        run: whose net's border is drawn.
        complex: of that net, in the placement's window.
        topic: whose map it was to learn.
        theme: colours.
        placement: where the window lies.
        fineness: how wide lines and marks are, 1 in a full stage.

    `map`, `line` and `marks` are the parts; `found` has an answer for each parcel of the topic.
    """

    def __init__(
        self,
        run: Run,
        complex: FoldComplex,
        topic: Topic,
        theme: Theme,
        *,
        placement: Placement,
        fineness: float = 1.0,
    ) -> None:
        super().__init__()
        self.run, self.complex = run, complex
        self.found = parcels_found(topic, lambda points: margin(run.net, points) > 0)
        lines = decision_boundary(run.net, complex)
        plate = Patches().redraw(
            scene_points(placement.window.corners, placement),
            ring_patches([0, 4], [0]),
            [*sheet_grey(theme), BARE],
        )
        self.map = VGroup(plate, MapPlane(topic, theme, placement=placement, opacity=OPAQUE))
        self.line = BoundaryLine(lines, theme, placement=placement, width=LINE * fineness)
        self.marks = ParcelMarks(topic, self.found, theme, placement=placement, size=MARK * fineness)
        VGroup(self.line, self.marks).set_z_index(2)
        self.add(self.map, self.line, self.marks)

    def rows(self, label: Callable[..., str]) -> list[Counter]:
        """How large the net is and what it has learnt, in a scene's words, its accuracy on the test part;
        of a topic without parcels nothing is said about them."""
        accuracy = percent(self.run.result("test_balanced_accuracy"))
        parcels = [("found", sum(self.found)), ("missed", len(self.found) - sum(self.found))]
        return [
            Counter(label("parameters"), self.run.net.n_parameters),
            Counter(label("balanced"), accuracy, label("test")),
            *(counted(label, key, count) for key, count in parcels if self.found),
        ]
