"""Fold geometry for other programs.

`save_npz` for numpy, `save_geojson` for maps and GIS, `save_counts` for a table. `output_view` and
`layer_view` choose what pictures and sheets show: `save_svg` and `save_pdf` for print and the web, `save_glb`
for Blender and three.js. `contents` makes any of them by name.
"""

from dlvis.export.contents import Export, contents
from dlvis.export.counts import save_counts
from dlvis.export.drawing import save_pdf, save_svg
from dlvis.export.geojson import save_geojson
from dlvis.export.glb import save_glb
from dlvis.export.npz import save_npz
from dlvis.export.picture import Size
from dlvis.export.views import View, layer_view, output_view

__all__ = [
    "Export",
    "Size",
    "View",
    "contents",
    "layer_view",
    "output_view",
    "save_counts",
    "save_geojson",
    "save_glb",
    "save_npz",
    "save_pdf",
    "save_svg",
]
