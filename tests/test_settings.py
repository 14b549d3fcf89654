import pytest
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from dlvis.errors import InputError
from dlvis.settings import assigned, check_names, flat, merged, props, settings

names = st.from_regex(r"[a-z]{1,5}", fullmatch=True)
leaves = st.one_of(st.integers(), st.text(max_size=5), st.lists(st.integers(), max_size=3))
nested = st.recursive(st.dictionaries(names, leaves, max_size=3), lambda below: st.dictionaries(names, below))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("seed=3", {"seed": 3}),
        ("net.widths=[2,8,8,1]", {"net": {"widths": [2, 8, 8, 1]}}),
        (" a.b.c = 0.5 ", {"a": {"b": {"c": 0.5}}}),
        ("loop=true", {"loop": True}),
        ('title="a = b"', {"title": "a = b"}),
        ("theme=paper", {"theme": "paper"}),
        ("run=../runs/a b", {"run": "../runs/a b"}),
        ("run=renders/runs/moons-2-3-1-seed0", {"run": "renders/runs/moons-2-3-1-seed0"}),
    ],
)
def test_an_assignment_is_a_toml_value_under_a_dotted_key(text, expected):
    assert assigned(text) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("seed", "expected key=value"),
        ("=3", "expected key=value"),
        ("a..b=3", "expected key=value"),
        ("widths=[2,8", "--set widths: expected a TOML value"),
        ("rate=.5", "--set rate: expected a TOML value"),
        ("seed=", "--set seed: expected a TOML value"),
        ("seed=1\nother=2", "one value"),
    ],
)
def test_an_assignment_that_cannot_be_is_refused(text, words):
    with pytest.raises(InputError, match=words):
        assigned(text)


def test_later_layers_win_and_tables_are_merged():
    below = {"net": {"widths": [2, 1], "seed": 0}, "theme": "night"}
    above = {"net": {"seed": 1}, "theme": {"name": "paper"}}
    assert merged(below, above) == {"net": {"widths": [2, 1], "seed": 1}, "theme": {"name": "paper"}}
    assert below["net"]["seed"] == 0


@settings_of_hypothesis(max_examples=20, deadline=None)
@given(nested)
def test_merging_with_nothing_and_with_itself_changes_nothing(layer):
    assert merged({}, layer) == merged(layer, {}) == merged(layer, layer) == layer


def test_the_command_line_wins_over_the_file(tmp_path):
    file = tmp_path / "my.toml"
    file.write_text('theme = "paper"\n[net]\nseed = 1\n')
    assert settings(["net.seed=2"], file) == {"theme": "paper", "net": {"seed": 2}}


@pytest.mark.parametrize("content", [b"theme = ", b"\xff\xfe"])
def test_a_broken_file_is_named(tmp_path, content):
    file = tmp_path / "my.toml"
    file.write_bytes(content)
    with pytest.raises(InputError, match=r"my\.toml.*: expected (TOML|settings in TOML)"):
        props(file)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(
        InputError,
        match=r"nothing\.toml: cannot be read \(No such file or directory\); expected settings in TOML$",
    ):
        props(tmp_path / "nothing.toml")


def test_flat_joins_the_keys():
    assert flat({"net": {"widths": [2, 1], "deep": {"er": 1}}, "seed": 0}) == {
        "net.widths": [2, 1],
        "net.deep.er": 1,
        "seed": 0,
    }


def test_the_nearest_right_name_is_offered():
    check_names(["seed"], ["seed", "steps"])
    with pytest.raises(InputError, match="unknown setting 'sed'; did you mean 'seed'"):
        check_names(["sed"], ["seed", "steps"])
    with pytest.raises(InputError, match="expected one of seed, steps"):
        check_names(["qqqq"], ["seed", "steps"])
