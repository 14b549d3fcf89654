"""The digest of the code behind a table's rows: every file that can change a number is in it."""

import ast
from pathlib import Path

from dlvis.sweep import code

# what cannot change a number: words of errors, how files are read and written, who does the work; what a cell
# asks for stands in its task
OTHERS = {
    "errors.py",
    "params.py",
    "seeds.py",
    "shipped.py",
    "toml.py",
    "whole.py",
    "sweep/budget.py",
    "sweep/experiment.py",
    "sweep/named.py",
    "sweep/nets.py",
    "sweep/studies.py",
}


def imported(file):
    """The files of the package that `file` imports, wherever it does."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{each.name}" for each in node.names)]
        else:
            continue
        for name in names:
            place = code.PACKAGE.parent / Path(*name.split("."))
            for found in (place.with_suffix(".py"), place / "__init__.py"):
                if name.startswith("dlvis.") and found.is_file():
                    yield found


def test_all_that_trainings_and_studies_import_is_in_the_digest():
    mine = set(code.files())
    every, todo = set(mine), list(mine)
    while todo:
        more = set(imported(todo.pop())) - every
        every |= more
        todo += more
    names = {str(file.relative_to(code.PACKAGE)) for file in every - mine}
    assert {name for name in names if not name.startswith("tasks/")} - OTHERS == set()
    assert len(mine) > 100
