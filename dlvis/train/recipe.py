"""What a training is made of, as one checked value."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, TypedDict, Unpack

import torch

from dlvis.datasets import Material, check_widths
from dlvis.errors import InputError, nearest
from dlvis.net import n_parameters
from dlvis.run.schedule import checked_schedule, kept_steps
from dlvis.train.data import Data
from dlvis.train.optimiser import Optimiser
from dlvis.train.start import Start

# multiplications of one forward step: milliseconds on one core, when starting a GPU's kernels takes under one
WORTH_A_GPU = 30_000_000
# far above what is of use, so that a slip of the finger is named before it fills the memory
LIMITS = {"steps": (1, 100_000_000), "batch": (1, 100_000_000), "seed": (0, 2**63 - 1)}
ACTIVATIONS = ("relu", "tanh", "sigmoid")


class Choices(TypedDict, total=False):
    """What is rarely chosen otherwise; RARE says how it is usually."""

    activation: str
    initialisation: str
    gain: float
    optimiser: str
    momentum: float
    curve: str
    weight_decay: float
    dropout: float
    patience: int | None
    dtype: str
    near: float
    near_distance: float
    points: int | None
    label_noise: float
    jitter: float
    symmetries: str


RARE: Choices = {
    "activation": "relu",
    "initialisation": "he",
    "gain": 1.0,
    "optimiser": "adam",
    "momentum": 0.9,
    "curve": "one-cycle",
    "weight_decay": 0.0,
    "dropout": 0.0,
    "patience": None,
    "dtype": "float32",
    "near": 0.0,
    "near_distance": 0.05,
    "points": None,
    "label_noise": 0.0,
    "jitter": 0.0,
    "symmetries": "none",
}


@dataclass(frozen=True)
class Recipe:
    """All the choices of one training.

    `rate` is the highest learning rate, `batch` the points of one step, `device` "cpu" or "cuda", `schedule`
    the steps that are kept. `slope` is that of a leaky ReLU's negative side. `dropout` is the chance of each
    hidden unit to be left out at a point of a step. With a `patience`, a net whose validation loss has not
    fallen for so many steps is stopped, and its run ends where it was least. `dtype` is what the training
    computes in, `data` which points it learns from.
    """

    widths: tuple[int, ...]
    seed: int
    steps: int
    batch: int
    rate: float
    slope: float
    device: str
    schedule: tuple[int, ...]
    activation: str = "relu"
    start: Start = field(default_factory=Start)
    optimiser: Optimiser = field(default_factory=Optimiser)
    dropout: float = 0.0
    patience: int | None = None
    dtype: str = "float32"
    data: Data = field(default_factory=Data)

    def __post_init__(self) -> None:
        _check_widths(self.widths)
        _check_name("device", self.device, ("auto", "cpu", "cuda"))
        _check_name("dtype", self.dtype, ("float32", "float64"))
        _check_name("activation", self.activation, ACTIVATIONS)
        for name in LIMITS:
            _check_within_limits(name, getattr(self, name))
        if not 0 < self.rate < 10:
            raise InputError(f"rate: expected a learning rate above 0 and below 10, got {self.rate}")
        if not 0 <= self.slope <= 1:
            raise InputError(f"slope: expected a number from 0 to 1, got {self.slope}")
        if self.slope and self.activation != "relu":
            raise InputError(f"slope: {self.activation} has none, expected 0, got {self.slope}")
        if not 0 <= self.dropout < 1:
            raise InputError(f"dropout: expected a chance from 0 to below 1, got {self.dropout}")
        if self.patience is not None and self.patience < 1:
            raise InputError(f"patience: expected at least 1 step, got {self.patience}")

    def as_settings(self) -> dict[str, Any]:
        """What a Run keeps of it, in values that JSON holds: what is rare only where it is not as usual.

        The schedule is seen from the run's steps.
        """
        usual = {
            "widths": list(self.widths),
            "seed": self.seed,
            "steps": self.steps,
            "batch": self.batch,
            "rate": self.rate,
            "slope": self.slope,
            "device": self.device,
        }
        choices = {
            "activation": self.activation,
            "initialisation": self.start.name,
            "gain": self.start.gain,
            "optimiser": self.optimiser.name,
            "momentum": self.optimiser.momentum,
            "curve": self.optimiser.curve,
            "weight_decay": self.optimiser.weight_decay,
            "dropout": self.dropout,
            "patience": self.patience,
            "dtype": self.dtype,
            "near": self.data.near,
            "near_distance": self.data.near_distance,
            "points": self.data.points,
            "label_noise": self.data.label_noise,
            "jitter": self.data.jitter,
            "symmetries": self.data.symmetries,
        }
        return usual | {name: value for name, value in choices.items() if value != RARE[name]}  # type: ignore[literal-required]

    @property
    def kind(self) -> "Recipe":
        """What nets trained side by side have in common: all but the seed, the start and the rate."""
        return replace(self, seed=0, rate=1.0, start=Start())


def recipe(
    topic: Material,
    widths: Iterable[int] | None = None,
    seed: int = 0,
    *,
    steps: int | None = None,
    batch: int | None = None,
    rate: float | None = None,
    slope: float = 0.0,
    device: str = "auto",
    schedule: Iterable[int] | None = None,
    **choices: Unpack[Choices],
) -> Recipe:
    """The recipe that was asked for, of a topic or a dataset; what was left open (None) is its default.

    `choices` are the rare ones: activation (relu, tanh, sigmoid), initialisation and gain (see `Start`),
    optimiser, momentum, curve and weight_decay (see `Optimiser`), dropout, patience and dtype (see `Recipe`),
    near, near_distance, points, label_noise, jitter and symmetries (see `Data`).
    """
    for name in choices:
        if name not in RARE:
            raise TypeError(f"recipe: unknown choice {name!r}{nearest(name, RARE)}")
    defaults = topic.training
    own: Choices = {"near": defaults.near, "near_distance": defaults.near_distance}
    rare = RARE | own | choices
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
        activation=rare["activation"],
        start=Start(rare["initialisation"], rare["gain"]),
        optimiser=Optimiser(rare["optimiser"], rare["momentum"], rare["weight_decay"], rare["curve"]),
        dropout=rare["dropout"],
        patience=rare["patience"],
        dtype=rare["dtype"],
        data=_data(rare),
    )
    check_widths(topic, asked.widths)
    return replace(asked, device=chosen_device(device, n_parameters(asked.widths) * asked.batch))


def _data(rare: Choices) -> Data:
    from_border = rare["near"], rare["near_distance"]
    return Data(*from_border, rare["points"], rare["label_noise"], rare["jitter"], rare["symmetries"])


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


def _check_name(what: str, name: str, names: tuple[str, ...]) -> None:
    if name not in names:
        raise InputError(f"{what}: expected {', '.join(names[:-1])} or {names[-1]}, got {name!r}")


def _check_within_limits(name: str, number: int) -> None:
    least, most = LIMITS[name]
    if not least <= number <= most:
        raise InputError(f"{name}: expected a whole number from {least} to {most}, got {number}")


def _check_widths(widths: tuple[int, ...]) -> None:
    if not all(type(width) is int and width >= 1 for width in widths):
        raise InputError(f"widths: expected whole numbers of at least 1, got {list(widths)}")
