"""Manim's view of the values: each mobject takes a value and a Theme and is an ordinary mobject.

They lie where a `Placement` says, and draw another value in their place by `redraw`, so that a scene is a
function of time: a `ValueTracker` and one updater that calls `redraw`.
"""

from dlvis.mobjects.bound_charts import BoundCharts, Ladder
from dlvis.mobjects.boundary_line import BoundaryLine
from dlvis.mobjects.boxes import corner, put, size_of
from dlvis.mobjects.capacity_chart import CapacityChart, Large, capacity_rows
from dlvis.mobjects.carrying import carried, left_behind
from dlvis.mobjects.chart import Chart, name_room
from dlvis.mobjects.chart_parts import GrowingLine, Series, marks_by_kind
from dlvis.mobjects.counted_floor import CountedFloor
from dlvis.mobjects.counted_training import CountedTraining, run_rows
from dlvis.mobjects.counter_panel import Counter, CounterPanel, counted, window_counter
from dlvis.mobjects.counter_table import CounterTable, Key, TableRow
from dlvis.mobjects.curve_chart import Curve, CurveChart, run_curve
from dlvis.mobjects.equation import Equation
from dlvis.mobjects.explainer_board import ExplainerBoard
from dlvis.mobjects.finest_zoom import FinestZoom
from dlvis.mobjects.floor_tiling import FloorTiling
from dlvis.mobjects.fold_lines import FoldLines
from dlvis.mobjects.folded_paper import FoldedPaper, paper_placement, paper_rows, uncut
from dlvis.mobjects.folded_sheet import FoldedSheet
from dlvis.mobjects.folding_sheet import FoldingSheet, sheet_placement, unfolding_view
from dlvis.mobjects.formula import NeuronFormula, formula, multiplied_out
from dlvis.mobjects.initial_tilings import InitialTilings
from dlvis.mobjects.layer_tilings import LayerTilings
from dlvis.mobjects.learning_sheet import LearningSheet, learning_placement
from dlvis.mobjects.learnt_border import LearntBorder
from dlvis.mobjects.legend import ClassLegend
from dlvis.mobjects.lettering import paragraph, text
from dlvis.mobjects.live_words import LiveWords
from dlvis.mobjects.locator import Locator
from dlvis.mobjects.map_plane import MapPlane
from dlvis.mobjects.net_panels import NetPanels, layer_counts
from dlvis.mobjects.net_results import NetResults
from dlvis.mobjects.network_diagram import NetworkDiagram
from dlvis.mobjects.neuron_fold import NeuronFold
from dlvis.mobjects.neuron_sum import NeuronSum
from dlvis.mobjects.parcel_marks import MarksKey, ParcelMarks
from dlvis.mobjects.parcel_scatter import ParcelScatter, parcel_table
from dlvis.mobjects.piece_lanes import PieceLanes
from dlvis.mobjects.placement import Placement, fitted, length, scene_points, stroke
from dlvis.mobjects.region_tiling import RegionTiling
from dlvis.mobjects.running_board import RunningBoard, layers_board, race_board
from dlvis.mobjects.seed_fan import SeedFan
from dlvis.mobjects.seed_maps import SeedMaps
from dlvis.mobjects.seed_pair import SeedPair
from dlvis.mobjects.sheet_row import SheetRow
from dlvis.mobjects.stage import SampleDot, SheetAxes, ZeroPlane
from dlvis.mobjects.tag import Tag
from dlvis.mobjects.term_sum import TermSum
from dlvis.mobjects.tiling_creases import TilingCreases
from dlvis.mobjects.tiling_row import TilingRow, words_height
from dlvis.mobjects.tiling_zoom import TilingZoom
from dlvis.mobjects.titled_board import TitledBoard
from dlvis.mobjects.training_board import LossLook, NetViews, TrainingBoard, losses
from dlvis.mobjects.training_rows import TrainingRows
from dlvis.mobjects.weight_slider import WeightSlider
from dlvis.mobjects.wording import bleeding, named, spell
from dlvis.mobjects.zigzag_lanes import Zigzag, ZigzagLanes, zigzag_rows

__all__ = [
    "BoundCharts",
    "BoundaryLine",
    "CapacityChart",
    "Chart",
    "ClassLegend",
    "CountedFloor",
    "CountedTraining",
    "Counter",
    "CounterPanel",
    "CounterTable",
    "Curve",
    "CurveChart",
    "Equation",
    "ExplainerBoard",
    "FinestZoom",
    "FloorTiling",
    "FoldLines",
    "FoldedPaper",
    "FoldedSheet",
    "FoldingSheet",
    "GrowingLine",
    "InitialTilings",
    "Key",
    "Ladder",
    "Large",
    "LayerTilings",
    "LearningSheet",
    "LearntBorder",
    "LiveWords",
    "Locator",
    "LossLook",
    "MapPlane",
    "MarksKey",
    "NetPanels",
    "NetResults",
    "NetViews",
    "NetworkDiagram",
    "NeuronFold",
    "NeuronFormula",
    "NeuronSum",
    "ParcelMarks",
    "ParcelScatter",
    "PieceLanes",
    "Placement",
    "RegionTiling",
    "RunningBoard",
    "SampleDot",
    "SeedFan",
    "SeedMaps",
    "SeedPair",
    "Series",
    "SheetAxes",
    "SheetRow",
    "TableRow",
    "Tag",
    "TermSum",
    "TilingCreases",
    "TilingRow",
    "TilingZoom",
    "TitledBoard",
    "TrainingBoard",
    "TrainingRows",
    "WeightSlider",
    "ZeroPlane",
    "Zigzag",
    "ZigzagLanes",
    "bleeding",
    "capacity_rows",
    "carried",
    "corner",
    "counted",
    "fitted",
    "formula",
    "layer_counts",
    "layers_board",
    "learning_placement",
    "left_behind",
    "length",
    "losses",
    "marks_by_kind",
    "multiplied_out",
    "name_room",
    "named",
    "paper_placement",
    "paper_rows",
    "paragraph",
    "parcel_table",
    "put",
    "race_board",
    "run_curve",
    "run_rows",
    "scene_points",
    "sheet_placement",
    "size_of",
    "spell",
    "stroke",
    "text",
    "uncut",
    "unfolding_view",
    "window_counter",
    "words_height",
    "zigzag_rows",
]
