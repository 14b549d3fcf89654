"""The inner loops of `dlvis.draw.solid`: an A-buffer, which keeps all layers of a pixel till the end.

In the order of reading: samples (where a pixel is sampled, what the kernels pass to one another), planes
(facets as planes and edges), capsules (strokes as lines with a width), scanning (facets to fragments),
layers (the fragments of one pixel), sorting (which lies before which), mixing (their colour), bands (the
kernels that Python calls).
"""
