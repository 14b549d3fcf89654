"""The stream that frames of a film are encoded into anew, in the size and the colours that they have."""

from collections.abc import Mapping
from typing import Any

import av


def stream_like(film: Any, frame: av.VideoFrame, fps: int, codec: str, options: Mapping[str, str]) -> Any:
    """A stream of `film` (an open PyAV container) by `codec`, for frames such as `frame`."""
    stream = film.add_stream(codec, rate=fps, options=dict(options))
    stream.width, stream.height, stream.pix_fmt = frame.width, frame.height, "yuv420p"
    context = stream.codec_context
    context.colorspace, context.color_range = frame.colorspace, frame.color_range
    context.color_primaries, context.color_trc = frame.color_primaries, frame.color_trc
    return stream
