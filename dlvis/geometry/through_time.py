"""A complex that changes in training: what is kept, born and dies, and who is who over a whole run.

A region is its activation pattern: it moves and grows with the net and stays itself while some point of the
window has that pattern. A fold is its (layer, neuron).
"""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from dlvis.arrays import Ints, freeze
from dlvis.errors import InputError
from dlvis.geometry.complex import FoldComplex
from dlvis.geometry.fold import fold_complex
from dlvis.net import ReluNet
from dlvis.run import Run
from dlvis.smooth import relu_net
from dlvis.window import Window


@dataclass(frozen=True, eq=False)
class Correspondence:
    """Two complexes side by side, regions matched by activation pattern and folds by neuron.

    kept                (n, 2) region numbers (before, after), by the number after
    born, died          regions that only `after` has, and that only `before` had; ascending
    folds_kept, folds_born, folds_died   (n, 2) the (layer, neuron) that fold in the window, its sides
                        included, in both complexes, only after, and only before; in order
    """

    kept: Ints
    born: Ints
    died: Ints
    folds_kept: Ints
    folds_born: Ints
    folds_died: Ints

    def __post_init__(self) -> None:
        freeze(self, np.int64, *(field.name for field in fields(self)))


def correspondence(before: FoldComplex, after: FoldComplex) -> Correspondence:
    """What becomes of each region and each fold from one complex to the next.

    Raises InputError for nets whose hidden layers have different widths: their patterns do not compare.
    """
    old, new = region_identities((before, after))
    places = np.full(max(old.max(), new.max()) + 1, -1)
    places[old] = np.arange(len(old))
    partner = places[new]
    lives = np.flatnonzero(partner >= 0)
    folds_old, folds_new = _fold_numbers(before), _fold_numbers(after)
    return Correspondence(
        kept=np.column_stack([partner[lives], lives]),
        born=np.flatnonzero(partner < 0),
        died=np.flatnonzero(~np.isin(old, new)),
        folds_kept=_folds(np.intersect1d(folds_old, folds_new)),
        folds_born=_folds(np.setdiff1d(folds_new, folds_old)),
        folds_died=_folds(np.setdiff1d(folds_old, folds_new)),
    )


def region_identities(complexes: Sequence[FoldComplex]) -> tuple[Ints, ...]:
    """(R,) for each complex: a number for each region that is its own through all of them.

    Equal patterns have equal numbers, counted from 0 in the order in which they first appear; complexes added
    at the end change none. So a region that dies and comes back is the same one and finds its colour again;
    nothing depends on how many complexes lie between. Raises InputError for different hidden widths.
    """
    hidden = [folded.net.widths[1:-1] for folded in complexes]
    if len(set(hidden)) > 1:
        different = next(widths for widths in hidden if widths != hidden[0])
        raise InputError(
            f"region identities: expected the same hidden widths throughout, got {hidden[0]} and {different}"
        )
    if not complexes:
        return ()
    numbers = _row_numbers(np.concatenate([_pattern_words(folded) for folded in complexes]))
    return tuple(np.split(numbers, np.cumsum([folded.n_regions for folded in complexes])[:-1]))


def fold_run(nets: Run | Iterable[ReluNet], window: Window, n_threads: int = 1) -> tuple[FoldComplex, ...]:
    """The complex of every net of a run, or of any nets, in one window and in their order.

    `n_threads` nets are folded at the same time; it helps as far as the folding lets go of Python's lock.
    """
    if n_threads < 1:
        raise InputError(f"n_threads: expected at least 1, got {n_threads}")
    each = [relu_net(snapshot.net) for snapshot in nets.snapshots] if isinstance(nets, Run) else list(nets)
    if n_threads == 1:
        return tuple(fold_complex(net, window) for net in each)
    with ThreadPoolExecutor(n_threads) as pool:
        return tuple(pool.map(lambda net: fold_complex(net, window), each))


def _pattern_words(folded: FoldComplex) -> NDArray[np.uint64]:
    """(R, words): the activation patterns, 64 neurons to a word, one word at least."""
    patterns = folded.patterns()
    n_words = max(1, -(-patterns.shape[1] // 64))
    padded = np.zeros((len(patterns), 8 * n_words), np.uint8)
    packed = np.packbits(patterns, axis=1)
    padded[:, : packed.shape[1]] = packed
    return padded.view(np.uint64)


def _row_numbers(rows: NDArray[np.uint64]) -> Ints:
    """(n,): equal rows have equal numbers, in the order of first appearance."""
    order = np.lexsort(rows.T)  # stable: the first of equal rows is the one that appeared first
    ordered = rows[order]
    new = np.concatenate([[True], (ordered[1:] != ordered[:-1]).any(axis=1)])
    first = order[new]
    by_appearance = np.empty(len(first), np.int64)
    by_appearance[np.argsort(first)] = np.arange(len(first))
    numbers = np.empty(len(rows), np.int64)
    numbers[order] = by_appearance[np.cumsum(new) - 1]
    return numbers


def _fold_numbers(folded: FoldComplex) -> Ints:
    """Each (layer, neuron) that folds, once, as one number."""
    return np.unique(folded.edge_folds[:, 0].astype(np.int64) << 32 | folded.edge_folds[:, 1])


def _folds(numbers: Ints) -> Ints:
    return np.column_stack([numbers >> 32, numbers & 0xFFFFFFFF])
