import subprocess
import sys
from pathlib import Path

import pytest

from dlvis.errors import InputError
from dlvis.programs import ffmpeg_executable


def runs(program: str) -> bool:
    return subprocess.run([program, "-version"], capture_output=True).returncode == 0


def test_ffmpeg_found_can_run() -> None:
    assert runs(ffmpeg_executable())


def test_ffmpeg_of_the_system_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "ffmpeg"
    own.write_text("#!/bin/sh\nexit 0\n")
    own.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ffmpeg_executable() == str(own)


def test_without_a_system_ffmpeg_the_packaged_one_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert runs(ffmpeg_executable())


def test_no_ffmpeg_at_all_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    with pytest.raises(InputError, match="make setup"):
        ffmpeg_executable()
