"""Where the files that ship with dlvis lie: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path


def shipped(folder: str) -> Path:
    """The folder `assets` or `scenes` that belongs to this installation of dlvis."""
    package = Path(__file__).resolve().parent
    inside = package / folder
    return inside if inside.is_dir() else package.parent / folder
