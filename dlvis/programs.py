"""Where the programs that are no Python packages lie: ffmpeg of the system, else the one a wheel carries."""

import shutil

from dlvis.errors import InputError


def ffmpeg_executable() -> str:
    """The path of an ffmpeg: the system's when PATH has one, else the binary in `imageio-ffmpeg`.

    Raises:
        InputError: neither is there.
    """
    return shutil.which("ffmpeg") or _packaged_ffmpeg()


def _packaged_ffmpeg() -> str:
    try:
        from imageio_ffmpeg import get_ffmpeg_exe

        return str(get_ffmpeg_exe())
    except (ImportError, RuntimeError) as error:
        raise InputError(
            "no ffmpeg found, neither on PATH nor in imageio-ffmpeg: install the ffmpeg of your system"
            " (`apt-get install ffmpeg`, `brew install ffmpeg`) or run `make setup` again"
        ) from error
