"""The rules of the house that a program can check: who may open which door, and how large a room may be."""

import ast
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "dlvis"
# Each room imports only rooms above it.
ORDER = """
    errors seeds arrays formula compiled programs shipped whole toml window net initial smooth fonts style
    topics datasets run manifest clip footage tasks tables geometry measures export draw settings train
    loaders params studies plots sweep drawable needs mobjects camera words translation film embed render
    remix notebook checks doctor cli
""".split()  # noqa: SIM905 a list of thirty lines is harder to read
MOST_LINES = 400
MAY_IMPORT = {
    "torch": {"train", "loaders"},
    "onnx": {"loaders"},
    "manim": {"mobjects", "camera", "film", "render"},
    "ffmpeg": {"footage.graphs"},
    "click": {"cli"},
    "pyarrow": {"tables"},
    "matplotlib": {"plots"},
    "pptx": {"embed.powerpoint"},
}
# A room that only looks whether a library is there, and says so to the user.
LOOKS_AT = {("doctor", "torch"), ("doctor", "manim")}


def modules():
    return sorted(PACKAGE.rglob("*.py"))


def module_name(path):
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def room(name):
    return name.split(".")[0]


def imports(path):
    """Every imported module of a file with its line, wherever it stands, but for type checking alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            yield node.module, node.lineno


def nodes(path, kind):
    return (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, kind))


def test_the_order_names_every_room():
    rooms = {room(module_name(path)) for path in modules()} - {"", "__main__"}
    assert rooms <= set(ORDER), f"say in ORDER where {rooms - set(ORDER)} stands"


def test_a_room_imports_only_rooms_above_it():
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in modules()
        if room(module_name(path)) in ORDER
        for module, line in imports(path)
        if module.startswith("dlvis.")
        if ORDER.index(room(module.removeprefix("dlvis."))) > ORDER.index(room(module_name(path)))
    ]
    assert wrong == []


def circle(doors):
    """One ring of names that lead to one another, from name to names; empty where there is none."""
    try:
        TopologicalSorter(doors).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def test_a_circle_is_seen():
    assert circle({"a": {"b"}, "b": {"c"}}) == []
    assert set(circle({"a": {"b"}, "b": {"a"}})) == {"a", "b"}


def test_no_files_import_one_another_in_a_circle():
    """Wherever the import stands: one inside a function hides a circle, it does not break it."""
    names = {f"dlvis.{module_name(path)}" for path in modules() if path.name != "__init__.py"}
    doors = {
        f"dlvis.{module_name(path)}": {module for module, _ in imports(path)} & names
        for path in modules()
        if path.name != "__init__.py"
    }
    assert circle(doors) == []


def test_a_library_is_opened_only_where_it_may_be():
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in modules()
        for module, line in imports(path)
        for name, library in [(module_name(path), room(module))]
        if library in MAY_IMPORT and (room(name), library) not in LOOKS_AT
        if not {name, room(name)} & MAY_IMPORT[library]
    ]
    assert wrong == []


def test_no_star_import_and_nothing_from_the_package_itself():
    # the version is the one thing that stands in the package itself
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in modules()
        for node in nodes(path, ast.ImportFrom)
        for alias in node.names
        if alias.name == "*" or (node.module == "dlvis" and alias.name != "__version__")
    ]
    assert wrong == []


def test_no_file_is_too_long():
    files = [
        path
        for folder in ("dlvis", "scenes", "tests", "benchmarks")
        for path in ROOT.glob(f"{folder}/**/*.py")
    ]
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in files
    }
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


def test_no_function_is_too_long():
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in modules()
        for node in nodes(path, ast.FunctionDef)
        if node.end_lineno - node.lineno >= 60
    ]
    assert wrong == []


def test_no_class_is_a_god():
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in [*modules(), *ROOT.glob("scenes/*.py")]
        for node in nodes(path, ast.ClassDef)
        if sum(isinstance(each, ast.FunctionDef) for each in node.body) > 15
    ]
    assert wrong == []


def loaded_after(statement):
    """The libraries that a fresh process holds after a statement."""
    script = f"{statement}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("statement", "not_loaded"),
    [
        ("import dlvis.render.clips, dlvis.render.pictures, dlvis.embed", {"torch", "onnx"}),
        ("import dlvis.mobjects, dlvis.film", {"torch", "onnx"}),
        ("import dlvis.geometry, dlvis.topics, dlvis.run, dlvis.export, dlvis.clip", {"torch", "manim"}),
        ("import dlvis.train", {"manim"}),
        ("import dlvis.loaders", {"torch", "onnx", "sklearn", "manim"}),
        ("import dlvis.embed, dlvis.clip", {"torch", "manim", "numpy"}),
        ("from dlvis.render.registry import scene_files; scene_files()", {"torch", "manim"}),
        ("import IPython, dlvis, dlvis.notebook", {"torch", "manim", "numpy"}),
        (
            "from dlvis.render.registry import chosen_scene, scene_files;"
            "scenes = [chosen_scene(file.name, {}) for file in scene_files()];"
            "[scene.cls.needs(scene.params) for scene in scenes]",
            {"torch", "onnx"},
        ),
        ("import dlvis.cli", {"torch", "manim", "numpy", "shapely"}),
    ],
)
def test_what_a_room_loads(statement, not_loaded):
    assert not loaded_after(statement) & not_loaded


def test_the_guard_itself_can_fail():
    assert "json" in loaded_after("import json")
