"""Runs as bytes: the tensors as safetensors, the rest as JSON, both checked against each other when read."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import numpy as np
import safetensors
from safetensors.numpy import load, save

from dlvis.arrays import Floats
from dlvis.errors import InputError
from dlvis.net import ReluNet
from dlvis.run.values import Run, Snapshot
from dlvis.smooth import activation_of, net_of

FORMAT = "dlvis run"
VERSION = 2  # 1 where all units are (leaky) ReLUs; older versions of dlvis would take others for such

# field of run.json -> the type it must have
FIELDS: Mapping[str, type | tuple[type, ...]] = {
    "topic": str,
    "source": str,
    "slope": (int, float),
    "finished": bool,
    "topic_digest": str,
    "steps": list,
    "metrics": dict,
    "settings": dict,
    "results": dict,
    "weights_sha256": str,
    "created": str,
}


def weight_bytes(run: Run) -> bytes:
    """All snapshots' nets as safetensors: per layer k, `weights.k` (S, out, in) and `biases.k` (S, out)."""
    nets = [snapshot.net for snapshot in run.snapshots]
    tensors: dict[str, Floats] = {}
    for k in range(len(run.widths) - 1):
        tensors[f"weights.{k}"] = np.stack([net.weights[k] for net in nets])
        tensors[f"biases.{k}"] = np.stack([net.biases[k] for net in nets])
    return bytes(save(tensors))


def header(run: Run, weights: bytes) -> dict[str, Any]:
    """What `run.json` says of a run, but for when it was made; metrics as one column each."""
    net = run.snapshots[-1].net
    activation = activation_of(net)
    names = sorted({name for snapshot in run.snapshots for name in snapshot.metrics})
    return {
        "format": FORMAT,
        "version": 1 if activation == "relu" else VERSION,
        "topic": run.topic,
        "source": run.source,
        "widths": list(run.widths),
        **({"slope": net.slope} if isinstance(net, ReluNet) else {"slope": 0.0, "activation": activation}),
        "finished": run.finished,
        "topic_digest": run.topic_digest,
        "settings": dict(run.settings),
        "results": dict(run.results),
        "weights_sha256": sha256(weights).hexdigest(),
        "steps": [snapshot.step for snapshot in run.snapshots],
        "metrics": {name: [snapshot.metrics.get(name) for snapshot in run.snapshots] for name in names},
    }


def json_bytes(fields: Mapping[str, Any]) -> bytes:
    """The header as JSON, one field a line: readable, and still small when there are many steps."""
    try:
        lines = [
            f"  {json.dumps(name)}: {json.dumps(value, allow_nan=False)}" for name, value in fields.items()
        ]
    except (TypeError, ValueError) as error:
        raise InputError(
            f"run: expected settings, metrics and results that JSON can hold: {error}"
        ) from error
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def checked_header(content: bytes, name: str) -> dict[str, Any]:
    """The fields of a `run.json` whose content this is; `name` is how errors call the file."""
    try:
        fields = json.loads(content)
    except ValueError as error:
        raise InputError(f"{name}: expected the JSON of a run, but it cannot be parsed: {error}") from error
    if not isinstance(fields, dict) or fields.get("format") != FORMAT:
        raise InputError(f'{name}: not a run of dlvis; expected "format": "{FORMAT}" in it')
    version = fields.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise InputError(
            f"{name}: format version {version}, but this dlvis reads up to {VERSION}; update dlvis to open it"
        )
    fields.setdefault("topic_digest", "")  # the first runs did not say it
    for field, kind in FIELDS.items():
        if not isinstance(fields.get(field), kind):
            raise InputError(f"{name}: field {field!r} is missing or of the wrong kind; train it again")
    _check_columns(fields, name)
    return fields


def run_of(fields: Mapping[str, Any], weights: bytes, name: str) -> Run:
    """The run that a checked header and the bytes of its safetensors file (`name`) make together."""
    if sha256(weights).hexdigest() != fields["weights_sha256"]:
        raise InputError(f"{name}: torn or changed, its digest is not the one in run.json; train it again")
    try:
        tensors = load(weights)
    except safetensors.SafetensorError as error:
        raise InputError(f"{name}: expected a safetensors file, but it cannot be parsed: {error}") from error
    layers = _layers(tensors, len(fields["steps"]), name)
    kind = fields.get("activation", "relu"), fields["slope"]
    nets = [
        net_of([weight[s] for weight, _ in layers], [bias[s] for _, bias in layers], *kind)
        for s in range(len(fields["steps"]))
    ]
    snapshots = tuple(
        Snapshot(
            step, net, {key: column[s] for key, column in fields["metrics"].items() if column[s] is not None}
        )
        for s, (step, net) in enumerate(zip(fields["steps"], nets, strict=True))
    )
    return Run(
        topic=fields["topic"],
        source=fields["source"],
        snapshots=snapshots,
        settings=fields["settings"],
        results=fields["results"],
        finished=fields["finished"],
        topic_digest=fields["topic_digest"],
    )


def _layers(tensors: Mapping[str, Floats], n_snapshots: int, name: str) -> list[tuple[Floats, Floats]]:
    n_layers = len(tensors) // 2
    wanted = {f"{kind}.{k}" for kind in ("weights", "biases") for k in range(n_layers)}
    if not n_layers or set(tensors) != wanted:
        raise InputError(f"{name}: expected tensors weights.0, biases.0, …, got {', '.join(sorted(tensors))}")
    layers = [(tensors[f"weights.{k}"], tensors[f"biases.{k}"]) for k in range(n_layers)]
    for k, (weight, bias) in enumerate(layers):
        if weight.ndim != 3 or bias.ndim != 2 or {len(weight), len(bias)} != {n_snapshots}:
            raise InputError(
                f"{name}: layer {k}: expected shapes ({n_snapshots}, out, in) and ({n_snapshots}, out) "
                f"for the {n_snapshots} steps in run.json, got {weight.shape} and {bias.shape}"
            )
    return layers


def _check_columns(fields: Mapping[str, Any], name: str) -> None:
    steps = fields["steps"]
    if not all(type(step) is int for step in steps):
        raise InputError(f"{name}: field 'steps': expected whole numbers, got {steps[:8]}")
    for key, column in fields["metrics"].items():
        if not isinstance(column, list) or len(column) != len(steps):
            raise InputError(f"{name}: metric {key!r}: expected a list of {len(steps)} numbers, one a step")
