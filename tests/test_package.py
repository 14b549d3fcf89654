"""The wheel: everything inside, and it works in an empty environment outside of the repository."""

import re
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOOK = "160x90@5"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, "-w", str(folder), str(ROOT)], check=True, capture_output=True, text=True)
    return next(folder.glob("*.whl"))


def test_scenes_words_experiments_and_assets_are_inside(wheel):
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    shipped = [
        path for folder in ("scenes", "assets") for path in (ROOT / folder).rglob("*") if path.is_file()
    ]
    package = [path for path in (ROOT / "dlvis").rglob("*") if path.is_file()]
    wanted = {f"dlvis/{path.relative_to(ROOT)}" for path in shipped} | {
        str(path.relative_to(ROOT)) for path in package
    }
    left = {
        name for name in wanted - inside if "__pycache__" not in name and not name.endswith((".nbi", ".nbc"))
    }
    assert left == set()


def test_nothing_else_is_inside(wheel):
    with zipfile.ZipFile(wheel) as archive:
        roots = {name.split("/")[0] for name in archive.namelist()}
    assert {re.sub("-.*info", "-info", name) for name in roots} == {"dlvis", "dlvis-info"}


@pytest.fixture(scope="module")
def dlvis(wheel, tmp_path_factory):
    """The command of a fresh environment that holds the wheel, and sees the libraries of this one."""
    folder = tmp_path_factory.mktemp("empty")
    home = folder / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    python = home / "bin" / "python"
    site = next(home.glob("lib/python*/site-packages"))
    # the libraries, but not what lies in .pth files there, such as an editable dlvis
    (site / "libraries.pth").write_text(sysconfig.get_paths()["purelib"])
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "-q", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--force-reinstall", str(wheel)], check=True, capture_output=True)
    outside = folder / "elsewhere"
    outside.mkdir()

    def run(*line, program="dlvis"):
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder)}
        command = [str(home / "bin" / program), *line]
        done = subprocess.run(command, cwd=outside, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, f"{line}: {done.stderr}"
        return done.stdout

    run.outside, run.home = outside, home
    return run


@pytest.mark.slow
def test_it_works_in_an_empty_environment(dlvis):
    place = dlvis("-c", "import dlvis; print(dlvis.__file__)", program="python")
    assert Path(place.strip()).is_relative_to(dlvis.home)
    assert "fold " in dlvis("scenes", "list")
    dlvis("demo", "-q", LOOK)
    assert (dlvis.outside / "renders/clips/fold/fold.mp4").is_file()
    dlvis("render", "fold", "-q", LOOK)  # the demo's own, answered at once
    dlvis("embed", "renders/clips/fold", "--out", "lecture")
    assert any((dlvis.outside / "lecture").rglob("*.webm"))


def test_the_citation_says_what_the_project_says():
    """The keys that the Citation File Format 1.2.0 wants, and the version of the package."""
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    said = dict(re.findall(r'^([a-z-]+): *"?([^"\n]*)"?$', text, flags=re.M))
    assert {"cff-version", "message", "title", "authors", "type", "license", "version"} <= set(said)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (said["cff-version"], said["version"]) == ("1.2.0", project["version"])
    assert said["license"] == project["license"]
    assert re.search(r"^authors:\n  - name: .+", text, flags=re.M)


def test_the_docker_file_copies_what_is_there():
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    copied = [name for line in re.findall(r"^COPY (.*) \S+$", text, flags=re.M) for name in line.split()]
    assert copied
    assert [name for name in copied if not (ROOT / name).exists()] == []
