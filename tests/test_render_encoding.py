import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.reformatter import ColorRange, Colorspace

from dlvis.errors import InputError
from dlvis.render.encoding import encoded, film_length, join
from dlvis.render.quality import QUALITIES, Quality

SIZE = Quality("small", 96, 64, 25)
COLOURS = ["#11141E", "#E69F00", "#56B4E9", "#FFFFFF", "#000000", "#CC0044"]


def flat(colour):
    rgb = [int(colour[k : k + 2], 16) for k in (1, 3, 5)]
    return np.full((SIZE.height, SIZE.width, 4), [*rgb, 255], np.uint8)


def moving(number):
    frame = flat("#11141E")
    frame[10:40, 2 * number % 60 : 2 * number % 60 + 20, :3] = [230, 159, 0]
    return frame


def film(path, pictures, size=SIZE):
    with encoded(path, size) as write:
        for picture in pictures:
            write(picture, 1)
    return path


def decoded(path):
    with av.open(path) as container:
        return [
            frame.reformat(
                format="rgb24", src_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.JPEG
            ).to_ndarray()
            for frame in container.decode(video=0)
        ]


@pytest.mark.parametrize("colour", COLOURS)
def test_colours_are_seen_as_they_were_drawn(tmp_path, colour):
    (seen,) = decoded(film(tmp_path / "flat.mp4", [flat(colour)]))
    assert np.abs(seen.astype(int) - flat(colour)[..., :3]).max() <= 2


def test_the_film_says_that_it_is_bt709(tmp_path):
    with av.open(film(tmp_path / "flat.mp4", [flat("#E69F00")])) as container:
        codec = container.streams.video[0].codec_context
        assert (codec.colorspace, codec.color_primaries, codec.color_trc, codec.color_range) == (1, 1, 1, 1)


@pytest.mark.parametrize("n_frames", [1, 7])
def test_a_film_knows_its_length(tmp_path, n_frames):
    assert film_length(film(tmp_path / "film.mp4", map(moving, range(n_frames)))) == n_frames


@pytest.mark.parametrize("name", QUALITIES)
def test_the_same_frames_are_the_same_bytes(tmp_path, name):
    size = Quality(name, 96, 64, 25, QUALITIES[name].encoder)
    one, two = (film(tmp_path / f"{k}.mp4", map(moving, range(30)), size) for k in range(2))
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("encoder", [QUALITIES["draft"].encoder, QUALITIES["1080p30"].encoder])
def test_parts_are_joined_frame_by_frame(tmp_path, encoder):
    size = Quality("small", 96, 64, 25, encoder)
    lengths = [7, 1, 30, 2]
    ends = np.cumsum([0, *lengths])
    parts = [
        film(tmp_path / f"part{start}.mp4", map(moving, range(start, end)), size)
        for start, end in pairwise(ends)
    ]
    assert join(parts, tmp_path / "film.mp4", size) == sum(lengths)
    apart = [frame for part in parts for frame in decoded(part)]
    assert np.array_equal(decoded(tmp_path / "film.mp4"), apart)
    with av.open(tmp_path / "film.mp4") as container:
        stream = container.streams.video[0]
        times = [frame.pts * stream.time_base * 25 for frame in container.decode(stream)]
    assert times == list(range(sum(lengths)))


ENCODE = """
import sys
from tests.test_render_encoding import QUALITIES, Path, Quality, film, speckled
for name, each in QUALITIES.items():
    size = Quality(name, 320, 180, 25, each.encoder)
    path = film(Path(sys.argv[1]) / f"{name}.mp4", map(speckled, range(12)), size)
    print(name, __import__("hashlib").sha256(path.read_bytes()).hexdigest())
"""


def speckled(number):
    rows, columns = np.mgrid[:180, :320]
    return np.stack([(rows * columns + number * rows) % 251] * 4, axis=-1).astype(np.uint8)


def test_nothing_depends_on_what_memory_held_before(tmp_path):
    command = [sys.executable, "-c", ENCODE, tmp_path]
    said = {
        subprocess.run(
            command, check=True, capture_output=True, env=os.environ | {"MALLOC_PERTURB_": str(byte)}
        ).stdout
        for byte in (0, 1, 77, 200)
    }
    assert len(said) == 1


def test_a_still_picture_is_written_many_times(tmp_path):
    with encoded(tmp_path / "still.mp4", SIZE) as write:
        write(flat("#E69F00"), 50)
    assert len(decoded(tmp_path / "still.mp4")) == 50


def break_off(path):
    with encoded(path, SIZE) as write:
        write(flat("#E69F00"), 1)
        raise RuntimeError("the scene")


def test_what_the_drawing_raises_comes_through(tmp_path):
    with pytest.raises(RuntimeError, match="the scene"):
        break_off(tmp_path / "film.mp4")


def test_the_smallest_frame(tmp_path):
    size = Quality("smallest", 16, 16, 1)
    assert len(decoded(film(tmp_path / "film.mp4", [np.zeros((16, 16, 4), np.uint8)] * 3, size))) == 3


def test_a_place_that_cannot_be_written(tmp_path):
    with pytest.raises(InputError, match="cannot be written"):
        film(tmp_path / "none" / "film.mp4", [flat("#E69F00")])


def test_a_full_disk_is_told(tmp_path):
    noise = np.random.default_rng(0).integers(0, 256, (64, 96, 4), dtype=np.uint8)
    with pytest.raises(InputError, match=r"cannot be written \(No space left on device\)"):
        film(Path("/dev/full"), [noise] * 40)
    assert list(tmp_path.iterdir()) == []
