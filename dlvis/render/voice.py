"""A narration spoken by any text-to-speech command, without a shell, and kept by command and text."""

import re
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from dlvis.errors import InputError
from dlvis.footage.sound import duration
from dlvis.whole import write_whole

LONGEST = 300  # seconds that a command may take for one beat
PAUSE = 0.4  # seconds between the end of what is said and the end of its beat


@dataclass(frozen=True)
class Voice:
    """What speaks: `command` with the places {text}, {out} and {language}, and the folder of its recordings.

    Without {text} the command reads the text from its standard input; without {out} its standard output is
    the sound, in any format that ffmpeg reads. It is split as a shell would, but run without one.

    Raises:
        InputError: quotes that are not closed, or a program that is not there.
    """

    command: str
    folder: Path
    language: str

    def __post_init__(self) -> None:
        program = next(iter(self._words()), "")
        if shutil.which(program) is None:
            raise InputError(
                f"--voice: there is no program {program!r}; install it, or name another, as"
                " 'espeak-ng -v {language} -w {out} {text}'"
            )

    def lasts(self, text: str) -> float:
        """How many seconds a beat must last for `text` to be said, with a pause after it."""
        return duration(self.spoken(text)) + PAUSE

    def spoken(self, text: str) -> Path:
        """The recording of `text`, made at the first time.

        Raises:
            InputError: the command failed (its last words are told), took too long, or gave no sound.
        """
        key = "\0".join((self.command, self.language, text))
        place = self.folder / f"{sha256(key.encode()).hexdigest()[:32]}.wav"
        if not place.is_file():
            sound = self._record(text)
            with TemporaryDirectory(prefix="dlvis-") as folder:
                heard = Path(folder) / "sound.wav"
                heard.write_bytes(sound)
                self._check(heard)
            write_whole(place, sound, overwrite=True)
        return place

    def _record(self, text: str) -> bytes:
        with TemporaryDirectory(prefix="dlvis-") as folder:
            out = Path(folder) / "speech.wav"
            # a text that begins with a hyphen would be taken for an option
            places = {"text": f" {text}" if text.startswith("-") else text, "out": str(out)}
            places["language"] = self.language
            line = [_filled(word, places) for word in self._words()]
            said = self._run(line, "" if "{text}" in self.command else text)
            if "{out}" not in self.command:
                return said
            return out.read_bytes() if out.is_file() else b""

    def _run(self, line: list[str], said: str) -> bytes:
        try:
            done = subprocess.run(line, input=said.encode(), capture_output=True, timeout=LONGEST)
        except subprocess.TimeoutExpired:
            raise InputError(f"--voice: {line[0]!r} took longer than {LONGEST} s for one beat") from None
        except (OSError, ValueError) as error:
            raise InputError(f"--voice: {line[0]!r} cannot be run ({error})") from error
        if done.returncode != 0:
            words = done.stderr.decode(errors="replace").strip().splitlines()[-3:]
            told = " / ".join(words) or "it said nothing"
            raise InputError(f"--voice: {line[0]!r} ended with {done.returncode}: {told}")
        return done.stdout

    def _check(self, sound: Path) -> None:
        try:
            is_heard = duration(sound) > 0
        except InputError:
            is_heard = False
        if not is_heard:
            raise InputError(
                f"--voice: expected a sound from {self.command!r}, got none; it writes a sound file to"
                " {out}, or to its standard output where the command has no {out}"
            )

    def _words(self) -> list[str]:
        try:
            return shlex.split(self.command)
        except ValueError as error:
            raise InputError(f"--voice: {self.command!r} cannot be split into words: {error}") from None


def _filled(word: str, places: dict[str, str]) -> str:
    """All places at once: what is filled in is not looked through again."""
    return re.sub(r"\{(text|out|language)\}", lambda match: places[match.group(1)], word)
