"""Fold geometry for other programs: `save_npz` for numpy, `save_geojson` for maps and GIS."""

from dlvis.export.geojson import save_geojson
from dlvis.export.npz import save_npz

__all__ = ["save_geojson", "save_npz"]
