import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

import pytest

from dlvis.render.inputs import FilesRead, files_are_the_same, recording

TEXT = "own"


@pytest.fixture
def scene(tmp_path):
    (tmp_path / "scene.py").touch()
    (tmp_path / "table.csv").write_text(TEXT)
    return tmp_path / "scene.py"


def read_by(scene, act, ignored=()):
    files = FilesRead(scene, ignored)
    with recording(files):
        act()
    return files


def test_what_is_read_is_heard_however_it_is_opened(scene):
    table = scene.with_name("table.csv")
    for act in (
        table.read_text,
        lambda: os.close(os.open(table, os.O_RDONLY)),
        table.open,
    ):
        assert list(read_by(scene, act).digests()) == ["table.csv"]


def test_what_is_written_is_not(scene):
    assert read_by(scene, lambda: scene.with_name("new.csv").write_text(TEXT)).digests() == {}


def test_what_is_read_when_nobody_listens_is_not(scene):
    files = read_by(scene, lambda: None)
    scene.with_name("table.csv").read_text()
    assert files.digests() == {}


def test_what_is_read_in_a_pause_is_not(scene):
    files = FilesRead(scene)
    with recording(files), files.paused():
        scene.with_name("table.csv").read_text()
    assert files.digests() == {}


def test_scratch_files_and_libraries_are_not(scene):
    def act():
        scene.with_name("table.csv").read_text()
        Path(os.__file__).read_text()

    assert read_by(scene, act, [scene.parent]).digests() == {}


@pytest.mark.parametrize("is_drawing", [False, True])
def test_what_a_thread_beside_reads_never_decides_where_a_part_ends(scene, is_drawing):
    files = FilesRead(scene)
    with recording(files), ThreadPoolExecutor(1) as beside, files.drawing() if is_drawing else nullcontext():
        beside.submit(scene.with_name("table.csv").read_text).result()
    assert files.digests() == {}
    assert list(files.while_drawn()) == ["table.csv"]


def test_libraries_of_another_environment_are_not(scene):
    """As by a .pth file: they are read whenever they happen to be imported."""
    place = scene.parent / "elsewhere" / "site-packages"
    place.mkdir(parents=True)
    (place / "lent.py").write_text("SIZE = 1\n")
    script = (
        "import sys; from pathlib import Path; from dlvis.render.inputs import FilesRead, recording\n"
        "scene = Path(sys.argv[1]); sys.path.insert(0, sys.argv[2]); files = FilesRead(scene)\n"
        "with recording(files):\n    import lent\n"
        "print(*files.digests())"
    )
    line = [sys.executable, "-c", script, scene, place]
    assert subprocess.run(line, check=True, capture_output=True, text=True).stdout == "\n"


@pytest.mark.parametrize("is_compiled", [False, True])
def test_a_module_is_read_as_its_source(scene, is_compiled):
    (scene.parent / "neighbour.py").write_text("SIZE = 1\n")
    if is_compiled:
        subprocess.run([sys.executable, "-m", "compileall", "-q", scene.parent], check=True)
    script = (
        "import sys; from pathlib import Path; from dlvis.render.inputs import FilesRead, recording\n"
        "scene = Path(sys.argv[1]); sys.path.insert(0, str(scene.parent)); files = FilesRead(scene)\n"
        "with recording(files):\n    import neighbour\n"
        "print(*files.digests())"
    )
    done = subprocess.run([sys.executable, "-c", script, scene], check=True, capture_output=True, text=True)
    assert done.stdout == "neighbour.py\n"


def test_a_changed_file_is_another_and_a_lost_one_too(scene):
    recorded = read_by(scene, scene.with_name("table.csv").read_text).digests()
    assert files_are_the_same(recorded, scene)
    scene.with_name("table.csv").write_text("other")
    assert not files_are_the_same(recorded, scene)
    scene.with_name("table.csv").unlink()
    assert not files_are_the_same(recorded, scene)
