"""Frames to H.264, one part of a film at a time; parts are joined without encoding anything anew.

x264 makes other bytes of the same frames with another number of threads, so it gets one, and works beside
the drawing. Its macroblock tree reads memory that nobody has written (MALLOC_PERTURB_ shows it), and other
bytes come of it now and then; it is left out, at the price of larger files: `fold` at 720p30 takes 8.5 MB for
4.7. Colours become BT.709 in the narrow range and are tagged as that, which is what players take a film to be
that says nothing.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from queue import Queue
from typing import Any

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, Interpolation
from numpy.typing import NDArray

from dlvis.errors import InputError
from dlvis.render.quality import Quality

Picture = NDArray[np.uint8]
# writes a picture, so many times
Write = Callable[[Picture, int], None]

AHEAD = 3  # pictures that may wait for the encoder
REORDERED = 2  # frames that x264, which looks back and ahead, hands out before their turn
# chroma is the mean of the four pixels that share it, and all is rounded rather than cut off
TO_YUV = Interpolation.AREA | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INP
BT709: dict[str, Any] = {
    "dst_colorspace": Colorspace.ITU709,
    "dst_color_range": ColorRange.MPEG,
    "dst_color_primaries": ColorPrimaries.BT709,
    "dst_color_trc": ColorTrc.BT709,
}


@contextmanager
def encoded(path: Path, size: Quality) -> Iterator[Write]:
    """An mp4 at `path` of the pictures, (height, width, 4) uint8 RGBA, that the block writes.

    Raises:
        InputError: it cannot be written, as when the disk is full.
    """
    waiting: Queue[tuple[Picture, int] | None] = Queue(AHEAD)
    errors: list[BaseException] = []
    thread = threading.Thread(target=_encode, args=(path, size, waiting, errors), daemon=True)
    thread.start()

    def write(picture: Picture, repeat: int = 1) -> None:
        if errors:
            raise errors[0]
        waiting.put((picture, repeat))

    try:
        yield write
    finally:
        waiting.put(None)
        thread.join()
    if errors:
        raise errors[0]


def film_length(film: Path) -> int:
    """How many frames the mp4 `film` has, by its own index."""
    with av.open(str(film)) as container:
        return int(container.streams.video[0].frames)


def join(parts: Iterable[Path], target: Path, size: Quality) -> int:
    """Put the parts one after the other into an mp4 at `target`; answers how many frames it has."""
    n_frames, rate = 0, Fraction(1, size.fps)
    with _telling(target), av.open(str(target), "w", format="mp4") as film:
        stream: Any = None
        for path in parts:
            first = n_frames
            with av.open(str(path)) as part:
                source = part.streams.video[0]
                stream = stream or film.add_stream_from_template(source)
                delay = REORDERED if source.codec_context.has_b_frames else 0
                for packet in part.demux(source):
                    if packet.pts is None or packet.time_base is None:
                        continue  # what marks the end
                    packet.pts = round(packet.pts * packet.time_base / rate) + first
                    # anew: a part of one frame says 0, and the next would go back in time
                    packet.dts = n_frames - delay
                    packet.duration, packet.time_base, packet.stream = 1, rate, stream
                    film.mux(packet)
                    n_frames += 1
    return n_frames


def _encode(
    path: Path, size: Quality, waiting: "Queue[tuple[Picture, int] | None]", errors: list[BaseException]
) -> None:
    pictures = iter(waiting.get, None)
    try:
        with _telling(path), av.open(str(path), "w", format="mp4") as container:
            stream = _stream(container, size)
            n_frames = 0
            for picture, repeat in pictures:
                frame = _yuv(picture)
                for _ in range(repeat):
                    frame.pts, frame.time_base = n_frames, Fraction(1, size.fps)
                    container.mux(stream.encode(frame))
                    n_frames += 1
            container.mux(stream.encode())
    except BaseException as error:
        errors.append(error)
        for _ in pictures:
            pass  # nobody may wait for a place in the queue


def _stream(container: Any, size: Quality) -> Any:
    stream = container.add_stream("libx264", rate=size.fps, options={**dict(size.encoder), "mbtree": "0"})
    stream.width, stream.height, stream.pix_fmt = size.width, size.height, "yuv420p"
    codec = stream.codec_context
    codec.thread_count = 1
    codec.colorspace, codec.color_range = Colorspace.ITU709, ColorRange.MPEG
    codec.color_primaries, codec.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
    return stream


def _yuv(picture: Picture) -> av.VideoFrame:
    frame = av.VideoFrame.from_ndarray(picture, format="rgba")
    return frame.reformat(
        format="yuv420p", src_color_range=ColorRange.JPEG, interpolation=TO_YUV, threads=1, **BT709
    )


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InputError(
            f"{path.parent}: cannot be written ({error.strerror}); make room there or choose another --out"
        ) from error
