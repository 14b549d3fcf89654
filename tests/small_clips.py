"""A small clip made by hand for the tests of what is done with finished clips; quicker than a render."""

from dataclasses import replace
from fractions import Fraction
from functools import partial

import av
import numpy as np
from PIL import Image

from dlvis.clip import Chapter, Clip, StillImage, save_clip
from dlvis.draw.page import Page, pdf_page
from dlvis.footage.captions import cues, srt, vtt

WIDTH, HEIGHT, FPS = 160, 90, 10
N_FRAMES = 40
EVERY = 10  # frames from key frame to key frame


def picture(number):
    """The frame of this number: a bar that moves, and a lightness of its own."""
    frame = np.full((HEIGHT, WIDTH, 3), 40 + 2 * number, np.uint8)
    frame[20:70, 3 * number : 3 * number + 20] = [230, 159, 0]
    return frame


def write_film(path, n_frames=N_FRAMES, options=None):
    """An mp4 with B-frames and a key frame every second."""
    with av.open(str(path), "w", format="mp4") as container:
        options = {"crf": "12", "g": str(EVERY), "sc_threshold": "0", "bf": "2"} | (options or {})
        stream = container.add_stream("libx264", rate=FPS, options=options)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for number in range(n_frames):
            frame = av.VideoFrame.from_ndarray(picture(number), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


def with_pages(clip):
    """The clip with a page of vectors for each still, as a render makes them."""
    stills = tuple(replace(still, page=still.path.with_suffix(".pdf")) for still in clip.stills)
    for still in stills:
        draw = partial(Page.ground, colour="#E69F00")
        still.page.write_bytes(pdf_page((WIDTH, HEIGHT), draw, f"{clip.title}: {still.name}", still.alt))
    made = replace(clip, stills=stills)
    save_clip(made, clip.path.parent)
    return made


def small_clip(folder, title="A bar moves", name="bar"):
    """A clip of 4 s with three beats: two that begin and end at key frames, and in the middle of a second."""
    (folder / "stills").mkdir(parents=True)
    write_film(folder / f"{name}.mp4")
    chapters = (
        Chapter("begin", "It begins", 0.0, 1.0, "A bar stands. It is orange.", "An orange bar."),
        Chapter("go", "It goes", 1.0, 2.5, "It goes to the right, and the ground grows light.", "A bar."),
        Chapter("end", "It ends", 2.5, 4.0, "It has come to rest.", "A bar on the right."),
    )
    Image.fromarray(picture(9)).save(folder / "stills" / "first.png")
    Image.fromarray(picture(24)).save(folder / "stills" / "middle.png")
    Image.fromarray(picture(39)).save(folder / "poster.png")
    captions = (folder / f"{name}.en.srt", folder / f"{name}.en.vtt")
    for path, form in zip(captions, (srt, vtt), strict=True):
        path.write_text(form(cues(chapters)), encoding="utf-8")
    clip = Clip(
        path=folder / f"{name}.mp4",
        scene="bar",
        title=title,
        language="en",
        width=WIDTH,
        height=HEIGHT,
        fps=FPS,
        seconds=N_FRAMES / FPS,
        chapters=chapters,
        captions=captions,
        poster=folder / "poster.png",
        stills=(
            StillImage("first", folder / "stills" / "first.png", 1.0, "The bar at the left."),
            StillImage("middle", folder / "stills" / "middle.png", 2.5, "The bar in the middle."),
        ),
        credits=("Made up for the tests, CC0",),
        made_from={"params": {}, "key": "k"},
    )
    save_clip(clip, folder)
    return clip
