"""Sound: how long a recording is, recordings at their times as one track, and a film with that track."""

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from dlvis.errors import InputError

RATE = 48_000  # samples a second, one channel

Samples = NDArray[np.int16]


def samples(path: Path) -> Samples:
    """(n,): the recording at `RATE`, its channels as one.

    Raises:
        InputError: no sound file.
    """
    try:
        with av.open(str(path)) as container:
            resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
            frames = [*container.decode(container.streams.audio[0]), None]
            pieces = [each.to_ndarray()[0] for frame in frames for each in resampler.resample(frame)]
    except (av.FFmpegError, IndexError) as error:
        raise InputError(f"{path}: expected a sound file such as WAV, it cannot be read: {error}") from error
    return np.concatenate([np.empty(0, np.int16), *pieces])


def duration(path: Path) -> float:
    """Seconds of a recording. Raises InputError for what is none."""
    return len(samples(path)) / RATE


def track(recordings: Iterable[tuple[float, Path]], seconds: float) -> Samples:
    """(n,): silence of that length, and in it each recording from its time on."""
    whole = np.zeros(round(seconds * RATE), np.int16)
    for start, path in recordings:
        first = round(start * RATE)
        piece = samples(path)[: max(len(whole) - first, 0)]
        whole[first : first + len(piece)] = piece
    return whole


def add_sound(movie: Path, sound: Samples, target: Path) -> None:
    """Copy the pictures of `movie` to `target`, with the sound as AAC beside them."""
    with av.open(str(movie)) as source, av.open(str(target), "w", format="mp4") as film:
        pictures = source.streams.video[0]
        copied: Any = film.add_stream_from_template(pictures)
        spoken: Any = film.add_stream("aac", rate=RATE, layout="mono")
        for packet in source.demux(pictures):
            if packet.dts is not None:  # but for what marks the end
                packet.stream = copied
                film.mux(packet)
        frame = av.AudioFrame.from_ndarray(sound[None, :], format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
        film.mux(spoken.encode(frame))
        film.mux(spoken.encode(None))
