"""The look as one value: every colour, size and width that a picture uses.

Lengths are pixels of a 1920 x 1080 frame; whoever draws scales them to the frame at hand. Colours keep one
meaning each, and never mean something alone: a class has its label, a fold its dash.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class TypeSizes:
    """Heights of type in pixels at 1080p; nothing is smaller than 28."""

    title: float = 60.0
    heading: float = 44.0
    body: float = 36.0
    label: float = 32.0
    small: float = 28.0


@dataclass(frozen=True)
class Strokes:
    """Widths of lines in pixels at 1080p."""

    hairline: float = 1.2
    edge: float = 2.0
    outline: float = 2.0
    fold: float = 3.5
    boundary: float = 4.5
    halo: float = 10.0


@dataclass(frozen=True)
class Opacities:
    """How much of what lies behind is hidden, 0 to 1."""

    facet: float = 0.35
    map: float = 0.72
    plane: float = 0.25
    tiling: float = 1.0
    faded: float = 0.12


@dataclass(frozen=True)
class Theme:
    """The palette, type and widths of a film.

    `negative` and `positive` are the two classes, `folds` the neurons in order, each with its entry in
    `dashes` (lengths of dash and gap in pixels; empty is an unbroken line).
    """

    name: str
    ground: str
    ink: str
    muted: str
    hairline: str
    negative: str
    positive: str
    boundary: str
    halo: str
    folds: tuple[str, ...]
    dead: str
    dashes: tuple[tuple[float, ...], ...]
    font: str = "Dlvis Sans"
    sizes: TypeSizes = TypeSizes()
    strokes: Strokes = Strokes()
    opacities: Opacities = Opacities()

    @property
    def is_dark(self) -> bool:
        return int(self.ground[1:3], 16) < 128

    def fold(self, neuron: int) -> str:
        """The colour of a neuron's fold, the same through a whole film."""
        return self.folds[neuron % len(self.folds)]

    def dash(self, neuron: int) -> tuple[float, ...]:
        """The dash of a neuron's fold, in pixels at 1080p."""
        return self.dashes[neuron % len(self.dashes)]


_DASHES: tuple[tuple[float, ...], ...] = (
    (),
    (26.0, 10.0),
    (9.0, 8.0),
    (30.0, 8.0, 8.0, 8.0),
    (44.0, 12.0),
    (16.0, 14.0),
    (30.0, 8.0, 8.0, 8.0, 8.0, 8.0),
    (18.0, 8.0, 6.0, 8.0),
)

NIGHT = Theme(
    name="night",
    ground="#0F1216",
    ink="#E8E6E1",
    muted="#9AA0A6",
    hairline="#3A4048",
    negative="#56B4E9",
    positive="#E69F00",
    boundary="#FFFFFF",
    halo="#0F1216",
    folds=("#009E73", "#D55E00", "#CC79A7", "#F0E442", "#0072B2", "#8DD3C7", "#B3A2C7", "#C9B18B"),
    dead="#70767D",
    dashes=_DASHES,
)

# The hues of night, each only as dark as it must be to stand 3.3 : 1 (the classes 3.6 : 1) on paper.
PAPER = Theme(
    name="paper",
    ground="#FBF9F4",
    ink="#1B1E23",
    muted="#5F6670",
    hairline="#D5D0C4",
    negative="#268BBE",
    positive="#AF7804",
    boundary="#101010",
    halo="#FBF9F4",
    folds=("#049C72", "#D55E00", "#C16F9D", "#958C01", "#0072B2", "#50958A", "#9383A6", "#9D8662"),
    dead="#888D93",
    dashes=_DASHES,
)

CONTRAST = Theme(
    name="contrast",
    ground="#000000",
    ink="#FFFFFF",
    muted="#D8D8D8",
    hairline="#707070",
    negative="#56B4E9",
    positive="#E69F00",
    boundary="#FFFFFF",
    halo="#000000",
    folds=("#00B386", "#F07A1E", "#E39AC2", "#F0E442", "#3F9FE0", "#8DD3C7", "#C9BCDB", "#DBC8A6"),
    dead="#A0A0A0",
    dashes=_DASHES,
    strokes=Strokes(hairline=2.0, edge=3.5, outline=3.5, fold=6.0, boundary=7.5, halo=15.0),
    opacities=Opacities(facet=0.5, map=0.75, plane=0.4),
)

THEMES = {look.name: look for look in (NIGHT, PAPER, CONTRAST)}
