"""Words that have no room, and words that are missing, are told by their file and what stands there."""

import pytest

from dlvis.errors import InputError
from dlvis.render.pictures import draw_sheet

SCENE = """
from dlvis.film import FilmScene
from dlvis.mobjects import paragraph


class Long(FilmScene):
    def construct(self):
        with self.beat("start"):
            self.add(paragraph(self.label("note", n=7), self.theme, 2.0))
"""
WORDS = 'title = "t"\n[beats.start]\ntitle = "s"\nnarration = "n"\nalt = "a"\n[labels]\n'


def sheet(folder, labels, language="en"):
    (folder / "long.py").write_text(SCENE)
    (folder / f"long.{language}.toml").write_text(WORDS + labels)
    return draw_sheet(folder / "long.py", {"language": language}, quality_name="64x36@5", out=folder)


def test_words_that_fit_are_drawn(tmp_path):
    assert sheet(tmp_path, 'note = "{n} words"\n').exists()


@pytest.mark.parametrize(
    "note", ["{n} words that go on and on, so that nobody has room for them", "Wordswithoutanyspace"]
)
def test_words_that_are_too_long_are_told_by_their_line(tmp_path, note):
    with pytest.raises(InputError, match=r"long\.en\.toml, line 7, \[labels\] note: text .* shorten it"):
        sheet(tmp_path, f'note = "{note}"\n')


def test_a_missing_translation_is_told_by_file_and_key(tmp_path):
    with pytest.raises(InputError, match=r"long\.nl\.toml: \[labels\] has no 'note'; did you mean 'notes'"):
        sheet(tmp_path, 'notes = "{n}"\n', "nl")
