"""The fold kernels against the two-state numpy splitter: `python -m benchmarks.geometry [--quick] [--json]`.

CPU seconds of the whole public call on one core, warm, the median of five; both sides in one run. `--quick`
leaves out what takes more than a few seconds. `--figure FILE` measures only how the cost grows, and draws it.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import click
import numpy as np

from benchmarks.chart import Series, save_chart
from benchmarks.nets import he_net, trained_net
from benchmarks.two_state import two_state_regions
from dlvis.geometry import Window, decision_boundary, fold_complex
from dlvis.net import ReluNet

WINDOW = Window(-1, 1, -1, 1)
SPLITTER = (
    (2, 32, 32, 32, 1),
    (2, 32, 32, 32, 32, 1),
    (2, 64, 64, 64, 64, 1),
    (2, 128, 128, 128, 1),
    (2, 512, 1),
)
ALONE = ((2, 16, 16, 16, 16, 1), (2, 256, 256, 1), (2, 1024, 1), (2, 2048, 1))
QUICK = SPLITTER[:3]
TRAINED = ((2, 32, 32, 32, 1), (2, 32, 32, 32, 32, 2), (2, 64, 64, 64, 64, 2), (2, 512, 2))
GROWTH = {
    "one layer, 32 to 1 024 wide": tuple((2, 2**k, 1) for k in range(5, 11)),
    "four layers, 8 to 128 wide": tuple((2, *[2**k] * 4, 1) for k in range(3, 8)),
    "64 wide, 1 to 8 layers": tuple((2, *[64] * depth, 1) for depth in (1, 2, 4, 8)),
}
MOST_FOR_SPLITTER = 100_000  # regions; it takes ten seconds and more beyond
WIDEST = (2, 5900, 1)  # He-initialised: ten and a half million regions


def cpu_seconds(call, times: int = 5) -> float:
    """The median of `times` calls after one that does not count."""
    call()
    spent = []
    for _ in range(times):
        start = time.process_time()
        call()
        spent.append(time.process_time() - start)
    return median(spent)


def against_splitter(net: ReluNet, what: str = "fold") -> dict:
    """One net, folded by both; the counts must agree."""
    n_regions = fold_complex(net, WINDOW).n_regions
    assert n_regions == len(two_state_regions(net, WINDOW)[2]) - 1
    ours = cpu_seconds(lambda: fold_complex(net, WINDOW))
    rival = cpu_seconds(lambda: two_state_regions(net, WINDOW), 5 if ours < 0.02 else 1)
    return _row(f"{what} {list(net.widths)}", ours, rival, n_regions)


def alone(net: ReluNet) -> dict:
    """One net that the splitter takes too long for."""
    n_regions = fold_complex(net, WINDOW).n_regions
    return _row(f"fold {list(net.widths)}", cpu_seconds(lambda: fold_complex(net, WINDOW)), None, n_regions)


def growth() -> Iterator[tuple[str, dict]]:
    """Nets that get wider, and nets that get deeper: the family, and the row of one net in it."""
    for family, members in GROWTH.items():
        for widths in members:
            net = he_net(widths)
            few = fold_complex(net, WINDOW).n_regions < MOST_FOR_SPLITTER
            yield family, against_splitter(net) if few else alone(net)


def figure(rows: list[tuple[str, dict]], path: Path) -> None:
    """The rows of `growth` as a chart."""
    series = [
        Series(family, side == "ours", _points([row for name, row in rows if name == family], side))
        for family in GROWTH
        for side in ("rival", "ours")
    ]
    save_chart(series, path)


def _points(rows: list[dict], side: str) -> tuple[tuple[int, float], ...]:
    return tuple((row["regions"], row[side]) for row in rows if row[side] is not None)


def snapshots(n: int = 300) -> dict:
    """A run's worth of nets on a straight way between two, each with its decision boundary."""
    first, last = he_net((2, 32, 32, 32, 1), 1), he_net((2, 32, 32, 32, 1), 2)
    nets = [_between(first, last, t) for t in np.linspace(0, 1, n)]
    counts = []

    def fold_all() -> None:
        counts.clear()
        for net in nets:
            folded = fold_complex(net, WINDOW)
            decision_boundary(net, folded)
            counts.append(folded.n_regions)

    seconds = cpu_seconds(fold_all, 3)
    return _row(f"{n} snapshots of [2, 32, 32, 32, 1] with boundaries", seconds, None, sum(counts))


def _between(first: ReluNet, last: ReluNet, t: float) -> ReluNet:
    weights = [(1 - t) * a + t * b for a, b in zip(first.weights, last.weights, strict=True)]
    return ReluNet(weights, [(1 - t) * a + t * b for a, b in zip(first.biases, last.biases, strict=True)])


def widest() -> dict:
    """Ten million regions with their areas, in a process of its own for the peak of its memory."""
    command = [sys.executable, "-m", "benchmarks.geometry", "--widest"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _widest_here() -> dict:
    start = time.process_time()
    folded = fold_complex(he_net(WIDEST), WINDOW)
    areas = folded.areas()
    assert abs(areas.sum() - WINDOW.area) < 1e-12 * WINDOW.area
    row = _row(f"fold {list(WIDEST)} with areas, cold", time.process_time() - start, None, folded.n_regions)
    return row | {"peak_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2)}


def _row(work: str, ours: float, rival: float | None, n_regions: int) -> dict:
    ratio = None if rival is None else round(rival / ours, 1)
    speed = round(n_regions / ours / 1e6, 2)
    return {
        "work": work,
        "regions": n_regions,
        "ours": ours,
        "rival": rival,
        "ratio": ratio,
        "million_per_s": speed,
    }


def _line(row: dict) -> str:
    rival = "–" if row["rival"] is None else f"{row['rival']:.4f}"
    ratio = "–" if row["ratio"] is None else f"{row['ratio']:.1f}"
    peak = f", {row['peak_gb']} GB" if "peak_gb" in row else ""
    return (
        f"| {row['work']} | {row['regions']:,} | {rival} | {row['ours']:.4f} | {ratio} "
        f"| {row['million_per_s']:.2f}{peak} |"
    )


@click.command()
@click.option("--quick", is_flag=True, help="Only what takes a few seconds.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a row, instead of a table.")
@click.option("--figure", "drawn", type=click.Path(path_type=Path), help="Draw how the cost grows to a PNG.")
@click.option("--widest", "only_widest", is_flag=True, hidden=True)
def main(quick: bool, as_json: bool, drawn: Path | None, only_widest: bool) -> None:
    """Measure the fold kernels against the two-state numpy splitter."""
    if only_widest:
        print(json.dumps(_widest_here()))
        return
    if not as_json:
        print("| work | regions | rival, CPU s | ours, CPU s | ratio | million regions/s |")
        print("|---|---|---|---|---|---|")
    if drawn:
        figure(list(_shown_growth(as_json)), drawn)
        return
    for row in _quick_rows() if quick else _rows():
        _show(row, as_json)


def _quick_rows() -> Iterator[dict]:
    for widths in QUICK:
        yield against_splitter(he_net(widths))
    yield snapshots(30)


def _rows() -> Iterator[dict]:
    for widths in SPLITTER:
        yield against_splitter(he_net(widths))
    for widths in TRAINED:
        yield against_splitter(trained_net(widths), "trained")
    for widths in ALONE:
        yield alone(he_net(widths))
    yield snapshots()
    yield widest()


def _shown_growth(as_json: bool) -> Iterator[tuple[str, dict]]:
    for family, row in growth():
        _show(row, as_json)
        yield family, row


def _show(row: dict, as_json: bool) -> None:
    print(json.dumps(row) if as_json else _line(row), flush=True)


if __name__ == "__main__":
    main()
