"""A stack of nets, brought from one kept step to the next, on the CPU or on a GPU."""

from collections.abc import Callable, Iterator

from dlvis.arrays import Floats
from dlvis.net import n_parameters
from dlvis.train.compiled_steps import room, step_compiled
from dlvis.train.cores import Spread
from dlvis.train.stack import Stack
from dlvis.train.stacked_steps import step_stacked
from dlvis.train.steps import TrainingPoints

DRAWN = 2**20  # points of the batches that one thread draws at once
WORK = 10**9  # multiplications between two looks at Ctrl-C: some hundredths of a second on one core

Advance = Callable[[int, Floats], None]


def advanced(stack: Stack, data: TrainingPoints, spread: Spread, n_threads: int) -> Iterator[int]:
    """The kept steps of the stack's schedule; at each of them the nets have come so far.

    It ends early when no net is left whose loss is a number. The result does not depend on `n_threads`.
    """
    on_gpu = stack.recipe.device == "cuda"
    advance = _on_gpu(stack, data) if on_gpu else _on_cores(stack, data, spread, n_threads)
    done, at_once = 0, _steps_at_once(stack, 1 if on_gpu else n_threads)
    for step in stack.recipe.schedule:
        for begin in range(done, step, at_once):
            n = min(at_once, step - begin)
            shares = stack.recipe.optimiser.shares(begin + 1, n, stack.recipe.steps)
            advance(begin + 1, shares)
        done = step
        if not stack.alive():
            return
        yield step


def _steps_at_once(stack: Stack, n_threads: int) -> int:
    recipe = stack.recipe
    n_nets = -(-len(stack.recipes) // n_threads)
    step = 3 * n_parameters(recipe.widths) * recipe.batch * n_nets
    return max(1, min(DRAWN // recipe.batch, WORK // step))


def _on_gpu(stack: Stack, data: TrainingPoints) -> Advance:
    return lambda first, shares: step_stacked(stack, data, first, shares)


def _on_cores(stack: Stack, data: TrainingPoints, spread: Spread, n_threads: int) -> Advance:
    rooms = [room(stack.recipe.widths, stack.recipe.dtype) for _ in range(n_threads)]

    def advance(first: int, shares: Floats) -> None:
        alive = stack.alive()

        def turn(thread: int) -> None:
            for net in alive[thread::n_threads]:
                step_compiled(stack, net, data, rooms[thread], first, shares)

        list(spread(turn, range(n_threads)))

    return advance
