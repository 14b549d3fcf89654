"""What our values are in one line, for the text beside their picture: their numbers would fill pages."""

from typing import Any


def complex_line(folded: Any) -> str:
    """Of a FoldComplex."""
    window = folded.window
    where = f"[{window.xmin:g}, {window.xmax:g}] x [{window.ymin:g}, {window.ymax:g}]"
    return f"FoldComplex: {folded.n_regions} linear regions of a net {_widths(folded.net)} in {where}"


def net_line(net: Any) -> str:
    """Of a ReluNet."""
    return f"ReluNet: widths {_widths(net)}, {net.n_parameters} parameters, slope {net.slope:g}"


def run_line(run: Any) -> str:
    """Of a Run."""
    first, last = run.snapshots[0].step, run.snapshots[-1].step
    kept = f"{len(run.snapshots)} snapshots of steps {first} to {last}"
    return f"Run: {run.topic}, widths {_widths(run)}, {kept}{'' if run.finished else ', not finished'}"


def _widths(value: Any) -> str:
    return "-".join(map(str, value.widths))
