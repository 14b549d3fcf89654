"""Compiled code that cuts faces; `dlvis.geometry.carved` calls it.

In the order of reading: rings (one face's edges), tables (what is worked on), crossing and vertices (where
folds meet, and values there), carving (one face, up to 64 neurons), layering (all faces, all neurons), rows
(values between the layers). A kernel never allocates, and writes only where room was checked.
"""
