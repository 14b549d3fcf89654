"""A scene with its parameters as files: a finished clip, a still, a contact sheet.

`registry` finds the scene with the modules beside it, `order` says what is wanted of it, and `stage` plays
it: the one place where Manim's configuration is set. `shots` draws the frames that it is asked for. `filming`
plays a film in parts, cut by `parts`; `drawing` draws those that nobody has drawn, `encoding` encodes and
joins them, and `crew` has it done by one process or several. `looks` says what a frame will look like, and
`seen` finds what looked so before. `clips` makes a `Clip` of it all, with the captions, the container and the
place that `dlvis.footage` has for them; `key` and `inputs` say when a finished clip still stands. `frames`
draws single frames without filming the others, `pictures` saves them, and `watch` films on each save. ::

    from dlvis.render.clips import render_clip

    clip = render_clip("fold", {"theme": "paper"}, quality_name="draft")

Importing `dlvis.render` or its registry opens no Manim, since listing scenes must be quick.
"""
