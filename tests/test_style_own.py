"""A theme of one's own in TOML: it changes what it says, and nothing unreadable gets through."""

import re

import pytest

from dlvis.errors import InputError
from dlvis.style import THEMES, theme
from dlvis.style.own import own_theme

WARM = """
base = "paper"
ground = "#FFF6E5"
negative = "#1F6FB2"
positive = "#B36B00"
folds = ["#00735c", "#8A3FFC"]

[strokes]
boundary = 6
"""


@pytest.fixture
def file(tmp_path):
    def write(text, name="warm.toml"):
        (tmp_path / name).write_text(text)
        return tmp_path / name

    return write


def test_it_changes_what_it_says_and_keeps_the_rest(file):
    look = theme(str(file(WARM)))
    assert (look.name, look.ground, look.halo) == ("warm", "#FFF6E5", "#FFF6E5")
    assert look.folds == ("#00735C", "#8A3FFC")
    assert look.fold(2) == look.fold(0)
    assert look.strokes.boundary == 6
    assert (look.ink, look.strokes.fold) == (THEMES["paper"].ink, THEMES["paper"].strokes.fold)


@pytest.mark.parametrize("name", THEMES)
def test_each_built_in_theme_passes_its_own_rules(file, name):
    assert own_theme(file(f'base = "{name}"', f"{name}.toml")) == THEMES[name]


def test_its_name_can_be_a_folders(file):
    assert own_theme(file("", "my 'own' ä.toml")).name == "my-own-ä"
    assert own_theme(file("", "....toml")).name == "theme"


@pytest.mark.parametrize(
    "text",
    [
        'base = "paper"\nink = "#999999"',
        'base = "night"\nmuted = "#555555"',
        'base = "paper"\nfolds = ["#F0E442"]',
        'base = "paper"\nnegative = "#B4611A"\npositive = "#1F7A8C"',
        'base = "night"\nnegative = "#E69F00"\npositive = "#E69F00"',
    ],
)
def test_the_colour_that_a_refusal_proposes_is_taken(file, text):
    with pytest.raises(InputError, match="would do") as caught:
        own_theme(file(text))
    key, colour = re.search(r'(?:(\w+) = )?"?(#\w{6})"? would do', str(caught.value)).groups()
    key = key or re.search(r"warm.toml, (\w+):", str(caught.value)).group(1)
    lines = [line for line in text.splitlines() if not line.startswith(f"{key} =")]
    proposed = f'["{colour}"]' if key == "folds" else f'"{colour}"'
    own_theme(file("\n".join([*lines, f"{key} = {proposed}"])))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('grond = "#FFFFFF"', "warm.toml, line 1: 'grond' is unknown; did you mean 'ground'"),
        ('base = "nite"', "line 1, base: expected one of night, paper, contrast, got 'nite'"),
        ('ink = "white"', "warm.toml, ink: expected a colour such as \"#1B9E77\", got 'white'"),
        ("ink = 3", "ink: expected a colour"),
        ('ink = "#FFF"', "ink: expected a colour"),
        (
            'ground = "#FFFFFF"',
            "ink: expected a contrast of at least 4.5 : 1 .* base = .paper. suits a light",
        ),
        (
            'base = "paper"\nink = "#999999"',
            "ink: expected a contrast of at least 4.5 : 1 .*, got 2.*#999999",
        ),
        ('muted = "#555555"', "muted: expected a contrast of at least 4.5"),
        ('folds = ["#101010"]', "folds: expected a contrast of at least 3 : 1"),
        ("folds = []", "folds: expected a list of colours"),
        ('folds = ["red"]', r"folds\[0\]: expected a colour"),
        (
            'negative = "#E69F00"',
            "negative and positive: expected two colours at least 0.15 apart .*got 0.00",
        ),
        ('negative = "#E2604A"\npositive = "#6FA83A"', "as seen with (prot|deuter)anopia"),
        ("[strokes]\nfold = 0", r"\[strokes\] fold: expected a number from 0.5 to 40, got 0"),
        ("[strokes]\nfolds = 3", r"\[strokes\] folds: is unknown; did you mean 'fold'"),
        ("[sizes]\nsmall = 20", r"\[sizes\] small: expected a number from 28 to 120, got 20"),
        ("[opacities]\nmap = nan", r"\[opacities\] map: expected a number from 0 to 1, got nan"),
        ("opacities = 3", r"opacities: expected a table, \[opacities\], got 3"),
        ("ground = ", "line 1: expected TOML, got broken TOML"),
        ('name = "../x"', "'name' is unknown"),
        ('font = "x"', "'font' is unknown"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_key(file, text, message):
    with pytest.raises(InputError, match=message) as caught:
        own_theme(file(text))
    assert "warm.toml" in str(caught.value)


def test_a_theme_that_is_not_there_is_named(tmp_path):
    with pytest.raises(
        InputError, match=r"none.toml: cannot be read \(No such file.*expected a theme's TOML"
    ):
        theme(str(tmp_path / "none.toml"))
