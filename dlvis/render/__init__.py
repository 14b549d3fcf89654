"""A scene with its parameters as files: a finished clip, a still, a contact sheet.

`registry` finds the scene and `stage` plays it: the one place where Manim's configuration is set. `clips`
makes a `Clip` of what was played: `mux` writes the container, `captions` puts the words in time, `key` says
when a finished clip still stands, and `place` puts the folder there as a whole. `frames` draws single frames
without filming the others, and `pictures` saves them. ::

    from dlvis.render.clips import render_clip

    clip = render_clip("fold", {"theme": "paper"}, quality_name="draft")

Importing `dlvis.render` or its registry opens no Manim, since listing scenes must be quick.
"""
