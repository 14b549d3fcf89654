"""One line in a notebook that says how far a film is. Bars for terminals would leave a line for each step."""

import sys
from collections.abc import Callable
from time import monotonic

EVERY = 1.0  # seconds


def film_line(scene: str) -> Callable[[int, int], None]:
    """What is called with the frames that are done and all there will be; outside IPython it says nothing."""
    if "IPython" not in sys.modules or sys.modules["IPython"].get_ipython() is None:
        return lambda n_done, n_total: None
    line = sys.modules["IPython"].display.display(_told(f"{scene} …"), raw=True, display_id=True)
    told_at = monotonic()

    def tell(n_done: int, n_total: int) -> None:
        nonlocal told_at
        if monotonic() - told_at > EVERY or n_done == n_total:
            told_at = monotonic()
            line.update(_told(f"{scene}: {n_done} of {n_total} frames"), raw=True)

    return tell


def _told(text: str) -> dict[str, str]:
    return {"text/plain": text}
