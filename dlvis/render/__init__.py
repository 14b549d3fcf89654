"""A scene with its parameters as files: a finished clip, a still, a contact sheet.

`registry` finds the scene, `order` says what is wanted of it, and `stage` plays it: the one place where
Manim's configuration is set. `shots` draws the frames it is asked for, `filming` asks for those of the parts
that nobody has drawn, `parts` says where a film is cut, `encoding` encodes and joins, and `crew` has it done
by one process or several. `clips` makes a `Clip` of it: `mux` writes the container, `captions` puts the words
in time, `key` and `inputs` say when a finished clip still stands, and `place` puts the folder there as a
whole. `frames` draws single frames without filming the others, and `pictures` saves them. ::

    from dlvis.render.clips import render_clip

    clip = render_clip("fold", {"theme": "paper"}, quality_name="draft")

Importing `dlvis.render` or its registry opens no Manim, since listing scenes must be quick.
"""
