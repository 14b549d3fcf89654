"""What IPython is told about our values: who draws them. Opens no room before there is something to draw."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from dlvis.notebook.lines import complex_line, net_line, run_line

# (module, class) of a value, the function in `pictures` that draws it, and its line of text
SHOWN: dict[tuple[str, str], tuple[str, Callable[[Any], str]]] = {
    ("dlvis.geometry.complex", "FoldComplex"): ("complex_png", complex_line),
    ("dlvis.net", "ReluNet"): ("net_png", net_line),
    ("dlvis.run.values", "Run"): ("run_png", run_line),
}


def register(ipython: Any) -> None:
    """Have complexes, nets and runs shown as pictures, with a line of text, in this IPython."""
    formatters = ipython.display_formatter.formatters
    for (module, name), (function, line) in SHOWN.items():
        formatters["image/png"].for_type_by_name(module, name, _drawn_by(function))
        formatters["text/plain"].for_type_by_name(module, name, _told_by(line))


def _drawn_by(function: str) -> Callable[[Any], bytes | None]:
    def draw(value: Any) -> bytes | None:
        picture: bytes | None = getattr(import_module("dlvis.notebook.pictures"), function)(value)
        return picture

    return draw


def _told_by(line: Callable[[Any], str]) -> Callable[[Any, Any, bool], None]:
    return lambda value, printer, cycle: printer.text(line(value))
