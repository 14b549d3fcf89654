"""The pictures by which values show themselves: regions with the boundary, a net's weights, a run."""

from io import BytesIO

import numpy as np
from PIL import Image

from dlvis.errors import InputError
from dlvis.export.drawing import MOST_REGIONS, drawn
from dlvis.export.picture import Size
from dlvis.export.png import png
from dlvis.export.views import output_view
from dlvis.geometry import FoldComplex, fold_complex
from dlvis.geometry.estimate import estimated_regions
from dlvis.net import ReluNet
from dlvis.notebook.diagram import diagram
from dlvis.plots import Curve, Curves
from dlvis.plots.figure import figure_bytes
from dlvis.run import Run
from dlvis.style.theme import PAPER
from dlvis.topics import load
from dlvis.window import Window

PIXELS = 640  # of a picture's longer side
MOST_TO_FOLD = 20_000  # regions of a run's last net: to fold more only for a look takes too long
COLOURS = 96
MEASURES = ("loss", "validation_loss", "balanced_accuracy", "accuracy")


def complex_png(folded: FoldComplex) -> bytes | None:
    """The classes with their boundary; None for more regions than any picture shows."""
    if folded.n_regions > MOST_REGIONS:
        return None
    return _small(png(drawn(output_view(folded, PAPER), PAPER, Size(PIXELS, "px")), PIXELS))


def net_png(net: ReluNet) -> bytes:
    """Neurons as dots and weights as lines: the colour is the sign, the width the size."""
    return _small(png(diagram(net, PAPER), PIXELS))


def run_png(run: Run) -> bytes | None:
    """How the loss went, and, if the last net folds the plane, its regions at the end."""
    parts = [part for part in (_course(run), _end(run)) if part is not None]
    return _beside_each_other(parts) if parts else None


def _course(run: Run) -> bytes | None:
    first = run.snapshots[0].metrics
    name = next((name for name in MEASURES if name in first), None)
    if name is None or len(run.snapshots) < 2:
        return None
    steps = np.array([snapshot.step for snapshot in run.snapshots], np.float64)
    values = np.array([snapshot.metric(name) for snapshot in run.snapshots])
    curve = Curve((), steps, values, values, values, n_rows=1, n_seeds=1)
    sizes = "-".join(map(str, run.widths))
    title = f"{run.topic}: a net of widths {sizes}"
    return figure_bytes(Curves("step", name, (), 0.0, (curve,)), PAPER, title, "", "png")


def _end(run: Run) -> bytes | None:
    net = run.snapshots[-1].net
    if not isinstance(net, ReluNet) or net.widths[0] != 2:
        return None
    window = _window(run)
    if estimated_regions(net, window) > MOST_TO_FOLD:
        return None
    return complex_png(fold_complex(net, window))


def _window(run: Run) -> Window:
    """The topic's; where its file is gone, the square that every topic's longer side spans."""
    try:
        return load(run.source).window
    except InputError:
        return Window(-1, 1, -1, 1)


def _beside_each_other(parts: list[bytes]) -> bytes:
    """Pictures of one height in a row."""
    pictures = [Image.open(BytesIO(part)).convert("RGB") for part in parts]
    height = PIXELS * 9 // 16
    fitted = [
        each.resize((each.width * height // each.height, height), Image.Resampling.LANCZOS)
        for each in pictures
    ]
    row = Image.new("RGB", (sum(each.width for each in fitted), height), PAPER.ground)
    left = 0
    for each in fitted:
        row.paste(each, (left, 0))
        left += each.width
    return _bytes(row)


def _small(picture: bytes) -> bytes:
    return _bytes(Image.open(BytesIO(picture)).convert("RGB"))


def _bytes(picture: Image.Image) -> bytes:
    """As PNG of so many colours that nobody sees the difference, a third as large: notebooks are sent."""
    content = BytesIO()
    picture.quantize(COLOURS).save(content, format="PNG", optimize=True)
    return content.getvalue()
