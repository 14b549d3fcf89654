"""Film files and what goes with them, drawn by whomever: nothing here knows a scene.

`captions` puts words in time, and `subtitles` reads and cuts the files that hold them. `reel` looks into a
film and says where it can be cut, `pieces` writes a piece of it. `graphs` runs ffmpeg, `naming` makes file
names of any text, and `place` makes a clip's folder whole or not at all.
"""
