import pytest

from dlvis.errors import nearest


@pytest.mark.parametrize(
    ("name", "names", "words"),
    [
        ("barle", ["moons", "baarle"], "; did you mean 'baarle'?"),
        ("FOLD", ["training", "fold"], "; did you mean 'fold'?"),
        ("qqq", ["moons", "baarle"], "; expected one of baarle, moons"),
        ("x", [], "; there are none"),
    ],
)
def test_an_unknown_name_is_followed_by_the_nearest_right_one(name, names, words):
    assert nearest(name, names) == words
