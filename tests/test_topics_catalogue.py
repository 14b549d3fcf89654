"""Topics by name and from TOML files of one's own, right and wrong."""

import pytest

from dlvis.errors import InputError
from dlvis.topics import built_in_names, load, part
from tests.pictures import two_colour_picture

SHAPE = '[source]\nshape = "moons"\n'


def written(folder, text):
    path = folder / "mine.toml"
    path.write_text(text)
    return path


def test_the_built_in_topics():
    assert built_in_names() == ("baarle", "baarle-wide", "moons", "rings", "sine", "spiral")
    for name in built_in_names():
        topic = load(name)
        assert (topic.name, topic.source) == (name, name)
        assert topic.training.few_widths == (2, 3, 1)
    assert load("baarle").training.widths == (2, 16, 16, 16, 1)


def test_a_toml_says_everything(tmp_path):
    two_colour_picture(tmp_path / "mine.png")
    topic = load(
        written(
            tmp_path,
            'title = "My picture"\nclasses = ["paper", "ring"]\ncredits = ["drawn by me"]\nseed = 4\n'
            '[source]\nfile = "mine.png"\npositive = "#e69f00"\n'
            "[window]\nx = [0, 20]\ny = [0, 30]\n"
            "[samples]\ntrain = 50\n"
            "[training]\nwidths = [2, 4, 4, 2]\nrate = 0.02\n",
        )
    )
    assert (topic.name, topic.title, topic.seed) == ("mine", "My picture", 4)
    assert topic.source == str(tmp_path / "mine.toml")
    assert topic.class_names == ("paper", "ring")
    assert topic.credits == ("drawn by me",)
    assert topic.window.width == pytest.approx(topic.window.height * 20 / 30)
    assert topic.window.height == 2.0
    assert (topic.training.widths, topic.training.rate) == ((2, 4, 4, 2), 0.02)
    assert len(part(topic, "train")[0]) == 50


def test_another_seed_gives_other_points(tmp_path):
    one = part(load(written(tmp_path, "seed = 1\n" + SHAPE)), "test")[0]
    two = part(load(written(tmp_path, "seed = 2\n" + SHAPE)), "test")[0]
    assert (one != two).any()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("barle", "topic 'barle' is unknown; did you mean 'baarle'"),
        ("xyz", "topic 'xyz' is unknown; expected one of baarle, baarle-wide, moons, rings, sine, spiral"),
        (
            "missing.toml",
            "missing.toml: there is no such file; a topic is a file or one of baarle, baarle-wide, moons",
        ),
        ("folder/missing", "there is no such file"),
        ("..", "is unknown|no such file"),
    ],
)
def test_a_topic_that_is_not_there(name, words):
    with pytest.raises(InputError, match=words):
        load(name)


def test_a_file_of_another_kind(tmp_path):
    (tmp_path / "a.docx").write_text("")
    with pytest.raises(InputError, match=r"a .csv or an image such as .png, got .docx"):
        load(tmp_path / "a.docx")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('title = "a"\n[source\n', "mine.toml, line 2: expected TOML, got broken TOML"),
        ('title = "a', "mine.toml, line 1: expected TOML"),
        ("", "one of file, shape, formula and function"),
        ('[source]\nfile = "a"\nshape = "b"\n', "one of file, shape, formula and function"),
        (SHAPE + "[trainig]\nsteps = 1\n", "line 3: 'trainig' is unknown; did you mean 'training'"),
        ('titel = "a"\n' + SHAPE, "line 1: 'titel' is unknown; did you mean 'title'"),
        (
            SHAPE + "[training]\nstep = 9\n",
            r"line 4: 'step' is unknown in \[training\]; did you mean 'steps'",
        ),
        (SHAPE + "training = 3\n", "'training' is unknown"),
        ("training = 3\n" + SHAPE, "expected 'training' to be a table"),
        ('[source]\nshape = "mons"\n', "'mons' is unknown; did you mean 'moons'"),
        ('[source]\nfile = "missing.png"\n', "there is no file .*missing.png"),
        (
            SHAPE + "half_width = 0.5\n",
            "mine.toml: half_width: expected a number between 0 and 0.24, got 0.5",
        ),
        (
            '[source]\nformula = "y - sinn(x)"\n',
            r"formula in \[source\]: function 'sinn' is unknown; did you",
        ),
        ('[source]\nfunction = "sin(x)"\n', "expected a plane for a topic, got a function of one variable"),
        ('[source]\nformula = "y - z"\n', r"formula in \[source\]: 'z' is unknown"),
        ('[source]\nformula = "y ^ 2"\n', r"'y \^ 2': expected numbers.*a power is written x\*\*2"),
        ('[source]\nformula = "log(x)"\n', r"expected a number everywhere in the window, got \S+ at x = "),
        (
            '[source]\nformula = "x*x + 1"\n',
            "expected both signs in the window, but it is above 0 everywhere",
        ),
        ('[source]\nshape = "rings"\nhalf_width = 0.3\n', "half_width: expected .* between 0 and 0.25"),
        ('[source]\nshape = "spiral"\nhalf_width = 0.2\n', "half_width: expected .* 0 and 0.1667"),
        (SHAPE + "[window]\nlon = [1, 2]\nlat = [1, 2]\n", r"\[window\]: expected x and y, got lon, lat"),
        (
            SHAPE + "[window]\nx = [2, 1]\ny = [1, 2]\n",
            r"x in \[window\]: expected two numbers, \[low, high\]",
        ),
        (SHAPE + "[window]\nx = [7, 8]\ny = [7, 8]\n", "expected both classes in the window, found no"),
        (SHAPE + "[training]\nwidths = [2, 0, 1]\n", r"widths in \[training\]: expected layer sizes"),
        (SHAPE + "[training]\nwidths = [3, 8, 1]\n", "mine.toml: widths: expected 2 inputs first"),
        (SHAPE + "[training]\nsteps = 0\n", "expected a whole number from 1 to 100000000, got 0"),
        (SHAPE + "[training]\nrate = true\n", "expected a number above 0, .*, got True"),
        ('classes = ["a", "a"]\n' + SHAPE, "classes: expected two different names"),
        ("credits = [1]\n" + SHAPE, "credits: expected a list of texts"),
        (SHAPE + "[training]\nrate = inf\n", "expected a number above 0, at most 1e[+]12, got inf"),
        (SHAPE + f"[samples]\ntrain = {10**23}\n", "train .*: expected a whole number from 1 to"),
        (
            SHAPE + "[window]\nx = [-inf, inf]\ny = [1, 2]\n",
            r"x in \[window\]: expected two numbers, .*, got \[-inf, inf\]",
        ),
        (SHAPE + f"[window]\nx = [0, 1]\ny = [0, {10**400}]\n", r"y in \[window\]: expected two numbers"),
        (SHAPE + "[window]\nlon = [0, 1]\nlat = [0, 91]\n", "two numbers, .*, within -90 and 90, got"),
        (SHAPE + "[window]\nlon = [nan, 1]\nlat = [0, 9]\n", "two numbers, .*, within -360 and 360, got"),
        ("seed = -1\n" + SHAPE, "seed: expected a whole number"),
        ('title = " "\n' + SHAPE, "title: expected a text"),
    ],
)
def test_a_toml_that_is_wrong_is_answered_with_what_is_right(tmp_path, text, words):
    with pytest.raises(InputError, match=words) as error:
        load(written(tmp_path, text))
    assert "mine.toml" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_toml_that_is_no_text(tmp_path):
    (tmp_path / "mine.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(
        InputError, match=r"mine\.toml, line 1: expected a topic.s TOML file; save it as UTF-8"
    ):
        load(tmp_path / "mine.toml")
