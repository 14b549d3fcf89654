"""TOML files from a stranger: none runs code, and none leads out of the folder for results."""

import pytest

from dlvis.errors import InputError
from dlvis.render.order import order
from dlvis.settings import props
from dlvis.style.own import own_theme
from dlvis.topics import load
from dlvis.words import load_words
from tests.films import DOT, TINY

FORMULA = '[source]\nformula = "y - x"\n'
STEMS = ["..", "...", "a b", "'; touch x #", "<script>", "-rf", "x\n", "ä" * 40, "con", "%2e%2e"]


@pytest.mark.parametrize("stem", STEMS)
@pytest.mark.parametrize("kind", ["topic", "theme"])
def test_whatever_a_file_is_called_its_film_lies_in_the_folder_for_films(tmp_path, stem, kind):
    file = tmp_path / f"{stem}.toml"
    file.write_text(FORMULA if kind == "topic" else 'base = "paper"\n')
    wanted = order(DOT, {kind: str(file)}, TINY, tmp_path / "out")
    assert wanted.target.resolve().parent == (tmp_path / "out" / "clips").resolve()
    assert wanted.target.name.startswith("dot-")
    assert not set(wanted.target.name) & set("/\\<>'\" \n;%#")


@pytest.mark.parametrize(
    "params",
    [
        {"language": "../../x"},
        {"language": "en/../../x"},
        {"words": "../x/.de.toml"},
        {"words": "a/de.toml"},
        {"theme": "../night"},
        {"topic": "../baarle"},
        {"topic": "/dev/null"},
        {"theme": "/dev/null"},
    ],
)
def test_a_path_where_a_name_belongs_is_refused(tmp_path, params):
    with pytest.raises(InputError):
        order(DOT, params, TINY, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "formula",
    [
        "__import__('os').system('touch x')",
        "().__class__.__bases__[0].__subclasses__()",
        "(lambda: y)()",
        "open('x', 'w')",
        "y if x else y",
        "[y for y in (1,)][0]",
        "9**9**9**9",
        "y" + " - (" * 3000 + "x" + ")" * 3000,
    ],
)
def test_a_formula_is_no_python(tmp_path, monkeypatch, formula):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.toml").write_text(f'[source]\nformula = "{formula}"\n')
    with pytest.raises(InputError):
        load("x.toml")
    assert [path.name for path in tmp_path.iterdir()] == ["x.toml"]


@pytest.mark.parametrize("reader", [props, own_theme, load_words, load])
def test_a_bottomless_file_is_one_sentence(tmp_path, reader):
    file = tmp_path / "x.en.toml"
    file.write_text("a = " + "[" * 20_000 + "]" * 20_000)
    with pytest.raises(InputError, match="nested too deep"):
        reader(file)


def test_titles_stay_texts(tmp_path):
    """HTML in a title is a title; it is escaped where a page shows it (tests/test_embed.py)."""
    title = "<script>alert(1)</script>"
    (tmp_path / "x.toml").write_text(f'title = "{title}"\n{FORMULA}')
    assert load(tmp_path / "x.toml").title == title
