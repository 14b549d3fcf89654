"""What a scene raises, in one sentence: what it was, and at which line of the scene's own."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dlvis.errors import InputError


@contextmanager
def scene_faults(scene: Path) -> Iterator[None]:
    """Raises an InputError for whatever the scene in that file raises within the block.

    The way there, from the scene's first line on, is among its notes. An error that the scene has no part
    in is left as it is.
    """
    try:
        yield
    except InputError:
        raise
    except (Exception, SystemExit) as error:
        frames = traceback.extract_tb(error.__traceback__)
        own = [number for number, frame in enumerate(frames) if frame.filename == str(scene)]
        if not own:
            raise
        told = InputError(
            f"{scene}, line {frames[own[-1]].lineno}: the scene broke off: {type(error).__name__}: {error}"
        )
        told.add_note("".join(traceback.format_list(list(frames)[own[0] :])).rstrip())
        raise told from error
