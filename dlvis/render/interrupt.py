"""Ctrl-C while a film is drawn: heard at once, obeyed before the next frame.

Manim encodes in threads of its own. An exception that strikes while one is being started or handed a frame
leaves it waiting for ever, and the program with it; between two frames all is at rest.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def interrupt_between_frames(is_playing: Callable[[], bool]) -> Iterator[Callable[[], None]]:
    """Hold a Ctrl-C back while `is_playing()` until the function that is given is called; it then raises
    KeyboardInterrupt. A second Ctrl-C does not wait. Does nothing outside the main thread.
    """
    asked = threading.Event()

    def hear(number: int, frame: FrameType | None) -> None:
        if asked.is_set() or not is_playing():
            raise KeyboardInterrupt
        asked.set()

    def obey() -> None:
        if asked.is_set():
            raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield obey
        return
    before = signal.signal(signal.SIGINT, hear)
    try:
        yield obey
        obey()
    finally:
        signal.signal(signal.SIGINT, before)
