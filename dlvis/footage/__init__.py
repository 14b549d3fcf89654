"""Film files and what goes with them, drawn by whomever: nothing here knows a scene.

`captions` puts words in time, `graphs` runs ffmpeg, and `place` makes a clip's folder whole or not at all.
"""
