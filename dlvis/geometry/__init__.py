"""Exact fold geometry: the polyhedral complex of a ReLU net in a window, and its decision boundary.

A (leaky) ReLU net is affine on each of finitely many convex regions. `fold_complex` finds them all: it
starts with the window as one face and cuts every face by every neuron's zero set, layer by layer; each
neuron's pre-activation is affine on the faces that the layers before it have left. The files, in the order
of reading: split (one cut), fold (all cuts), complex (the result), boundary (one more cut, by the output),
argmax (the same for many outputs), pieces and parcel_score (what the net says, and how a topic's parcels
fare), merging and layers (cuts undone, to see what the first layers have folded), through_time (who is who in
a training), series and parcel_series (its counts, step by step); line is the same in one dimension, slice
cuts a net of more inputs along a plane, bounds are what others have proved about the counts, and
region_ladder counts beside them; estimate refuses
complexes too large for memory, and tiled finds the decision boundary of layers too wide for theirs,
which traced chooses where it is quicker.
"""

from dlvis.geometry.argmax import ArgmaxCells, argmax_cells, class_boundary, layer_values, lifted
from dlvis.geometry.boundary import boundary_segments, confidence, decision_boundary, margin
from dlvis.geometry.complex import FoldComplex, region_triangles
from dlvis.geometry.estimate import estimated_regions
from dlvis.geometry.finest import finest_point, times_to_few, window_about
from dlvis.geometry.fold import fold_complex
from dlvis.geometry.layers import after_layer
from dlvis.geometry.line import LinePieces, line_pieces
from dlvis.geometry.parcel_score import ParcelScore, parcel_score, score_of
from dlvis.geometry.parcel_series import ParcelSeries, parcel_series
from dlvis.geometry.pieces import Pieces, predicted_pieces
from dlvis.geometry.polylines import Polylines
from dlvis.geometry.region_ladder import RegionLadder, initial_counts, region_ladder
from dlvis.geometry.series import FoldSeries, fold_series
from dlvis.geometry.slice import Slice, sliced
from dlvis.geometry.through_time import Correspondence, correspondence, fold_run, region_identities
from dlvis.geometry.tiled import tiled_boundary
from dlvis.geometry.traced import traced_boundary
from dlvis.window import Window

__all__ = [
    "ArgmaxCells",
    "Correspondence",
    "FoldComplex",
    "FoldSeries",
    "LinePieces",
    "ParcelScore",
    "ParcelSeries",
    "Pieces",
    "Polylines",
    "RegionLadder",
    "Slice",
    "Window",
    "after_layer",
    "argmax_cells",
    "boundary_segments",
    "class_boundary",
    "confidence",
    "correspondence",
    "decision_boundary",
    "estimated_regions",
    "finest_point",
    "fold_complex",
    "fold_run",
    "fold_series",
    "initial_counts",
    "layer_values",
    "lifted",
    "line_pieces",
    "margin",
    "parcel_score",
    "parcel_series",
    "predicted_pieces",
    "region_identities",
    "region_ladder",
    "region_triangles",
    "score_of",
    "sliced",
    "tiled_boundary",
    "times_to_few",
    "traced_boundary",
    "window_about",
]
