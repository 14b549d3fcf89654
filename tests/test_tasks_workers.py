import os
import signal
import subprocess
import sys
import time

import pytest

from dlvis.errors import InputError
from dlvis.tasks import run_workers, usable_cores

HERE = "tests.test_tasks_workers"


def double(order, tell, stopped):
    for number in order["numbers"]:
        tell(2 * number)


def greet(order, tell, stopped):
    print(f"from {order}", flush=True)


def refuse(order, tell, stopped):
    if order == "bad":
        error = InputError("the order is bad")
        error.add_note("at its first word")
        raise error
    wait_until_stopped(order, tell, stopped)


def divide(order, tell, stopped):
    tell(1 / order)


def die(order, tell, stopped):
    tell(order)
    if order == "now":
        os.kill(os.getpid(), signal.SIGKILL)


def wait_until_stopped(order, tell, stopped):
    tell(os.getpid())
    while not stopped():
        time.sleep(0.01)


def heard(name, orders):
    said = []
    codes = run_workers(f"{HERE}:{name}", orders, lambda number, value: said.append((number, value)))
    return sorted(said), codes


def test_each_worker_gets_its_order_and_tells_what_comes_of_it():
    said, codes = heard("double", [{"numbers": [1, 2]}, {"numbers": []}, {"numbers": [5]}])
    assert said == [(0, 2), (0, 4), (2, 10)]
    assert codes == (0, 0, 0)


def test_only_the_first_is_heard_on_the_standard_output(capfd):
    heard("greet", ["one", "two"])
    assert capfd.readouterr().out == "from one\n"


def test_bad_input_of_one_ends_all_and_is_raised_here():
    with pytest.raises(InputError, match="the order is bad") as error:
        heard("refuse", ["good", "bad"])
    assert error.value.__notes__ == ["at its first word"]
    assert no_child_is_left()


def test_what_breaks_off_is_told_with_its_way():
    with pytest.raises(RuntimeError, match=r"(?s)tell\(1 / order\).*ZeroDivisionError"):
        heard("divide", [0])


def test_a_killed_worker_does_not_stop_the_others():
    said, codes = heard("die", ["now", "later"])
    assert said == [(0, "now"), (1, "later")]
    assert codes == (-9, 0)


def interrupted(number, pid):
    raise KeyboardInterrupt


def test_an_exception_here_stops_all():
    with pytest.raises(KeyboardInterrupt):
        run_workers(f"{HERE}:wait_until_stopped", [None, None], interrupted)
    assert no_child_is_left()


PARENT = f"""
from dlvis.tasks import run_workers
run_workers("{HERE}:wait_until_stopped", [None], lambda number, pid: print(pid, flush=True))
"""


def test_workers_end_when_their_parent_is_killed():
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    worker = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()
    for _ in range(200):
        if not is_alive(worker):
            return
        time.sleep(0.05)
    pytest.fail("the worker lives on")


def is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:  # noqa: PTH123
            return file.read().split()[2] != "Z"
    except OSError:
        return False


def no_child_is_left():
    try:
        return os.waitpid(-1, os.WNOHANG) == (0, 0) and False
    except ChildProcessError:
        return True


def test_there_is_a_core_at_least():
    assert usable_cores() >= 1
