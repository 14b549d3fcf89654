"""A narration spoken by a command: beats wait for it, it is in the film, and no frame is drawn for it."""

import shutil
import sys
from pathlib import Path

import av
import numpy as np
import pytest

from dlvis.clip import save_clip
from dlvis.embed.cut import cut
from dlvis.errors import InputError
from dlvis.footage.sound import RATE, add_sound, duration, samples, track
from dlvis.footage.webm import write_webm
from dlvis.render.clips import render_clip
from dlvis.render.voice import PAUSE, Voice
from tests.films import DOT, TINY, finished, frames
from tests.small_clips import small_clip

# a voice that is the same everywhere: a tone, as long as the text says
SPEAKER = """
import sys, wave, math, array
text = sys.argv[2] if len(sys.argv) > 2 else sys.stdin.read()
print("heard", repr(text), file=sys.stderr)
tone = array.array("h", (int(9000 * math.sin(k / 9)) for k in range(int(8000 * {seconds}))))
with wave.open(sys.argv[1] if sys.argv[1] != "-" else sys.stdout.buffer, "wb") as file:
    file.setnchannels(1), file.setsampwidth(2), file.setframerate(8000)
    file.writeframes(tone.tobytes())
"""


@pytest.fixture
def speaker(tmp_path):
    """The command of a voice that says everything in so many seconds."""

    def command(seconds, places="{out} {text}"):
        script = tmp_path / f"speaker{seconds}.py"
        script.write_text(SPEAKER.replace("{seconds}", str(seconds)))
        return f"{sys.executable} {script} {places}"

    return command


def sound_of(clip):
    with av.open(str(clip.path)) as container:
        kinds = {each.type: each.codec_context.name for each in container.streams if each.codec_context}
    return kinds, samples(clip.path)


def test_what_fits_is_put_in_without_drawing_anything(speaker, tmp_path):
    silent = render_clip(DOT, quality_name=TINY, out=tmp_path)
    drawn = finished(tmp_path)
    spoken = render_clip(DOT, quality_name=TINY, out=tmp_path, voice=speaker(1.0))
    assert finished(tmp_path) == drawn
    assert spoken.path.parent.name == "dot-spoken"
    assert np.array_equal(frames(spoken), frames(silent))
    kinds, heard = sound_of(spoken)
    assert kinds["audio"] == "aac"
    assert kinds["video"] == "h264"
    for chapter in spoken.chapters:
        first = int(chapter.start * RATE)
        assert np.abs(heard[first + RATE // 4 : first + RATE // 2]).max() > 5000
    assert np.abs(heard[int(1.4 * RATE) : int(1.9 * RATE)]).max() < 500
    assert len(heard) / RATE == pytest.approx(spoken.seconds, abs=0.1)
    before = spoken.path.stat().st_mtime_ns  # the same voice again is answered at once, another is not
    again = render_clip(DOT, quality_name=TINY, out=tmp_path, voice=speaker(1.0))
    assert again.path.stat().st_mtime_ns == before
    other = render_clip(DOT, quality_name=TINY, out=tmp_path, voice=speaker(0.5))
    assert (other.made_from["voice"], finished(tmp_path)) == (speaker(0.5), drawn)


def test_a_beat_lasts_as_long_as_what_is_said(speaker, tmp_path):
    silent = render_clip(DOT, quality_name=TINY, out=tmp_path)
    spoken = render_clip(DOT, quality_name=TINY, out=tmp_path, voice=speaker(4.0), jobs=2)
    lengths = [chapter.end - chapter.start for chapter in spoken.chapters]
    assert lengths[0] == pytest.approx(4.0 + PAUSE, abs=0.11)
    assert len(frames(spoken)) == round(spoken.seconds * spoken.fps)
    assert spoken.seconds > silent.seconds
    again = render_clip(DOT, quality_name=TINY, out=tmp_path)
    assert len(frames(again)) == len(frames(silent))


@pytest.mark.parametrize("places", ["{out} {text}", "{out}", "- {text}", "-"])
def test_text_and_sound_go_by_places_or_by_streams(speaker, tmp_path, places):
    voice = Voice(speaker(0.5, places), tmp_path / "kept", "en")
    kept = voice.spoken('It\'s {out} "and" $(touch x); `ls`')
    assert duration(kept) == pytest.approx(0.5, abs=0.01)
    assert voice.spoken('It\'s {out} "and" $(touch x); `ls`') == kept
    assert voice.spoken("other") != kept
    assert {path.name for path in tmp_path.iterdir()} == {"speaker0.5.py", "kept"}


def test_what_is_said_is_the_text_and_nothing_else(tmp_path):
    """No shell, no second filling, and no option made of a text."""
    out = tmp_path / "heard.txt"
    script = tmp_path / "s.py"
    script.write_text(f"import sys\nopen({str(out)!r}, 'a').write(repr(sys.argv[2:]))\nsys.exit(3)\n")
    for text in ("{language} {out}", "$HOME 'a' \"b\"\\", "-x"):
        with pytest.raises(InputError, match="ended with 3: it said nothing"):
            Voice(f"{sys.executable} {script} {{out}} {{text}} {{language}}", tmp_path, "de").spoken(text)
    told = repr(["{language} {out}", "de"]) + repr(["$HOME 'a' \"b\"\\", "de"]) + repr([" -x", "de"])
    assert out.read_text() == told


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("no-such-program {text}", "there is no program 'no-such-program'; install it"),
        ("", "there is no program ''"),
        ("espeak 'x", "cannot be split into words: No closing quotation"),
        (f"{sys.executable} -c 'import sys; sys.exit(\"no voice de\")'", "ended with 1: no voice de"),
        (f"{sys.executable} -c 'print(3)'", "expected a sound from"),
        (f"{sys.executable} -c '' {{out}}", "expected a sound from .* got none"),
    ],
)
def test_a_command_that_fails_says_why(tmp_path, command, message):
    with pytest.raises(InputError, match=f"--voice: .*{message}"):
        Voice(command, tmp_path / "kept", "de").spoken("Hallo")
    assert not (tmp_path / "kept").exists()


def test_a_failing_voice_leaves_no_film(tmp_path):
    with pytest.raises(InputError, match="ended with 1: no"):
        render_clip(DOT, quality_name=TINY, out=tmp_path, voice=f"{sys.executable} -c 'exit(\"no\")'")
    assert list((tmp_path / "clips").iterdir()) == []


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
def test_espeak_speaks(tmp_path):
    voice = Voice("espeak-ng -v {language} -w {out} {text}", tmp_path, "de")
    one, more = (duration(voice.spoken(text)) for text in ("Ein Netz.", "Ein Netz faltet die Ebene."))
    assert 0.3 < one < more < 5
    clip = render_clip(DOT, quality_name=TINY, out=tmp_path, voice="espeak-ng -v {language} --stdin -w {out}")
    assert np.abs(sound_of(clip)[1]).max() > 1000


def test_recordings_stand_at_their_times(speaker, tmp_path):
    path = Voice(speaker(0.5), tmp_path / "kept", "en").spoken("a")
    whole = track([(0.25, path), (1.9, path)], 2.0)
    assert len(whole) == 2 * RATE
    loud = np.flatnonzero(np.abs(whole) > 5000) / RATE
    assert loud.min() == pytest.approx(0.25, abs=0.01)
    assert loud.max() == pytest.approx(2.0, abs=0.01)
    assert not ((loud > 0.76) & (loud < 1.89)).any()


def test_what_is_said_is_cut_and_embedded_along(speaker, tmp_path):
    clip = small_clip(tmp_path / "bar")
    voice = Voice(speaker(0.2), tmp_path / "kept", "en")
    said = track([(each.start, voice.spoken("a")) for each in clip.chapters], clip.seconds)
    add_sound(clip.path, said, tmp_path / "spoken.mp4")
    (tmp_path / "spoken.mp4").replace(clip.path)
    save_clip(clip, clip.path.parent)
    for part in cut(clip, tmp_path / "cuts"):
        heard = np.abs(sound_of(part)[1])
        assert heard[: RATE // 8].max() > 5000
        assert len(heard) / RATE == pytest.approx(part.seconds, abs=0.1)
    write_webm(clip, len(frames(clip)), tmp_path / "bar.webm", lambda *_: None)
    heard = np.abs(samples(tmp_path / "bar.webm"))
    assert heard[: RATE // 8].max() > 5000
    assert len(heard) / RATE == pytest.approx(clip.seconds, abs=0.1)


def test_what_is_no_sound_is_named(tmp_path):
    (tmp_path / "x.wav").write_text("no sound")
    with pytest.raises(InputError, match=r"x\.wav: expected a sound file such as WAV"):
        duration(Path(tmp_path / "x.wav"))
