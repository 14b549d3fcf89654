"""The regions of a net as a mosaic that gets finer layer by layer, cut by the folds of each layer."""

from manim import VGroup

from dlvis.geometry import FoldComplex, fold_complex
from dlvis.mobjects.fold_lines import FoldLines
from dlvis.mobjects.placement import Placement
from dlvis.mobjects.region_tiling import RegionTiling
from dlvis.net import ReluNet, first_layers
from dlvis.style import Theme, colours_by_family

LEAD = 2.4  # pixels between the regions of the first layer, half as many with each later one


class LayerTilings(VGroup):
    """A tiling after each hidden layer, one on top of another, and the folds that each layer adds as dark
    lines over all tilings, as the leads of a window; pieces of a piece are in shades of its colour.

    Args:
        net: at least one hidden layer.
        theme: colours and widths.
        placement: where the window lies.
        fineness: how wide the leads are, 1 in a full stage.

    `complexes[k]` is the complex after hidden layer k, `tilings[k]` shows it, `leads[k]` are its own folds.
    """

    def __init__(self, net: ReluNet, theme: Theme, *, placement: Placement, fineness: float = 1.0) -> None:
        super().__init__()
        layers = range(net.n_hidden_layers)
        window = placement.window
        self.complexes = [fold_complex(first_layers(net, k + 1), window) for k in layers]
        self.tilings = [
            RegionTiling(
                each, colours_by_family(each.patterns(), net.widths[1], theme), theme, placement=placement
            )
            for each in self.complexes
        ]
        self.leads = [_leads(each, k, theme, placement, fineness) for k, each in enumerate(self.complexes)]
        for pair in zip(self.tilings, self.leads, strict=True):
            self.add(*pair)

    @property
    def counts(self) -> list[int]:
        """The regions after each hidden layer."""
        return [each.n_regions for each in self.complexes]


def _leads(
    complex: FoldComplex, layer: int, theme: Theme, placement: Placement, fineness: float
) -> FoldLines:
    """The folds of one layer, above this tiling and those of later layers."""
    return FoldLines(
        complex,
        theme,
        placement=placement,
        by="layer",
        layers=[layer],
        colours={(layer, 0): theme.ground},
        width=fineness * LEAD / 2**layer,
        halo=False,
        opacity=0.7,
    ).set_z_index(1)
