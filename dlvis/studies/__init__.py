"""Small studies beside training: each file a function of one setting, whose rows a sweep puts into a table.

A study is a plain function: keyword arguments with types, one of them `seed` where it draws random numbers,
and a list of rows, dicts of numbers and short texts. The same arguments give the same rows. It is looked up
by name in `dlvis.sweep.studies`, and is as well called from Python.

Before training: signal (variance, slopes, dead units), trajectory, regions_at_start. Nets that are written
down: approximation, memorising. Descent: quadratic, gradient_flow, least_squares, matrix_completion, lazy,
random_labels.
"""
