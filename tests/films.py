"""What tests of films share: the frames of a film, and where the parts of one lie."""

import resource
from contextlib import contextmanager
from pathlib import Path

import av
import numpy as np

SCENES = Path(__file__).parent / "scenes"
DOT, LANES = SCENES / "dot.py", SCENES / "lanes.py"
TINY = "64x36@10"


def frames(clip):
    """Every frame of a clip as it is seen, (n, height, width, 3)."""
    with av.open(clip.path) as container:
        return np.stack([frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)])


def finished(out):
    """The finished parts in the cache of `out`, by name, and when each was written."""
    return {
        place.name: (place / "film.mp4").stat().st_mtime_ns for place in (out / "cache" / "part").glob("*")
    }


@contextmanager
def files_of_at_most(n_bytes):
    """A disk on which no file can grow beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
