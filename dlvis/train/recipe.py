"""What a training is made of, as one checked value."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import torch

from dlvis.errors import InputError
from dlvis.net import n_parameters
from dlvis.run.schedule import checked_schedule, kept_steps
from dlvis.topics import Topic

# multiplications of one forward step: milliseconds on one core, when starting a GPU's kernels takes under one
WORTH_A_GPU = 30_000_000
# far above what is of use, so that a slip of the finger is named before it fills the memory
RARE = {"dtype": "float32"}  # settings that a run tells only where they are others
LIMITS = {"steps": (1, 100_000_000), "batch": (1, 100_000_000), "seed": (0, 2**63 - 1)}


@dataclass(frozen=True)
class Recipe:
    """All the choices of one training.

    `rate` is the highest learning rate of the one-cycle, `batch` the points of one step, `device` "cpu" or
    "cuda", `schedule` the steps that are kept; `dtype` is what the training computes in.
    """

    widths: tuple[int, ...]
    seed: int
    steps: int
    batch: int
    rate: float
    slope: float
    device: str
    schedule: tuple[int, ...]
    dtype: str = "float32"

    def __post_init__(self) -> None:
        _check_widths(self.widths)
        if self.device not in ("auto", "cpu", "cuda"):
            raise InputError(f"device: expected auto, cpu or cuda, got {self.device!r}")
        for name in LIMITS:
            _check_within_limits(name, getattr(self, name))
        if not 0 < self.rate < 10:
            raise InputError(f"rate: expected a learning rate above 0 and below 10, got {self.rate}")
        if self.dtype not in ("float32", "float64"):
            raise InputError(f"dtype: expected float32 or float64, got {self.dtype!r}")
        if not 0 <= self.slope <= 1:
            raise InputError(f"slope: expected a number from 0 to 1, got {self.slope}")

    def as_settings(self) -> dict[str, Any]:
        """What a Run keeps of it, in values that JSON holds; the schedule is seen from the run's steps."""
        usual = {
            "widths": list(self.widths),
            "seed": self.seed,
            "steps": self.steps,
            "batch": self.batch,
            "rate": self.rate,
            "slope": self.slope,
            "device": self.device,
        }
        unusual = {name: getattr(self, name) for name, value in RARE.items() if getattr(self, name) != value}
        return usual | unusual

    @property
    def kind(self) -> tuple[Any, ...]:
        """What nets that are trained side by side have in common; seeds and rates may differ."""
        return (self.widths, self.steps, self.batch, self.slope, self.device, self.schedule, self.dtype)


def recipe(
    topic: Topic,
    widths: Iterable[int] | None = None,
    seed: int = 0,
    *,
    steps: int | None = None,
    batch: int | None = None,
    rate: float | None = None,
    slope: float = 0.0,
    device: str = "auto",
    schedule: Iterable[int] | None = None,
    dtype: str = "float32",
) -> Recipe:
    """The recipe that was asked for; what was left open (None) is the topic's default."""
    defaults = topic.training
    n_steps = defaults.steps if steps is None else steps
    _check_within_limits("steps", n_steps)
    wanted = kept_steps(n_steps) if schedule is None else checked_schedule(schedule, n_steps)
    asked = Recipe(
        widths=tuple(defaults.widths if widths is None else widths),
        seed=seed,
        steps=n_steps,
        batch=defaults.batch if batch is None else batch,
        rate=defaults.rate if rate is None else rate,
        slope=slope,
        device=device,
        schedule=wanted,
        dtype=dtype,
    )
    return replace(asked, device=chosen_device(device, n_parameters(asked.widths) * asked.batch))


def chosen_device(device: str, step_size: int) -> str:
    """The device of a training whose step has `step_size` multiplications forward.

    "auto" takes the GPU, if there is one, only for steps that keep it busy: small nets wait for its kernels
    to start, and on the CPU they are the same bit for bit. "cuda" is refused where torch sees no GPU.
    """
    if device == "cuda" and not torch.cuda.is_available():
        raise InputError("device: cuda was asked for, but torch sees no GPU here; use cpu or auto")
    if device == "auto":
        return "cuda" if step_size >= WORTH_A_GPU and torch.cuda.is_available() else "cpu"
    return device


def _check_within_limits(name: str, number: int) -> None:
    least, most = LIMITS[name]
    if not least <= number <= most:
        raise InputError(f"{name}: expected a whole number from {least} to {most}, got {number}")


def _check_widths(widths: tuple[int, ...]) -> None:
    if not all(type(width) is int and width >= 1 for width in widths):
        raise InputError(f"widths: expected whole numbers of at least 1, got {list(widths)}")
    if len(widths) < 2 or widths[0] != 2 or widths[-1] not in (1, 2):
        raise InputError(
            f"widths: expected 2 inputs (a point of the map) first and 1 or 2 outputs last, such as "
            f"[2, 16, 16, 1], got {list(widths)}"
        )
