"""What rows depend on beside their settings: the code and the libraries that made them."""

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from dlvis import __version__

PACKAGE = Path(__file__).resolve().parent.parent
ROOMS = (
    "datasets",
    "geometry",
    "measures",
    "run",
    "studies",
    "topics",
    "train",
    "arrays.py",
    "compiled.py",
    "formula.py",
    "initial.py",
    "net.py",
    "smooth.py",
    "window.py",
)
OWN = ("measurements.py", "trained.py", "rows.py")
LIBRARIES = ("numba", "numpy", "shapely", "torch")


@cache
def code_digest() -> str:
    """A digest of the files that train, fold and measure: other code, other rows, so they are made anew."""
    digest = sha256()
    for file in files():
        digest.update(str(file.relative_to(PACKAGE)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def files() -> list[Path]:
    """The files whose code makes the rows, in a fixed order."""
    places = [PACKAGE / room for room in ROOMS] + [PACKAGE / "sweep" / name for name in OWN]
    return sorted(file for place in places for file in ([place] if place.is_file() else place.rglob("*.py")))


@cache
def versions() -> dict[str, str]:
    """The versions of dlvis and of the libraries whose numbers stand in a table."""
    return {"dlvis": __version__, **{name: version(name) for name in LIBRARIES}}
