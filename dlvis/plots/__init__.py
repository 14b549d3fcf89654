"""Curves from tables: medians over seeds with the band between two quantiles, as numbers and as figures.

`curves` makes the numbers, which scenes draw in their own way; `figure` draws them with matplotlib, in the
looks of a theme. Only the second opens matplotlib.
"""

from dlvis.plots.curves import Curve, Curves, curves

__all__ = ["Curve", "Curves", "curves"]
