import pytest

from dlvis.errors import InputError
from dlvis.render.quality import ASPECTS, DEFAULT, QUALITIES, in_aspect, quality


def test_the_default_is_at_least_720_lines():
    assert quality(DEFAULT).height >= 720


@pytest.mark.parametrize("name", QUALITIES)
def test_every_name_says_its_size(name):
    size = quality(name)
    assert size.width / size.height == pytest.approx(16 / 9, abs=0.003)
    assert name in ("draft", f"{size.height}p{size.fps}")


def test_the_largest_and_the_smallest():
    assert quality("7680x4320@120").fps == 120
    assert quality("16x16@1").width == 16


def test_an_own_size():
    size = quality("640x360@15")
    assert (size.width, size.height, size.fps) == (640, 360, 15)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("720p3", "did you mean '720p30', or an own WIDTHxHEIGHT@FPS such as 640x360@15"),
        ("huge", "expected one of .*, or an own WIDTHxHEIGHT@FPS"),
        (
            "641x360@15",
            "quality: expected WIDTHxHEIGHT@FPS with even sizes from 16x16 to 7680x4320 and 1 to 120",
        ),
        ("640x360@0", "1 to 120 frames a second, got '640x360@0'"),
        ("2x2@1", "even sizes from 16x16"),
        ("0x360@1", "even sizes from 16x16"),
        ("99999x99998@999", "to 7680x4320"),
        ("640x4322@15", "to 7680x4320"),
        ("640x360@121", "1 to 120 frames"),
    ],
)
def test_a_wrong_quality_is_named(name, message):
    with pytest.raises(InputError, match=message):
        quality(name)


@pytest.mark.parametrize(
    ("name", "aspect", "size"),
    [
        ("1080p30", "9:16", (1080, 1920)),
        ("1080p60", "1:1", (1080, 1080)),
        ("720p30", "4:5", (720, 900)),
        ("draft", "9:16", (480, 854)),
        ("640x360@15", "9:16", (360, 640)),
        ("1080p30", "16:9", (1920, 1080)),
    ],
)
def test_an_aspect_keeps_the_shorter_side(name, aspect, size):
    found = quality(in_aspect(name, aspect))
    assert (found.width, found.height) == size
    assert found.aspect == aspect
    assert (found.fps, found.encoder) == (quality(name).fps, quality(name).encoder)
    assert quality(found.name) == found


@pytest.mark.parametrize("name", QUALITIES)
@pytest.mark.parametrize("aspect", ASPECTS)
def test_every_quality_is_there_in_every_aspect(name, aspect):
    found = quality(in_aspect(name, aspect))
    assert found.width % 2 == found.height % 2 == 0
    assert found.aspect == aspect


def test_without_an_aspect_the_quality_stays():
    assert quality(in_aspect("draft", None)) == quality("draft")
    assert quality("160x120@5").aspect == ""


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("draft in 9:17", "--aspect: expected one of 16:9, 1:1, 4:5, 9:16, got '9:17'"),
        ("7680x4320@30 in 9:16", "at most 7680x4320 pixels, got 4320x7680 for 7680x4320@30 in 9:16"),
    ],
)
def test_a_wrong_aspect_is_named(name, message):
    with pytest.raises(InputError, match=message):
        quality(name)
