"""Is everything here that dlvis needs? Each probe uses the thing for real, in small, and tells its find."""

import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from dlvis.fonts import font_family, fonts_visible, register_fonts
from dlvis.programs import ffmpeg_executable

OLDEST_PYTHON = (3, 11)
TORCH_REPORT = """
import torch
mps = torch.backends.mps.is_available()
device = torch.cuda.get_device_name() if torch.cuda.is_available() else "Apple GPU (mps)" if mps else "cpu"
print(f"{torch.__version__}, trains on: {device}")
"""


@dataclass(frozen=True)
class Check:
    """One thing looked at: what was found, or what is wrong, and the remedy to type when it is not well."""

    name: str
    ok: bool
    found: str
    remedy: str


def checks(out: Path) -> list[Check]:
    """Look at everything a film needs; `out` is the folder that runs and clips are to be written to."""
    return [
        check("Python", python_version, "install Python 3.11 or newer, then: PYTHON=python3.12 make setup"),
        check("cairo, pango", cairo_and_pango, system_libraries_line()),
        check("typst", typst, pip_line("typst")),
        check("H.264 (PyAV)", h264_encoder, pip_line("av")),
        check("ffmpeg", ffmpeg, f"apt-get install ffmpeg, or: {pip_line('imageio-ffmpeg')}"),
        check("fonts", fonts, "git checkout -- assets/fonts"),
        check("torch", torch, pip_line("torch")),
        check("output folder", lambda: writable(out), f"chmod u+rwx {out}, or name another with --out DIR"),
    ]


def check(name: str, probe: Callable[[], str], remedy: str) -> Check:
    """Run one probe; whatever it raises is what is wrong, and the others are still looked at."""
    try:
        return Check(name, True, probe(), "")
    except Exception as error:
        return Check(name, False, first_line(error), remedy)


def first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def pip_line(package: str) -> str:
    return f"{sys.executable} -m pip install --force-reinstall {package}"


def system_libraries_line() -> str:
    libraries = (
        "brew install cairo pango pkg-config"
        if sys.platform == "darwin"
        else "apt-get install libcairo2-dev libpango1.0-dev pkg-config g++"
    )
    return f"{libraries} && {pip_line('--no-cache-dir pycairo manimpango')}"


def python_version(version: tuple[int, ...] = sys.version_info[:3]) -> str:
    if version[:2] < OLDEST_PYTHON:
        raise RuntimeError(f"{'.'.join(map(str, version))} is too old")
    return f"{platform.python_implementation()} {'.'.join(map(str, version))}"


def cairo_and_pango() -> str:
    return f"{import_module('cairo').cairo_version_string()}, {import_module('manimpango').pango_version()}"


def typst() -> str:
    compiler = import_module("typst")
    compiler.compile(b"$ a^2 + b^2 $", format="svg")
    return f"{compiler.__version__} sets an equation"


def h264_encoder() -> str:
    av = import_module("av")
    return f"{av.__version__}, {av.codec.Codec('libx264', 'w').long_name}"


def ffmpeg() -> str:
    program = ffmpeg_executable()
    done = subprocess.run([program, "-version"], capture_output=True, text=True, check=True)
    return f"{done.stdout.split()[2]}, {program}"


def fonts() -> str:
    register_fonts()
    if not fonts_visible():
        raise RuntimeError(f"{font_family()} is registered, and Pango does not find it")
    return font_family()


def torch() -> str:
    """Asked in a process of its own: a torch that breaks when imported must not take the doctor along."""
    done = subprocess.run([sys.executable, "-c", TORCH_REPORT], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "torch crashes")
    return done.stdout.strip()


def writable(folder: Path) -> str:
    """Write a file into `folder`, or into the nearest folder above that is there, and take it away again."""
    place = next(above for above in (folder.absolute(), *folder.absolute().parents) if above.exists())
    try:
        with tempfile.TemporaryFile(dir=place) as file:
            file.write(b"dlvis")
    except OSError as error:
        raise RuntimeError(f"{place} takes no file: {error.strerror}") from error
    return str(folder)
