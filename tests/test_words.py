from pathlib import Path

import pytest

from dlvis.errors import InputError
from dlvis.words import BeatWords, load_words, words_path

SCENES = Path(__file__).parent / "scenes"
DOT = SCENES / "dot.en.toml"


def test_words_stand_beside_the_scene():
    assert words_path(SCENES / "dot.py", "en") == DOT


def test_words_are_read():
    words = load_words(DOT)
    assert words.title == "A dot moves"
    assert words.beat("start") == BeatWords("The start", "A dot.", "A dot in a square.")
    assert words.still("placed") == "The dot in its place."


def test_a_label_is_filled_and_large_numbers_are_grouped():
    assert load_words(DOT).label("sizes", {"n": 161051}) == "161\N{THIN SPACE}051 sizes"


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda words: words.beat("strat"), r"dot.en.toml: \[beats\] has no 'strat'; did you mean 'start'"),
        (lambda words: words.still("place"), r"\[stills\] has no 'place'; did you mean 'placed'"),
        (lambda words: words.label("size", {}), r"\[labels\] has no 'size'; did you mean 'sizes'"),
        (lambda words: words.label("sizes", {"m": 1}), "cannot be filled with m"),
    ],
)
def test_a_missing_entry_is_named_with_its_file(ask, message):
    with pytest.raises(InputError, match=message):
        ask(load_words(DOT))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title = ", "line 1: expected TOML, got broken TOML"),
        ("titel = 'x'", "'titel' is no entry"),
        ("", "title: expected a text, got None"),
        ("title = 'x'\nbeats = 3", "beats: expected a table"),
        ("title = 'x'\n[beats.a]\ntitle = 'y'\nalt = 'z'", "beats.a.narration: expected a text"),
        ("title = 'x'\n[labels]\nn = 3", "labels.n: expected a text, got 3"),
    ],
)
def test_a_broken_words_file_is_named(tmp_path, text, message):
    path = tmp_path / "fold.en.toml"
    path.write_text(text)
    with pytest.raises(InputError, match=message) as caught:
        load_words(path)
    assert str(path) in str(caught.value)


def test_a_missing_language_names_those_that_are_there():
    with pytest.raises(InputError, match=r"no words in language 'nl'.*dot.en.toml"):
        load_words(words_path(SCENES / "dot.py", "nl"))


def test_words_in_a_place_that_cannot_be_looked_into_are_named(tmp_path):
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file" / "fold.en.toml", tmp_path / f"{'a' * 300}.en.toml"):
        with pytest.raises(InputError, match=r"en\.toml: cannot be read \("):
            load_words(place)


@pytest.mark.parametrize("language", ["../../x", "e\0n", "", "en/x", "en.x", "-", "en\n"])
def test_a_language_that_is_no_tag_is_refused(language):
    with pytest.raises(InputError, match="language: expected letters, digits and hyphens such as en"):
        words_path(SCENES / "dot.py", language)


def test_a_language_may_have_a_region():
    assert words_path(SCENES / "dot.py", "pt-BR").name == "dot.pt-BR.toml"


def test_reading_takes_a_moment_and_some_time_for_each_word():
    assert BeatWords("t", "four words are here", "a").reading_seconds == pytest.approx(1.5 + 4 * 0.3)


def test_numbers_fill_the_words_of_beats_and_stills(tmp_path):
    path = tmp_path / "x.en.toml"
    path.write_text(
        'title = "X"\n[beats.b]\ntitle = "T {n}"\nnarration = "{n} pieces."\nalt = "{n} facets."\n'
        '[stills.s]\nalt = "All {n}."\n'
    )
    words = load_words(path)
    beat = words.beat("b", {"n": 161051})
    thin = "161\u2009051"
    assert (beat.title, beat.narration, beat.alt) == (f"T {thin}", f"{thin} pieces.", f"{thin} facets.")
    assert words.still("s", {"n": 3}) == "All 3."
    with pytest.raises(InputError, match=r"\[beats.b\] title = 'T \{n\}' cannot be filled with no values"):
        words.beat("b")


def test_what_a_scene_shows_is_found_in_its_file(tmp_path):
    path = tmp_path / "my.en.toml"
    path.write_text(
        'title = "Mine"\n[beats.a]\ntitle = "One"\nnarration = "n"\nalt = "a"\n'
        '[labels]\nnumber = "{n}"\nregions = "regions of {n} (all)"\n'
    )
    words = load_words(path)
    assert words.place_of("regions of 7 (all)") == f"{path}, line 8, [labels] regions: "
    assert words.place_of("One") == f"{path}, line 3, [beats.a] title: "
    assert words.place_of("Mine") == f"{path}, line 1, title: "
    assert words.place_of("the name of a class") == ""


WITH_VARIANTS = (
    'title = "X"\n[beats.b]\ntitle = "T"\nnarration = "{n} of {m} parcels."\nalt = "{m} areas."\n'
    '[beats.b.m_0]\nnarration = "No parcels."\n[beats.b.n_1]\nnarration = "One of {m}."\n'
    '[stills.s]\nalt = "All {m}."\n[stills.s.m_0]\nalt = "Nothing."\n'
)


def test_a_number_calls_for_words_of_its_own(tmp_path):
    path = tmp_path / "x.en.toml"
    path.write_text(WITH_VARIANTS)
    words = load_words(path)
    said = [words.beat("b", {"n": n, "m": m}).narration for n, m in ((2, 3), (1, 3), (0, 0))]
    assert said == ["2 of 3 parcels.", "One of 3.", "No parcels."]
    assert words.beat("b", {"n": 0, "m": 0}).alt == "0 areas."  # what a variant lacks stays as it is
    assert [words.still("s", {"m": m}) for m in (0, 3)] == ["Nothing.", "All 3."]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("[beats.b.none]\nalt = 'x'", r"beats.b.none: expected one of title, narration, alt, or a value"),
        ("[beats.b.m_5]\ntext = 'x'", r"beats.b.m_5.text: expected one of title, narration, alt"),
        ("[stills.s.m_5]\ntitle = 'x'", r"stills.s.m_5.title: expected one of alt"),
        ("[beats.b.m_5]\nalt = 3", r"beats.b.m_5.alt: expected a text, got 3"),
    ],
)
def test_a_variant_that_replaces_nothing_is_refused(tmp_path, table, message):
    path = tmp_path / "x.en.toml"
    path.write_text(f"{WITH_VARIANTS}{table}\n")
    with pytest.raises(InputError, match=message):
        load_words(path)
