"""Fold geometry for other programs: `save_npz` for numpy, `save_geojson` for maps and GIS."""

from dlvis.export.files import free_place
from dlvis.export.geojson import save_geojson
from dlvis.export.npz import save_npz

__all__ = ["free_place", "save_geojson", "save_npz"]
