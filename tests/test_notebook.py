"""What a notebook shows of our values, asked as IPython asks."""

import os
import subprocess
import sys
from base64 import b64decode
from io import BytesIO

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from PIL import Image

import dlvis
from dlvis.clip import load_clip
from dlvis.errors import InputError
from dlvis.export.drawing import MOST_REGIONS
from dlvis.geometry import fold_complex
from dlvis.net import ReluNet
from dlvis.notebook.diagram import MOST_LINES, diagram
from dlvis.notebook.pictures import complex_png, net_png, run_png
from dlvis.notebook.shown import Shown, show
from dlvis.style.theme import PAPER
from dlvis.window import Window
from tests.films import LANES
from tests.hostile import WORDS, with_words
from tests.nets import he_net
from tests.small_clips import small_clip
from tests.stock import small_training
from tests.test_embed_reveal import Seen

SQUARE = Window(-1, 1, -1, 1)


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return small_clip(tmp_path_factory.mktemp("clips") / "bar")


def picture(content):
    return np.asarray(Image.open(BytesIO(content)).convert("RGB")).astype(int)


def near(pixels, colour):
    """How many pixels are about of this colour."""
    wanted = [int(colour[start : start + 2], 16) for start in (1, 3, 5)]
    return int((np.abs(pixels - wanted).max(axis=-1) < 12).sum())


def test_the_bundle_has_the_film_the_picture_and_a_line(clip):
    bundle = Shown(clip)._repr_mimebundle_()
    seen = Seen(bundle["text/html"])
    kind, _, content = seen.all("source")[0]["src"].partition(";base64,")
    assert (kind, b64decode(content)) == ("data:video/mp4", clip.path.read_bytes())
    assert picture(b64decode(bundle["image/png"])).shape == (90, 160, 3)
    assert bundle["text/plain"].startswith("A bar moves (")
    assert seen.all("track")[0]["src"].startswith("data:text/vtt;base64,")
    # what takes the player out leaves the picture
    assert seen.all("img")[0]["alt"] == "An orange bar. A bar. A bar on the right."


def test_a_film_that_is_too_large_is_played_from_its_file_and_that_is_said(clip, monkeypatch):
    monkeypatch.chdir(clip.path.parent.parent)
    seen = Seen(Shown(clip, most_mb=0.001)._repr_mimebundle_()["text/html"])
    assert seen.all("source")[0]["src"] == "bar/bar.mp4"
    assert "which is not inside" in "".join(seen.text("small"))
    assert Shown(clip, most_mb=1).is_inside


def test_a_clip_is_taken_as_a_value_a_folder_or_a_film(clip):
    for given in (clip, clip.path.parent, str(clip.path)):
        assert show(given).clip.path == clip.path


def test_a_scene_is_rendered_with_its_parameters(tmp_path):
    shown = dlvis.show(str(LANES), quality="64x36@10", out=tmp_path, jobs=1, theme="paper")
    assert shown.clip.made_from["params"]["theme"] == "paper"
    assert (tmp_path / "clips").is_dir()


@pytest.mark.parametrize(
    ("given", "params", "complaint"),
    [
        ("clip", {"theme": "paper"}, r"is finished and takes no theme; name its scene instead"),
        ("nowhere.mp4", {}, "no clip there"),
        (".", {}, "no clip there"),
        ("fodl", {}, "did you mean 'fold'"),
        ("fold", {"theem": "paper"}, "did you mean 'theme'"),
    ],
)
def test_what_cannot_be_shown_is_told(clip, tmp_path, monkeypatch, given, params, complaint):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=complaint):
        show(clip if given == "clip" else given, **params)


def test_a_film_that_is_gone_is_named(tmp_path):
    gone = small_clip(tmp_path / "bar")
    gone.path.unlink()
    with pytest.raises(InputError, match=r"bar\.mp4: the clip names it, but it is not there"):
        show(gone)


def test_hostile_words_are_words(tmp_path):
    clip = with_words(small_clip(tmp_path / "bar"))
    seen = Seen(Shown(load_clip(clip.path), most_mb=0)._repr_mimebundle_()["text/html"])
    assert [tag for tag, _ in seen.tags] == ["video", "source", "track", "img", "p", "small"]
    assert seen.all("video")[0]["aria-label"] == " ".join(WORDS)


def test_a_complex_shows_its_classes_and_their_boundary():
    net = ReluNet([[[1.0, 0.0]], [[1.0]]], [[0.0], [-0.5]])  # positive where x > 1/2
    pixels = picture(complex_png(fold_complex(net, SQUARE)))
    assert pixels.shape == (640, 640, 3)
    assert near(pixels[:, 460:475], PAPER.boundary) == 0
    assert near(pixels[:, 479:481], PAPER.boundary) == 640 * 2
    assert near(pixels, PAPER.ground) < 0.02 * pixels[..., 0].size


def test_a_complex_that_no_picture_shows_has_none(monkeypatch):
    folded = fold_complex(he_net((2, 8, 1), 0), SQUARE)
    assert folded.n_regions < MOST_REGIONS
    monkeypatch.setattr("dlvis.notebook.pictures.MOST_REGIONS", folded.n_regions - 1)
    assert complex_png(folded) is None


def test_a_net_shows_each_weight_by_sign_and_size():
    net = ReluNet([[[1.0, -1.0]], [[0.1]]], [[0.0], [0.0]])
    paths = [path for path in diagram(net, PAPER).paths if path.group == "weights"]
    assert sorted((path.stroke, len(path.offsets) - 1) for path in paths) == [
        (PAPER.negative, 1),
        (PAPER.positive, 2),
    ]
    pixels = picture(net_png(net))
    assert near(pixels, PAPER.positive) > 500 < near(pixels, PAPER.negative)


def test_a_net_of_zeros_has_dots_and_no_line():
    paths = diagram(ReluNet([np.zeros((3, 2)), np.zeros((1, 3))], [np.zeros(3), np.zeros(1)]), PAPER).paths
    assert [path.group for path in paths] == ["neurons"] * 3


def test_of_a_wide_net_the_largest_weights_are_drawn_and_that_is_said():
    net = he_net((2, 100, 100, 1), 0)
    shown = diagram(net, PAPER)
    assert sum(len(path.offsets) - 1 for path in shown.paths if path.group == "weights") == MOST_LINES
    assert "The 4000 largest of 10300 weights are drawn." in shown.text


def test_a_run_shows_its_course_and_its_end():
    from dlvis.needs import TrainedRun

    pixels = picture(run_png(small_training(TrainedRun("moons", (2, 4, 1), 0))))
    assert pixels.shape[0] == 360
    assert pixels.shape[1] > 800
    assert near(pixels, PAPER.fold(0)) > 100  # the curve
    assert near(pixels, PAPER.boundary) > 100


def test_a_run_of_another_kind_shows_what_there_is():
    from dlvis.run import Run, Snapshot

    one_input, plane = he_net((1, 4, 1), 0), he_net((2, 4, 1), 0)
    assert run_png(Run("t", "t", (Snapshot(0, one_input, {}),))) is None
    assert picture(run_png(Run("t", "t", (Snapshot(0, plane, {}),)))).shape == (360, 360, 3)
    steps = tuple(Snapshot(step, one_input, {"loss": 1 / (1 + step)}) for step in (0, 1))
    assert picture(run_png(Run("t", "t", steps))).shape == (360, 640, 3)


def test_ipython_draws_our_values_once_it_is_told():
    shell = InteractiveShell()
    folded = fold_complex(he_net((2, 4, 1), 0), SQUARE)
    assert "image/png" not in shell.display_formatter.format(folded)[0]
    dlvis.load_ipython_extension(shell)
    for value in (folded, folded.net):
        assert picture(shell.display_formatter.format(value)[0]["image/png"]).shape[1] == 640


def test_beside_the_picture_stands_one_line():
    from dlvis.needs import TrainedRun

    shell = InteractiveShell()
    dlvis.load_ipython_extension(shell)
    net = he_net((2, 4, 1), 0)
    expected = {
        "FoldComplex: 5 linear regions of a net 2-4-1 in [-1, 1] x [-1, 1]": fold_complex(net, SQUARE),
        "ReluNet: widths 2-4-1, 17 parameters, slope 0": net,
        "Run: moons, widths 2-4-1, 3 snapshots of steps 0 to 40": small_training(
            TrainedRun("moons", (2, 4, 1), 0)
        ),
    }
    for line, value in expected.items():
        assert shell.display_formatter.format(value)[0]["text/plain"] == line


SCRIPT = """
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.run_cell('import dlvis')
from dlvis.net import plane
print('image/png' in shell.display_formatter.format(plane([1, 2], 0))[0])
"""


def test_in_ipython_the_import_is_enough(tmp_path):
    line = [sys.executable, "-c", SCRIPT]
    environment = os.environ | {"IPYTHONDIR": str(tmp_path)}
    done = subprocess.run(line, capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.splitlines()[-1] == "True"


def test_there_is_nothing_else_in_the_package_itself():
    with pytest.raises(AttributeError, match="no attribute 'shwo'"):
        dlvis.shwo  # noqa: B018
