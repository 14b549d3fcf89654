"""The inner loops of `dlvis.draw.solid`: an A-buffer, which keeps all layers of a pixel till the end.

In the order of reading: samples (where a pixel is sampled, what the kernels pass to one another), planes
(facets as planes and edges), capsules (strokes as lines with a width), scanning (facets to fragments),
sorting, layers (the fragments of one pixel), mixing (their colour), bands (the kernels that Python calls).
"""
