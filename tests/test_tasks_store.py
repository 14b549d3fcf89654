import os
import shutil
import subprocess
import sys

import pytest

from dlvis.errors import InputError
from dlvis.tasks import Store, Task

TASK = Task("squares", {"of": [1, 2, 3]})


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "cache")


def make(store, task=TASK, text="1 4 9"):
    with store.making(task) as place:
        (place / "answer.txt").write_text(text)


def left(store):
    return [each.name for each in (store.folder / "making").iterdir()]


def test_the_key_is_of_all_that_goes_in_and_of_nothing_else():
    assert Task("a", {"x": 1, "y": 2}).key == Task("a", {"y": 2, "x": 1}).key
    keys = {Task("a", {"x": 1}).key, Task("b", {"x": 1}).key, Task("a", {"x": 2}).key, Task("a", {}).key}
    assert len(keys) == 4


@pytest.mark.parametrize("value", [{1, 2}, float("nan"), object()])
def test_what_is_no_plain_value_is_refused(value):
    with pytest.raises((TypeError, ValueError)):
        Task("a", {"x": value})


def test_a_discarded_output_is_gone_and_can_be_made_again(store):
    make(store)
    store.discard(TASK)
    assert store.found(TASK) is None
    assert left(store) == []
    store.discard(TASK)
    make(store, text="other")
    assert (store.found(TASK) / "answer.txt").read_text() == "other"


def test_a_finished_output_is_found(store):
    assert store.found(TASK) is None
    make(store)
    assert (store.found(TASK) / "answer.txt").read_text() == "1 4 9"
    assert store.found(Task("squares", {"of": [1, 2]})) is None
    assert left(store) == []


def fail(store):
    with store.making(TASK) as place:
        (place / "answer.txt").write_text("1 4")
        raise RuntimeError("out of squares")


def test_what_fails_leaves_nothing(store):
    with pytest.raises(RuntimeError):
        fail(store)
    assert store.found(TASK) is None
    assert left(store) == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda place: (place / "answer.txt").write_text("1 4 8"),
        lambda place: (place / "answer.txt").unlink(),
        lambda place: (place / "done.json").write_text("{"),
        lambda place: (place / "done.json").write_text("[]"),
        lambda place: (place / "done.json").unlink(),
    ],
)
def test_a_damaged_output_is_thrown_away_and_made_anew(store, damage):
    make(store)
    damage(store.found(TASK))
    assert store.found(TASK) is None
    assert not (store.folder / "squares" / TASK.key).exists()
    make(store)
    assert store.found(TASK) is not None


def test_who_comes_second_keeps_the_first_output(store):
    with store.making(TASK) as place:
        (place / "answer.txt").write_text("second")
        make(store, text="first")
    assert (store.found(TASK) / "answer.txt").read_text() == "first"
    assert left(store) == []


def test_a_task_is_one_process_s_at_a_time(store):
    with store.claimed(TASK) as mine:
        assert mine
        with store.claimed(TASK) as too:
            assert not too
        with store.claimed(Task("squares", {"of": []})) as other:
            assert other
    with store.claimed(TASK, wait=True) as again:
        assert again
    assert list((store.folder / "claims").iterdir()) == []


KILLED = """
import os, sys
from pathlib import Path
from dlvis.tasks import Store, Task
store, task = Store(Path(sys.argv[1])), Task("squares", {"of": [1, 2, 3]})
with store.claimed(task), store.making(task) as place:
    (place / "answer.txt").write_text("1 4")
    os.kill(os.getpid(), 9)
"""


def test_a_killed_process_leaves_no_claim_and_nothing_finished(store):
    assert subprocess.run([sys.executable, "-c", KILLED, str(store.folder)]).returncode == -9
    assert len(left(store)) == 1
    assert store.found(TASK) is None
    with store.claimed(TASK) as mine:
        assert mine
        assert left(store) == []


def test_it_is_shrunk_by_what_was_of_use_longest_ago(store):
    tasks = [Task("squares", {"of": [k]}) for k in range(4)]
    for k, task in enumerate(tasks):
        make(store, task, "x" * 10_000)
        os.utime(store.found(task) / "done.json", (1000 + k, 1000 + k))
    assert store.found(tasks[0])  # of use just now
    size = store.size()
    assert size > 40_000
    store.shrink(size - 15_000)
    assert [store.found(task) is not None for task in tasks] == [True, False, False, True]
    store.shrink(10**9)
    assert len(store.outputs()) == 2
    store.clear()
    assert store.outputs() == []
    assert store.size() == 0


def test_what_nobody_makes_any_more_goes_too(store):
    other = Task("squares", {"of": []})
    subprocess.run([sys.executable, "-c", KILLED, str(store.folder)])
    with store.claimed(other), store.making(other) as place, store.empty():
        assert len(left(store)) == 3
        store.clear()
        assert len(left(store)) == 2
        assert place.is_dir()


def test_one_output_under_two_keys_is_there_once(store):
    make(store)
    other = Task("squares", {"of": [-1, -2, -3]})
    before = store.size()
    store.link(other, store.found(TASK))
    assert (store.found(other) / "answer.txt").samefile(store.found(TASK) / "answer.txt")
    assert store.size() < before + 4096 + 5 * len("1 4 9")
    shutil.rmtree(store.found(TASK))
    assert (store.found(other) / "answer.txt").read_text() == "1 4 9"


def test_an_empty_store_within_finds_nothing_and_is_gone_afterwards(store):
    make(store)
    with store.empty() as anew:
        assert anew.found(TASK) is None
        make(anew)
        assert anew.found(TASK)
    assert left(store) == []


def test_a_store_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()
    for act in (Store.check, lambda store: make(store)):
        with pytest.raises(InputError, match=r"file.cache: cannot be written .*another --out"):
            act(Store(tmp_path / "file" / "cache"))
