"""Fresh Python processes that work for this one: each gets an order, and tells what comes of it.

They are told to stop by the end of their standard input, which comes too when this process is killed. A
process of one's own rather than `multiprocessing`: it imports nothing of the caller's, and runs the code that
is on disk now.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from typing import IO, Any

from dlvis.errors import InputError

PATIENCE = 20.0  # seconds between the word to stop and the end of a process that does not
START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]);"
    " from dlvis.tasks.workers import obey; obey(int(sys.argv[2]))"
)

Tell = Callable[[Any], None]
Stopped = Callable[[], bool]


@dataclass
class Worker:
    """A process at work, and what it has said but not finished saying."""

    process: subprocess.Popen[bytes]
    words: IO[bytes]
    unfinished: bytes = b""
    error: Any = None
    answers: list[Any] = field(default_factory=list)


def usable_cores() -> int:
    """How many processes can work at the same time here, at least one."""
    try:
        return max(len(os.sched_getaffinity(0)), 1)
    except AttributeError:  # only Linux says
        return os.cpu_count() or 1


def run_workers(function: str, orders: Sequence[Any], hear: Callable[[int, Any], None]) -> tuple[int, ...]:
    """Call `function` ("package.module:name") with each of `orders`, plain values, in a process of its own.

    The function gets its order, `tell`, by which plain values come to `hear` here with the worker's number,
    and `stopped`, which it asks from time to time. Answers the exit codes: 0, or minus the number of the
    signal that killed a worker; the others work on. The first alone may write to the standard output.

    Raises:
        InputError: one of them raised it; the others have been stopped.
        RuntimeError: one of them broke off; its traceback is in the message.
    """
    with _staff(function, orders) as workers:
        for number, message in _messages(workers):
            if "error" in message:
                raise _error(message)
            hear(number, message["said"])
        return tuple(worker.process.wait() for worker in workers)


def obey(words: int) -> None:
    """What a worker process does: take the order, call the function, tell."""
    stopped = threading.Event()
    function, order = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_await_stop, args=(stopped,), daemon=True).start()
    module, _, name = function.partition(":")

    with os.fdopen(words, "wb", buffering=0) as pipe:

        def tell(message: Any) -> None:
            with suppress(BrokenPipeError):
                pipe.write(json.dumps(message).encode() + b"\n")

        try:
            getattr(import_module(module), name)(order, lambda said: tell({"said": said}), stopped.is_set)
        except InputError as error:
            tell({"error": str(error), "input": True, "notes": getattr(error, "__notes__", [])})
        except KeyboardInterrupt:
            pass
        except BaseException as error:
            import traceback

            tell({"error": "".join(traceback.format_exception(error)), "input": False})


def _await_stop(stopped: threading.Event) -> None:
    # not by `sys.stdin`, whose lock the end of the program would wait for
    while os.read(0, 1):
        pass
    stopped.set()
    time.sleep(PATIENCE)
    os._exit(1)


@contextmanager
def _staff(function: str, orders: Sequence[Any]) -> Iterator[list[Worker]]:
    workers: list[Worker] = []
    try:
        for number, order in enumerate(orders):
            workers.append(_started(json.dumps([function, order]).encode() + b"\n", number == 0))
        yield workers
    finally:
        _dismiss(workers)


def _started(order: bytes, is_first: bool) -> Worker:
    reading, writing = os.pipe()
    quiet = None if is_first else subprocess.DEVNULL
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", START, json.dumps(sys.path), str(writing)],
        stdin=subprocess.PIPE,
        stdout=quiet,
        stderr=quiet,
        pass_fds=(writing,),
        process_group=0,  # Ctrl-C in the terminal is for this process, which stops them in good order
    )
    os.close(writing)
    worker = Worker(process, os.fdopen(reading, "rb", buffering=0))
    assert process.stdin is not None
    with suppress(BrokenPipeError):
        process.stdin.write(order)
        process.stdin.flush()
    return worker


def _messages(workers: Sequence[Worker]) -> Iterator[tuple[int, Any]]:
    """What the workers say, until all of them have fallen silent."""
    with selectors.DefaultSelector() as ears:
        for number, worker in enumerate(workers):
            ears.register(worker.words, selectors.EVENT_READ, number)
        while ears.get_map():
            for key, _ in ears.select():
                worker = workers[key.data]
                heard = os.read(worker.words.fileno(), 1 << 16)
                if not heard:
                    ears.unregister(worker.words)
                *lines, worker.unfinished = (worker.unfinished + heard).split(b"\n")
                yield from ((key.data, json.loads(line)) for line in lines)


def _dismiss(workers: Sequence[Worker]) -> None:
    """Have all of them end, those that do not within `PATIENCE` by force, and leave no zombie."""
    for worker in workers:
        with suppress(OSError):
            assert worker.process.stdin is not None
            worker.process.stdin.close()
    for worker in workers:
        try:
            worker.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            worker.process.send_signal(signal.SIGKILL)
            worker.process.wait()
        worker.words.close()


def _error(message: Any) -> Exception:
    if not message["input"]:
        return RuntimeError(f"a worker broke off:\n{message['error']}")
    error = InputError(message["error"])
    for note in message["notes"]:
        error.add_note(note)
    return error
