"""Where a film is cut into parts: by its beats and animations alone, never by how long anything took.

A part is drawn by one process, encoded by itself, and kept. The cuts have to be the same whoever draws and
however many there are, and have to fall to the same places again after an animation that was changed, so
that what follows is found finished.
"""

from itertools import pairwise

SHORTEST = 20  # frames to be drawn in a part; shorter animations are joined to it
LONGEST = 60  # a part of a longer animation, at 30 frames a second or fewer; else two seconds


def is_cut(n_drawn: int) -> bool:
    """Whether a part of which so many frames were drawn ends where the next animation begins."""
    return n_drawn >= SHORTEST


def pieces(n_frames: int, fps: int) -> list[int]:
    """The frames of one animation in as few even pieces as are short enough, as their lengths."""
    n_pieces = max(-(-n_frames // max(LONGEST, 2 * fps)), 1)
    bounds = [n_frames * k // n_pieces for k in range(n_pieces + 1)]
    return [end - start for start, end in pairwise(bounds)]
