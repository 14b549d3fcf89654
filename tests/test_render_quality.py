import pytest

from dlvis.errors import InputError
from dlvis.render.quality import DEFAULT, QUALITIES, quality


def test_the_default_is_at_least_720_lines():
    assert quality(DEFAULT).height >= 720


@pytest.mark.parametrize("name", QUALITIES)
def test_every_name_says_its_size(name):
    size = quality(name)
    assert size.width / size.height == pytest.approx(16 / 9, abs=0.003)
    assert name in ("draft", f"{size.height}p{size.fps}")


def test_an_own_size():
    size = quality("640x360@15")
    assert (size.width, size.height, size.fps) == (640, 360, 15)


@pytest.mark.parametrize(
    ("name", "message"),
    [("720p3", "did you mean '720p30'"), ("641x360@15", "even width"), ("640x360@0", "at least 1 frame")],
)
def test_a_wrong_quality_is_named(name, message):
    with pytest.raises(InputError, match=message):
        quality(name)
