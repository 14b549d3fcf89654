"""Where the BatchNorms of a state dict stand: before or after the activation that no key tells of."""

import re
from collections.abc import Mapping, Sequence

from dlvis.errors import InputError
from dlvis.loaders.order import natural, template

# (number of the linear layer that it follows, whether the activation comes first); -1 is the input
Place = tuple[int, bool]


def placed_norms(
    linear: Sequence[str], sizes: Mapping[str, int], batchnorm: str | None, source: str
) -> dict[str, Place]:
    """The place of each BatchNorm by name, in the order of application.

    `linear` are the linear layers in their order, `sizes` the numbers that each BatchNorm scales. In one
    numbered Sequential the gaps tell where the activation is: in 0 Linear, 1 BatchNorm, 3 Linear it has
    number 2. Otherwise a BatchNorm follows the layer with its numbers, as bn1 and fc1, and `batchnorm`,
    "before" or "after" (the activation), must say on which side.

    Raises:
        InputError: nothing tells where one stands, or to which layer it belongs.
    """
    if batchnorm not in (None, "before", "after"):
        raise InputError(f"batchnorm: expected before or after (the activation), got {batchnorm!r}")
    names = sorted(sizes, key=natural)
    if not names:
        return {}
    if len({template(name) for name in [*linear, *names]}) == 1:
        return {name: _place_by_number(name, linear, names, batchnorm, source) for name in names}
    if batchnorm is None:
        raise _unclear(names[0], source)
    if len(names) == 1 and len(linear) <= 2:
        return {names[0]: (0, batchnorm == "after")}
    return {name: (_namesake(name, linear, source), batchnorm == "after") for name in names}


def _namesake(name: str, linear: Sequence[str], source: str) -> int:
    """The number of the linear layer that a BatchNorm follows: `bn2` goes with `fc2`."""
    found = [k for k, other in enumerate(linear) if _numbers(other) == _numbers(name)]
    if len(found) != 1:
        raise InputError(
            f"{source}: expected one linear layer with the numbers of {name}, which it follows, "
            f"got {len(found)} of {', '.join(linear[:8])}"
        )
    return found[0]


def _place_by_number(
    name: str, linear: Sequence[str], norms: Sequence[str], batchnorm: str | None, source: str
) -> Place:
    """From the numbers of the modules around it in one Sequential."""
    modules = sorted([*linear, *norms], key=natural)
    at = modules.index(name)
    before = [other for other in modules[:at] if other in linear]
    layer = len(before) - 1
    if layer < 0:
        return -1, True
    if batchnorm is not None:
        return layer, batchnorm == "after"
    follows = modules[at - 1] in linear and _gap(modules[at - 1], name) == 1
    last = at == len(modules) - 1
    led = not last and modules[at + 1] in linear and _gap(name, modules[at + 1]) == 1
    if follows and not led:
        return layer, False
    if led and not follows and modules[at - 1] in linear:
        return layer, True
    raise _unclear(name, source)


def _gap(first: str, second: str) -> int:
    """How far apart the last numbers of two names are, 0 where an earlier number differs."""
    *heads, one = _numbers(first)
    *others, two = _numbers(second)
    return int(two[-18:]) - int(one[-18:]) if heads == others else 0


def _numbers(name: str) -> list[str]:
    return re.findall(r"[0-9]+", name)


def _unclear(name: str, source: str) -> InputError:
    return InputError(
        f"{source}: the file does not tell whether {name} stands before or after the activation; "
        f"say batchnorm, before or after"
    )
