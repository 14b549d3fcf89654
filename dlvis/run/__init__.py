"""A training as a value: one net and its metrics for each kept step; in memory, and on disk as a folder.

On disk a run is `weights.safetensors` (per layer k the tensors `weights.k` (S, out, in) and `biases.k`
(S, out) of all S snapshots, float64) and `run.json` (everything else, with the digest of the weights).
No torch is needed to load one.
"""

from dlvis.run.between import check_watchable, excerpt, net_between, snapshot_at, watchable
from dlvis.run.drift import weight_drift
from dlvis.run.folders import is_of_topic, named_run, newest_run, run_name
from dlvis.run.origin import check_topic
from dlvis.run.pace import Pace, Part, paced_parts, settled_part, settled_step, watched_part
from dlvis.run.schedule import kept_steps
from dlvis.run.store import load_run, prepared_place, run_digest, save_run
from dlvis.run.values import Run, Snapshot

__all__ = [
    "Pace",
    "Part",
    "Run",
    "Snapshot",
    "check_topic",
    "check_watchable",
    "excerpt",
    "is_of_topic",
    "kept_steps",
    "load_run",
    "named_run",
    "net_between",
    "newest_run",
    "paced_parts",
    "prepared_place",
    "run_digest",
    "run_name",
    "save_run",
    "settled_part",
    "settled_step",
    "snapshot_at",
    "watchable",
    "watched_part",
    "weight_drift",
]
