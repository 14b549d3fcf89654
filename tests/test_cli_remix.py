"""`dlvis remix`: the settings of a clip, as a file that makes it again."""

import json
import tomllib

import pytest
from click.testing import CliRunner

from dlvis.cli import group
from dlvis.clip import MANIFEST, load_clip
from dlvis.errors import InputError
from dlvis.render.clips import render_clip
from dlvis.render.order import order
from tests.films import DOT, TINY

PARAMS = {"distance": 1.5, "theme": "paper", "style": {"sizes": [3, 4], "note": 'a "b"\\'}}


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return render_clip(DOT, PARAMS, quality_name=TINY, out=tmp_path_factory.mktemp("out"))


def answer(*arguments):
    result = CliRunner().invoke(group, list(map(str, arguments)), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("named", ["path", "folder"])
def test_the_same_clip_again(clip, tmp_path, named):
    props = tmp_path / "mine.toml"
    props.write_text(answer("remix", clip.path if named == "path" else clip.path.parent), encoding="utf-8")
    again = order(DOT, tomllib.loads(props.read_text()), TINY, tmp_path)
    assert again.key == clip.made_from["key"]
    out = clip.path.parent.parent.parent
    before = clip.path.stat().st_mtime_ns
    answer("render", DOT, "--props", props, "-q", TINY, "--out", out)
    assert clip.path.stat().st_mtime_ns == before  # answered at once: it is that clip


def test_a_changed_line_makes_another(clip, tmp_path):
    text = answer("remix", clip.path).replace("distance = 1.5", "distance = 0.5")
    assert order(DOT, tomllib.loads(text), TINY, tmp_path).key != clip.made_from["key"]


def test_it_says_how_to_make_it_again(clip):
    text = answer("remix", clip.path)
    assert f"#     dlvis render dot.py --props THIS_FILE -q {TINY}\n" in text
    assert '# What made "A dot moves".' in text


@pytest.fixture
def hostile(clip, tmp_path):
    """The manifest of a clip with something else in it."""

    def write(change):
        document = json.loads((clip.path.parent / MANIFEST).read_text())
        change(document)
        (tmp_path / MANIFEST).write_text(json.dumps(document))
        return tmp_path

    return write


@pytest.mark.parametrize(
    "text", ['\nx = 1\n"', "a\r\nx = 1", "x\u2028y = 1", "[x]\n", '"""', "$(rm)", "`rm`; ls"]
)
def test_a_strangers_manifest_writes_no_line_of_its_own(hostile, text):
    def change(document):
        document["made_from"]["scene"]["file"] = text
        document["made_from"]["runs"] = [{"run": text}]
        document["made_from"]["quality"]["name"] = text
        document["made_from"]["params"] = {text: text, "style": {text: [text]}}

    said = answer("remix", hostile(change))
    assert tomllib.loads(said) == {text: text, "style": {text: [text]}}


@pytest.mark.parametrize("params", [None, 3, [1]])
def test_a_manifest_without_parameters_is_refused(hostile, params):
    folder = hostile(lambda document: document["made_from"].update(params=params))
    with pytest.raises(InputError, match="expected parameters of a scene"):
        answer("remix", folder)


def test_no_clip_is_one_sentence(tmp_path):
    with pytest.raises(InputError, match="no clip there"):
        answer("remix", tmp_path / "none")


def test_a_clip_says_every_parameter(clip):
    assert load_clip(clip.path.parent).made_from["params"]["style"] == {"sizes": [3, 4], "note": 'a "b"\\'}
