"""What there is to count in a complex, layer by layer, as CSV.

One row for each hidden layer and one, `all`, for the net:

    layer               counted from 0; `all` in the last row
    neurons             of the layer
    regions             of the complex after the layer
    folding             neurons whose fold runs through the window
    dead, always_on     neurons that are off, or on, all over the window
    boundary_length     of the decision boundary, in input space; only for `all`
    boundary_length_m   the same in metres; only for a map
"""

import csv
from io import StringIO
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np

from dlvis.geometry import FoldComplex, class_boundary
from dlvis.geometry.measure import always_on_neurons, dead_neurons
from dlvis.topics import Topic
from dlvis.whole import write_whole

COLUMNS = (
    "layer",
    "neurons",
    "regions",
    "folding",
    "dead",
    "always_on",
    "boundary_length",
    "boundary_length_m",
)
Row = dict[str, str | int | float]


def save_counts(
    folded: FoldComplex, path: str | Path, topic: Topic | None = None, overwrite: bool = False
) -> Path:
    """Write the counts of `folded`; the columns stand at the top of this file."""
    return write_whole(path, counts_csv(folded, topic).encode(), overwrite)


def counts_csv(folded: FoldComplex, topic: Topic | None = None) -> str:
    """The text of the file."""
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(count_rows(folded, topic))
    return text.getvalue()


def count_rows(folded: FoldComplex, topic: Topic | None = None) -> list[Row]:
    """A row for each hidden layer, then one for the net; what does not apply is left out."""
    dead, always_on = dead_neurons(folded), always_on_neurons(folded)
    folding = np.unique(folded.edge_folds, axis=0)[:, 0]
    ends = accumulate(folded.net.widths[1:-1], initial=0)
    rows: list[Row] = []
    for layer, (start, end) in enumerate(pairwise(ends)):
        rows.append(
            {
                "layer": layer,
                "neurons": end - start,
                "regions": len(np.unique(folded.ancestors[layer])),
                "folding": int(np.count_nonzero(folding == layer)),
                "dead": int(dead[start:end].sum()),
                "always_on": int(always_on[start:end].sum()),
            }
        )
    total: Row = {"layer": "all", "regions": folded.n_regions}
    for name in ("neurons", "folding", "dead", "always_on"):
        total[name] = sum(int(row[name]) for row in rows)
    return [*rows, total | _lengths(folded, topic)]


def _lengths(folded: FoldComplex, topic: Topic | None) -> Row:
    length = class_boundary(folded.net, folded).length
    if topic is None or topic.projection is None:
        return {"boundary_length": length}
    metres = length * topic.projection.metres_per_unit
    return {"boundary_length": length, "boundary_length_m": metres}
