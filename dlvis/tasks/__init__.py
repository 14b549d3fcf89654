"""Work as tasks: declared inputs, an output that is there whole or not at all, and processes that share them.

A `Task` is a kind of work and its inputs, plain values, under one key. A `Store` is a folder of finished
outputs by key: filled beside and renamed, checked when asked for, shared by any number of processes, each of
which claims the task that it works on. `run_workers` starts the processes. Nothing here knows what the work
is, so that a film's parts and a sweep of trainings are done by the same code. ::

    store = Store(folder)
    for task in tasks:                          # in each of several processes
        with store.claimed(task) as mine:
            if mine and store.found(task) is None:
                with store.making(task) as place:
                    (place / "answer.json").write_text(work(task.inputs))
"""

from dlvis.tasks.store import Store
from dlvis.tasks.task import Task
from dlvis.tasks.workers import run_workers, usable_cores

__all__ = ["Store", "Task", "run_workers", "usable_cores"]
