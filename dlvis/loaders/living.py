"""Nets that live in Python: `nn.Sequential` of torch, and scikit-learn's MLPClassifier and MLPRegressor."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from dlvis.arrays import Floats, frozen
from dlvis.errors import InputError
from dlvis.loaders.files import check_shapes
from dlvis.loaders.steps import Activation, Linear, Step, batch_norm, relu_net
from dlvis.net import ReluNet

if TYPE_CHECKING:
    from torch import nn


def from_sequential(model: "nn.Sequential") -> ReluNet:
    """The net of a Sequential, nested ones included, in evaluation mode.

    Linear, ReLU, LeakyReLU, BatchNorm1d, Dropout, Identity and Flatten, each as torch has it: a subclass
    with a `forward` of its own, a hook, or any other module is refused by name.

    Raises:
        InputError: such a module, BatchNorm or Dropout in training mode, or layers that do not chain.
    """
    from torch import nn

    if not _is(model, nn.Sequential):
        raise InputError(
            f"expected an nn.Sequential, got {type(model).__name__}; save its state_dict for load_net"
        )
    check_shapes((tuple(part.shape) for part in model.parameters()), "Sequential")
    return relu_net(_sequential_steps(model, "Sequential"), "Sequential")


def _sequential_steps(model: Any, name: str) -> Iterator[Step]:
    from torch import nn

    for key, module in model.named_children():
        shown = f"{name}.{key} ({type(module).__name__})"
        if module._forward_hooks or module._forward_pre_hooks:
            raise InputError(f"{shown}: has a hook, which could change what it does; remove it")
        if _is(module, nn.Sequential):
            yield from _sequential_steps(module, f"{name}.{key}")
        else:
            yield from _module_steps(module, shown)


def _module_steps(module: Any, name: str) -> Iterator[Step]:
    from torch import nn

    if _is(module, nn.Linear):
        weight = _numbers(module.weight)
        bias = np.zeros(len(weight)) if module.bias is None else _numbers(module.bias)
        yield Linear(weight, bias, name)
    elif _is(module, nn.ReLU):
        yield Activation(0.0, name)
    elif _is(module, nn.LeakyReLU):
        yield Activation(float(module.negative_slope), name)
    elif _is(module, nn.BatchNorm1d):
        _check_evaluating(module, name)
        yield _torch_norm(module, name)
    elif _is(module, nn.Dropout):
        _check_evaluating(module, name)
    elif not (
        _is(module, nn.Identity)
        or (_is(module, nn.Flatten) and (module.start_dim, module.end_dim) == (1, -1))
    ):
        raise InputError(
            f"{name}: cannot be folded exactly; known are Linear, ReLU, LeakyReLU, BatchNorm1d, Dropout, "
            f"Identity, Flatten() and Sequential"
        )


def _torch_norm(module: Any, name: str) -> Step:
    if module.running_mean is None:
        raise InputError(f"{name}: has no running statistics; make it with track_running_stats=True")
    weight, bias, mean, variance = (
        None if part is None else _numbers(part)
        for part in (module.weight, module.bias, module.running_mean, module.running_var)
    )
    assert mean is not None
    assert variance is not None
    return batch_norm(weight, bias, mean, variance, module.eps, name)


def _is(module: Any, kind: type) -> bool:
    """An instance that does what `kind` does, and not something of its own."""
    return isinstance(module, kind) and type(module).forward is kind.forward  # type: ignore[attr-defined]


def _check_evaluating(module: Any, name: str) -> None:
    if module.training:
        raise InputError(f"{name}: is in training mode, where its output is random; call model.eval() first")


def _numbers(tensor: Any) -> Floats:
    plain = tensor.detach().cpu()
    # numpy has no bfloat16
    return frozen((plain.float() if str(plain.dtype) == "torch.bfloat16" else plain).numpy(), np.float64)


def from_sklearn(model: Any) -> ReluNet:
    """The net of a fitted MLPClassifier or MLPRegressor with activation "relu" or "identity".

    The outputs are those before the classifier's logistic or softmax: one logit for two classes, above 0 for
    `classes_[1]`, and one for each class where there are more. With "identity" all layers are one.

    Raises:
        InputError: a model of another kind, one that is not fitted, or another activation.
    """
    if not hasattr(model, "activation") or not hasattr(model, "hidden_layer_sizes"):
        raise InputError(f"expected an MLPClassifier or MLPRegressor, got {type(model).__name__}")
    name = type(model).__name__
    if model.activation not in ("relu", "identity"):
        raise InputError(f"{name}: activation {model.activation!r} is not piecewise linear; expected relu")
    if not hasattr(model, "coefs_") or not hasattr(model, "intercepts_"):
        raise InputError(f"{name}: is not fitted; call fit first")
    ending = getattr(model, "out_activation_", "identity")
    if ending not in ("identity", "logistic", "softmax"):
        raise InputError(f"{name}: its output goes through {ending!r}, which is not piecewise linear")
    return relu_net(_sklearn_steps(model, name), name)


def _sklearn_steps(model: Any, name: str) -> Iterator[Step]:
    pairs = zip(model.coefs_, model.intercepts_, strict=True)
    for k, (weight, bias) in enumerate(pairs):
        if k and model.activation == "relu":
            yield Activation(0.0, name)
        yield Linear(np.asarray(weight, np.float64).T, np.asarray(bias, np.float64), f"{name}.coefs_[{k}]")
