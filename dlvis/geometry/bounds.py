"""How many linear regions a ReLU net can have: published formulas, in exact integers.

They are bounds and expectations, not counts; `fold_complex` counts. Every name says which.
"""

from collections.abc import Sequence
from itertools import count, takewhile
from math import comb, factorial

from dlvis.errors import InputError
from dlvis.net import n_parameters


def zaslavsky(n_hyperplanes: int, n_inputs: int) -> int:
    """Regions that `n_hyperplanes` hyperplanes in general position make of R^n_inputs.

    At most this many for one hidden layer; attained in general position if the window holds all crossings.
    Z(d, D) = sum over j <= d of C(D, j). Source: Zaslavsky 1975, "Facing up to arrangements".
    """
    return sum(comb(n_hyperplanes, j) for j in range(n_inputs + 1))


def serra_upper(widths: Sequence[int]) -> int:
    """At most this many regions for a ReLU net with these layer sizes, input and output included.

    Sums over the dimension that each layer can still have. Source: Serra, Tjandraatmadja and Ramalingam
    2018, "Bounding and counting linear regions of deep neural networks", theorem 1.
    """
    n_inputs, hidden = _checked(widths)

    # most[d]: of the layers from here to the last, entered with dimension d; no recursion, for any depth
    most = [1] * (n_inputs + 1)
    for width in reversed(hidden):
        most = [
            sum(comb(width, j) * most[min(dimension, width - j)] for j in range(min(dimension, width) + 1))
            for dimension in range(n_inputs + 1)
        ]
    return most[n_inputs]


def serra_lower(widths: Sequence[int]) -> int:
    """The most regions that nets of these sizes can have are at least this many.

    (prod over hidden layers but the last of (floor(width / n_inputs) + 1)^n_inputs) times Zaslavsky's number
    for the last. It needs widths of at least 3 n_inputs. Source: Serra et al. 2018, theorem 7.
    """
    n_inputs, hidden = _checked(widths)
    if min(hidden) < 3 * n_inputs:
        raise InputError(
            f"serra_lower: expected hidden widths of at least {3 * n_inputs} for {n_inputs} inputs, "
            f"got {min(hidden)}"
        )
    product = 1
    for width in hidden[:-1]:
        product *= (width // n_inputs + 1) ** n_inputs
    return product * zaslavsky(hidden[-1], n_inputs)


def montufar_lower(widths: Sequence[int]) -> int:
    """The most regions that nets of these sizes can have are at least this many.

    (prod over hidden layers but the last of floor(width / n_inputs)^n_inputs) times Zaslavsky's number for
    the last. Source: Montufar, Pascanu, Cho and Bengio 2014, "On the number of linear regions of deep
    neural networks", theorem 4.
    """
    n_inputs, hidden = _checked(widths)
    product = 1
    for width in hidden[:-1]:
        product *= (width // n_inputs) ** n_inputs
    return product * zaslavsky(hidden[-1], n_inputs)


def capacity(widths: Sequence[int]) -> int:
    """How many regions the best nets of these sizes have: exactly so for one layer, else at least."""
    n_inputs, hidden = _checked(widths)
    return zaslavsky(hidden[0], n_inputs) if len(hidden) == 1 else serra_lower(widths)


def capacities(n_inputs: int, n_layers: int, most_parameters: int) -> tuple[list[int], list[int]]:
    """For nets of `n_layers` layers of one width and one output, of up to so many parameters: their
    parameters, and how many regions the best of them have: exactly so for one layer, else at least.

    Widths are the multiples of `n_inputs` from 3 on, at which `serra_lower` steps up.
    """
    endless = ((n_inputs, *[k * n_inputs] * n_layers, 1) for k in count(3))
    nets = list(takewhile(lambda widths: n_parameters(widths) <= most_parameters, endless))
    return [n_parameters(each) for each in nets], [capacity(each) for each in nets]


def trivial_upper(widths: Sequence[int]) -> int:
    """At most 2^(hidden neurons): one region for each pattern."""
    _, hidden = _checked(widths)
    return 1 << sum(hidden)


def expected_at_initialisation(n_neurons: int, n_inputs: int) -> float:
    """About this many regions at initialisation, whatever the depth: N^d / d!.

    Source: Hanin and Rolnick 2019, "Deep ReLU networks have surprisingly few activation patterns".
    """
    return float(n_neurons) ** n_inputs / factorial(n_inputs)


def _checked(widths: Sequence[int]) -> tuple[int, tuple[int, ...]]:
    if len(widths) < 3 or min(widths) < 1:
        raise InputError(f"widths: expected input, hidden and output sizes of at least 1, got {list(widths)}")
    return widths[0], tuple(widths[1:-1])
