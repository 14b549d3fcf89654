"""In which order layers that are known by name and shape follow each other, or that nobody can tell."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from dlvis.errors import InputError

Shape = tuple[int, ...]

# A search among layers of many differing names ends here; there would be no telling them apart anyway.
MOST_TRIED = 20_000
MOST_LAYERS = 200


def natural(name: str) -> list[tuple[int, int, str]]:
    """The sort key that puts `fc2` before `fc10`."""
    parts = re.split(r"([0-9]+)", name)
    # odd places hold the numbers; by length and digits, since int() refuses thousands of them
    digits = [part.lstrip("0") if i % 2 else part for i, part in enumerate(parts)]
    return [(0, len(part), part) if i % 2 else (1, 0, part) for i, part in enumerate(digits)]


def template(name: str) -> str:
    """`net.layers.2` as `net.layers.#`: names that differ only in their numbers have one template."""
    return re.sub(r"[0-9]+", "#", name)


def layer_order(shapes: Mapping[str, Shape], source: str, order: Sequence[str] | None = None) -> list[str]:
    """The names in the order in which the layers follow each other; `shapes` are (out, in).

    Names that differ only in their numbers follow their numbers. Several such families, as `input`,
    `hidden.0`, `hidden.1`, `output`, are put together in the one way that lets the shapes chain. `order`
    says instead which beginnings of names come first, second, ….

    Raises:
        InputError: the shapes do not chain, or they chain in more than one way.
    """
    names = sorted(shapes, key=natural)
    if order is not None:
        found = sorted(names, key=lambda name: (_place(name, order, source), natural(name)))
        return _chained(found, shapes, source)
    families: dict[str, list[str]] = {}
    for name in names:
        families.setdefault(template(name), []).append(name)
    if len(families) == 1:
        return _chained(names, shapes, source)
    chains = _chains(list(families.values()), shapes)
    if not chains:
        raise InputError(
            f"{source}: no order of the layers lets their shapes chain: {_listed(names, shapes)}"
        )
    if len(chains) > 1:
        raise InputError(
            f"{source}: the order of the layers is not clear from their names and shapes: "
            f"{_listed(names, shapes)}; say order, the names or their beginnings as the net applies them"
        )
    return chains[0]


def _place(name: str, order: Sequence[str], source: str) -> int:
    for place, beginning in enumerate(order):
        if name == beginning or name.startswith(beginning):
            return place
    raise InputError(f"{source}: order: expected a beginning of {name!r} too, got {', '.join(order)}")


def _chained(names: list[str], shapes: Mapping[str, Shape], source: str) -> list[str]:
    for first, second in pairwise(names):
        if shapes[second][1] != shapes[first][0]:
            raise InputError(
                f"{source}: the layers do not chain: {second} expects {shapes[second][1]} numbers, "
                f"but {first} gives {shapes[first][0]}; their order is {_listed(names, shapes)}"
            )
    return names


def _chains(families: list[list[str]], shapes: Mapping[str, Shape]) -> list[list[str]]:
    """Up to two ways to put the families together that chain; two also where there is too much to try."""
    found: list[list[str]] = []
    n_names = sum(map(len, families))
    waiting: list[tuple[tuple[int, ...], list[str]]] = [((0,) * len(families), [])]
    for _ in range(MOST_TRIED if n_names <= MOST_LAYERS else 0):
        if not waiting or len(found) == 2:
            return found
        done, chain = waiting.pop()
        if len(chain) == n_names:
            found.append(chain)
            continue
        for i, family in enumerate(families):
            if done[i] < len(family) and _fits(chain, family[done[i]], shapes):
                waiting.append(((*done[:i], done[i] + 1, *done[i + 1 :]), [*chain, family[done[i]]]))
    return [[], []]


def _fits(chain: list[str], name: str, shapes: Mapping[str, Shape]) -> bool:
    return not chain or shapes[name][1] == shapes[chain[-1]][0]


def _listed(names: Sequence[str], shapes: Mapping[str, Shape]) -> str:
    said = [f"{name or 'weight'} {shapes[name]}" for name in names[:12]]
    return ", ".join([*said, "…"] if len(names) > 12 else said)
