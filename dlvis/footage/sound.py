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


def samples(path: Path, form: str | None = None) -> Samples:
    """(n,): the recording at `RATE`, its channels as one; of that format and no other where one is given.

    Raises:
        InputError: no sound file.
    """
    try:
        with av.open(str(path), format=form) as container:
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
    """Copy the pictures of `movie` to `target`, with the sound beside them: AAC in an mp4, Opus in a webm."""
    form, codec = ("webm", "libopus") if target.suffix == ".webm" else ("mp4", "aac")
    with av.open(str(movie)) as source, av.open(str(target), "w", format=form) as film:
        pictures = source.streams.video[0]
        copied: Any = film.add_stream_from_template(pictures)
        spoken: Any = film.add_stream(codec, rate=RATE, layout="mono")
        for packet in source.demux(pictures):
            if packet.dts is not None:  # but for what marks the end
                packet.stream = copied
                film.mux(packet)
        frame = av.AudioFrame.from_ndarray(sound[None, :], format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
        film.mux(spoken.encode(frame))
        film.mux(spoken.encode(None))


def carry_sound(film: Path, made: Path, start: float, end: float) -> None:
    """Give `made`, pictures of the mp4 `film` from `start` to `end` seconds, the sound that it has there."""
    # as an mp4 and nothing else: other formats name further files to be opened
    with av.open(str(film), format="mov") as container:
        if not container.streams.audio:
            return
    heard = samples(film, "mov")[round(start * RATE) : round(end * RATE)]
    beside = made.with_name(f"{made.stem}.sound{made.suffix}")
    add_sound(made, heard, beside)
    beside.replace(made)
