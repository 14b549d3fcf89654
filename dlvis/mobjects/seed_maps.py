"""The same nets from several seeds side by side: the border of each on the map, and a table of all."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from math import ceil

from manim import UL, VGroup

from dlvis.draw.board import BoardLayout, Size, board_layout
from dlvis.errors import InputError
from dlvis.geometry import ParcelScore, parcel_score
from dlvis.mobjects.boxes import put, size_of
from dlvis.mobjects.counter_table import CounterTable
from dlvis.mobjects.lettering import lettered
from dlvis.mobjects.net_panels import NetPanels
from dlvis.mobjects.parcel_marks import MarksKey, ParcelMarks
from dlvis.mobjects.training_board import GAP, NAME
from dlvis.mobjects.training_rows import TrainingRows
from dlvis.run import Run
from dlvis.style import Theme
from dlvis.topics import Topic
from dlvis.window import Window


class SeedMap(VGroup):
    """One net by its `words`, a name and a count: its border on the map, which lies as `place` says, and
    `marks` in the parcels."""

    def __init__(
        self, run: Run, words: tuple[str, str], score: ParcelScore, topic: Topic, theme: Theme, box: Window
    ) -> None:
        super().__init__()
        name, count = words
        self.panels = NetPanels(
            run.net, topic, theme, views=["border"], boxes=[box], names=[name], counts=[count]
        )
        self.place = self.panels.place
        self.marks = ParcelMarks(topic, score.found.tolist(), theme, placement=self.place)
        self.add(self.panels, self.marks)


class SeedMaps(VGroup):
    """A `SeedMap` for each run, and a table of how far the counts of each kind of net reach.

    Args:
        lanes: for each kind of net, its runs, as many seeds of each; `heads` are the names of the kinds.
        rows: what is counted, in the words of a scene.
        area: of the scene, for everything.

    A lane stands in a line of its own or in a column, whichever leaves the maps larger. `maps[lane][seed]`
    and `notes` are its parts; `scores` are those of the runs, by lane, and `counted` the rows of the table.

    Raises:
        InputError: lanes that are not of one length, or an area that is too small.
    """

    def __init__(
        self, lanes: Sequence[Sequence[Run]], heads: Sequence[str], rows: TrainingRows, *, area: Window
    ) -> None:
        super().__init__()
        if len({len(lane) for lane in lanes}) != 1:
            raise InputError(f"SeedMaps: expected as many seeds of each, got {[len(lane) for lane in lanes]}")
        n_seeds = len(lanes[0])
        self.scores = [[parcel_score(run.net, rows.topic) for run in lane] for lane in lanes]
        self.counted = rows.spread(lanes, self.scores)
        notes: list[CounterTable | MarksKey] = [CounterTable(self.counted, heads, rows.theme)]
        if rows.topic.parcels:
            marks = rows.label("hit"), rows.label("miss")
            notes.append(MarksKey(marks, rows.theme, words="small", across=True))
        shape = rows.topic.window.width / rows.topic.window.height
        sizes = [size_of(note) for note in notes]
        least = max(lettered(head, rows.theme.font, rows.theme.sizes.small)[1] for head in heads)
        boxes, places = _boxes(area, (len(lanes), n_seeds), shape, sizes, float(least))
        for note, box in zip(notes, places, strict=True):
            put(note, box, UL)
        self.notes = VGroup(*notes)
        words = _words(heads, self.scores, rows, boxes[0][0].width)
        self.maps = [
            [
                SeedMap(run, named, score, rows.topic, rows.theme, box)
                for run, named, score, box in zip(*lane, strict=True)
            ]
            for lane in zip(lanes, words, self.scores, boxes, strict=True)
        ]
        self.add(*(each for lane in self.maps for each in lane), self.notes)

    def told(self, label: Callable[..., str], names: Sequence[str]) -> dict[str, str]:
        """What the table says of parcels found and of balanced accuracy, as `deep_found` and the like, for
        the kinds of nets by these names; `label` gives the words of the rows."""
        found = {row.label: row.values for row in self.counted}
        keys = [key for key in ("found", "balanced") if label(key) in found]
        return {f"{name}_{key}": found[label(key)][k] for key in keys for k, name in enumerate(names)}


def _words(
    heads: Sequence[str], scores: Sequence[Sequence[ParcelScore]], rows: TrainingRows, width: float
) -> list[list[tuple[str, str]]]:
    """The name of each map and how many parcels are found in it, if all of them have the room."""
    font, pixels = rows.theme.font, rows.theme.sizes.small
    words = [
        [(head, rows.label("hits", n=int(score.found.sum()))) for score in lane]
        for head, lane in zip(heads, scores, strict=True)
    ]
    widest = max(lettered("  ".join(each), font, pixels)[1] for lane in words for each in lane)
    if rows.topic.parcels and widest <= width:
        return words
    return [[(head, "") for head, _ in lane] for lane in words]


def _boxes(
    area: Window, counts: tuple[int, int], shape: float, notes: Sequence[Size], least: float
) -> tuple[list[list[Window]], tuple[Window, ...]]:
    """The boxes of each lane, and those of the notes: a column to each lane, or lines of its own, as many
    seeds to a line as leaves the maps largest."""
    n_lanes, n_seeds = counts
    found: list[tuple[BoardLayout, list[list[Window]]]] = []
    for line in range(1, n_seeds + 1):
        cells = line * ceil(n_seeds / line)  # of a lane, the last of which may stay empty
        with suppress(InputError):
            made = board_layout(
                area, n_lanes * cells, shape, notes, name=NAME, gap=GAP, line=line, least=least
            )
            lanes = [list(made.panels[k * cells :][:n_seeds]) for k in range(n_lanes)]
            if all(lane[0].xmin == lanes[0][0].xmin for lane in lanes):  # no line is shared
                found.append((made, lanes))
    with suppress(InputError):
        made = board_layout(
            area, n_lanes * n_seeds, shape, notes, name=NAME, gap=GAP, line=n_lanes, least=least
        )
        found.append((made, [list(made.panels[lane::n_lanes]) for lane in range(n_lanes)]))
    if not found:
        raise InputError(
            f"frame: expected room for {n_seeds} maps of {n_lanes} nets each, got "
            f"{area.width:.3g} x {area.height:.3g}; choose another --aspect, or fewer seeds"
        )
    best, lanes = max(found, key=lambda each: each[0].panels[0].width)
    return lanes, best.notes
