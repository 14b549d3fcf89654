"""The one error a user is meant to read: a sentence that names the thing, what is wrong, and the remedy."""

from collections.abc import Iterable
from difflib import get_close_matches


class InputError(ValueError):
    """Bad input from outside: a file, a field, an argument. The command line prints it and exits with 2."""


def nearest(name: str, names: Iterable[str]) -> str:
    """The half-sentence that follows an unknown name: the nearest right one, else all that there are.

    Put it straight after the complaint: ``InputError(f"topic {name!r} is unknown{nearest(name, names)}")``.
    """
    known = sorted(names)
    by_lower = {right.lower(): right for right in known}
    close = get_close_matches(name.lower(), by_lower, n=1, cutoff=0.5)
    if close:
        return f"; did you mean {by_lower[close[0]]!r}?"
    return f"; expected one of {', '.join(known)}" if known else "; there are none"


class TooLongError(InputError):
    """`words` have no room in their place, not even in the smallest type."""

    def __init__(self, message: str, words: str) -> None:
        super().__init__(message)
        self.words = words
