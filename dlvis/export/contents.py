"""Every format by its name: all files of an export are made before the first is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from dlvis.errors import InputError
from dlvis.export.counts import counts_csv
from dlvis.export.drawing import drawn
from dlvis.export.geojson import geojson_text
from dlvis.export.glb import sheets_glb
from dlvis.export.npz import npz_bytes
from dlvis.export.pdf import pdf
from dlvis.export.picture import Picture, Size
from dlvis.export.svg import svg
from dlvis.export.views import View, layer_view, output_view
from dlvis.geometry import FoldComplex, after_layer
from dlvis.style import Theme
from dlvis.style.theme import PAPER
from dlvis.topics import Topic


@dataclass(frozen=True, eq=False)
class Export:
    """A finished complex and how it is to be shown.

    `topic` gives names, credits and a map's coordinates. With `layer` it is the complex after that hidden
    layer, and pictures and sheets show its folds, or those of one `neuron`; counts are always of the whole.
    """

    folded: FoldComplex
    topic: Topic | None = None
    layer: int | None = None
    neuron: int | None = None
    theme: Theme = PAPER
    size: Size | None = None

    def __post_init__(self) -> None:
        if self.neuron is not None and self.layer is None:
            raise InputError("--neuron: expected --layer with it, to say whose neuron it is")

    @cached_property
    def shown(self) -> FoldComplex:
        return self.folded if self.layer is None else after_layer(self.folded, self.layer)

    @cached_property
    def view(self) -> View:
        if self.layer is None:
            return output_view(self.folded, self.theme)
        return layer_view(self.folded, self.layer, self.neuron, self.theme)

    @cached_property
    def picture(self) -> Picture:
        return drawn(self.view, self.theme, self.size)


def contents(export: Export, formats: Sequence[str]) -> dict[str, bytes]:
    """The bytes of each of these files; `FORMATS` names those that there are."""
    return {name: FORMATS[name](export) for name in formats}


FORMATS = {
    "npz": lambda export: npz_bytes(export.shown, classes=export.layer is None),
    "geojson": lambda export: geojson_text(export.shown, export.topic, classes=export.layer is None).encode(),
    "glb": lambda export: sheets_glb(export.view, export.theme),
    "svg": lambda export: svg(export.picture).encode(),
    "pdf": lambda export: pdf(export.picture),
    "csv": lambda export: counts_csv(export.folded, export.topic).encode(),
}
