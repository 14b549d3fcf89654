"""Which topic a run is of, and whether that topic still is what it was when the run was trained."""

from pathlib import Path

from dlvis.datasets import Material, material_digest
from dlvis.errors import InputError
from dlvis.run.folders import run_name, train_line
from dlvis.run.values import Run

# settings that a run has only where they are unusual -> what `dlvis train --set` calls them
RARE = {
    "activation": "net.activation",
    "initialisation": "net.initialisation",
    "gain": "net.gain",
    "optimiser": "train.optimiser",
    "momentum": "train.momentum",
    "curve": "train.curve",
    "weight_decay": "train.weight_decay",
    "dropout": "train.dropout",
    "patience": "train.patience",
    "dtype": "train.dtype",
    "near": "train.near",
    "near_distance": "train.near_distance",
    "points": "train.points",
    "label_noise": "train.label_noise",
    "jitter": "train.jitter",
    "symmetries": "train.symmetries",
}


def check_topic(run: Run, folder: Path, topic: Material) -> None:
    """Refuse `run`, which lies in `folder`, on a `topic` whose data are others than it was trained on.

    A run that was made by hand may know no digest of its topic; it is taken as it is.

    Raises:
        InputError: the data are others; it gives the `dlvis train` line that makes the run anew.
    """
    if run.topic_digest not in ("", material_digest(topic)):
        raise InputError(
            f"{folder}: topic {topic.source!r} has changed since this run was trained on it (its classes,"
            f" window, parcels or samples); make it anew with `{line_anew(run, folder, topic)}`"
        )


def line_anew(run: Run, folder: Path, topic: Material) -> str:
    """The line to type that trains `run` again on `topic` as it is now, and puts it where it lies."""
    own = topic.training
    usual = {"seed": 0, "steps": own.steps, "batch": own.batch, "rate": own.rate, "slope": 0.0}
    given = {name: run.settings.get(name, value) for name, value in usual.items()}
    runs = folder.parent if folder.parent.name == "runs" else None
    line = [train_line(topic.source, run.widths, runs)]
    line += [f"--{name} {value}" for name, value in given.items() if value != usual[name]]
    # a run has them only where they are unusual, but not for a topic whose own are
    unsaid = {"near": 0.0, "near_distance": 0.05} if own.near else {}
    rare = {**unsaid, **run.settings}
    line += [f"--set {RARE[name]}={value}" for name, value in rare.items() if name in RARE]
    # a folder of another name is not the one that would be written
    if folder.name == run_name(topic.name, run.widths, given["seed"]):
        line.append("--force")
    return " ".join(line)
