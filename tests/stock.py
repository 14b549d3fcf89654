"""Small stand-ins for the data that a scene needs: it plays with them as with the real ones."""

from pathlib import Path

from dlvis.needs import SweptTable, TrainedRun
from dlvis.run import Run, Snapshot, save_run
from dlvis.topics import load
from tests.nets import he_net

METRICS = ("loss", "accuracy", "balanced_accuracy", "parcels_found")


def stock(needs, out: Path) -> list[SweptTable]:
    """Put a small run for every run that is needed into `out`; answers what it cannot make."""
    for need in needs:
        if isinstance(need, TrainedRun):
            save_run(small_training(need), out / "runs" / need.name)
    return [need for need in needs if not isinstance(need, TrainedRun)]


def small_training(need: TrainedRun) -> Run:
    """Three kept steps of a net that was never trained."""
    seed, topic = need.seed or 0, load(need.topic)
    steps = [
        Snapshot(step, he_net(need.widths, seed + step), dict.fromkeys(METRICS, 1 / (2 + step)))
        for step in (0, 20, 40)
    ]
    results = {f"{part}_{name}": 0.5 for part in ("validation", "test") for name in METRICS}
    settings = {"seed": seed, "widths": list(need.widths), "steps": 40, **dict(need.settings)}
    return Run(topic.name, topic.source, tuple(steps), results={**results, "parcels": 2.0}, settings=settings)
