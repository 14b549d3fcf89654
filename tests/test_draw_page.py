"""Pages of vectors: what is on them, that they show what the frame shows, and that nothing shines through."""

import subprocess

import numpy as np
import pytest

from dlvis.draw import page as pages
from dlvis.draw.canvas import Pixels
from dlvis.draw.page import MOST_LEVELS, WIDTH, pdf_page
from dlvis.draw.patchwork import region_patches, ring_patches
from dlvis.draw.solid_things import Facets, Segments
from dlvis.geometry import Window, fold_complex
from tests.nets import he_net
from tests.printed import n_images, n_operators, needs_pdftoppm, pixels

SIZE = (320, 180)
GROUND = "#102030"
SQUARE = np.array([[60, 20], [60, 160], [260, 160], [260, 20]], float) + 0.37
ONE = ring_patches([0, 4], [0])


def paper(draw, title="a title", text="what is seen"):
    def grounded(page):
        page.ground(GROUND)
        draw(page)

    return pdf_page(SIZE, grounded, title, text)


def frame(draw):
    pixels = np.full((SIZE[1], SIZE[0], 4), [0x10, 0x20, 0x30, 255], np.uint8)
    draw(Pixels(pixels))
    return pixels[..., :3].astype(int)


def tiling(n=7, seed=3):
    """Points in the frame, the patches of a small net, and how many they are."""
    folded = fold_complex(he_net((2, n, n, 1), seed), Window(-1, 1, -1, 1))
    x, y = folded.vertices.T
    return np.column_stack([160.2 + 120 * x, 90.4 - 80 * y]), region_patches(folded), folded.n_regions


def some_colours(n, alpha, seed=0):
    rng = np.random.default_rng(seed)
    return np.column_stack([rng.uniform(0, 1, (n, 3)), np.broadcast_to(alpha, n)])


def drawings():
    points, work, n = tiling()
    rng = np.random.default_rng(1)
    starts, ends = rng.uniform(-40, 360, (2, 40, 2))
    space = np.array([[60, 20, 1.0], [60, 160, 1.0], [260, 160, 1.2], [260, 20, 1.2]])
    sheets = [
        Facets(space, [0, 4], [0], [[0.9, 0.6, 0, 0.5]]),
        Segments(space[:1], space[2:3], [[1, 1, 1, 1]], 5.0),
    ]
    return {
        "opaque tiling": lambda c: c.tiling(points, work, some_colours(n, 1)),
        "translucent tiling": lambda c: c.tiling(points, work, some_colours(n, 0.4)),
        "tiling of many opacities": lambda c: c.tiling(points, work, some_colours(n, np.linspace(0, 1, n))),
        "hole": lambda c: c.tiling(
            np.vstack([SQUARE, (SQUARE[::-1] - 90) / 3 + 90]),
            ring_patches([0, 4, 8], [0, 0]),
            np.array([[1, 0, 0, 0.7]]),
        ),
        "strokes": lambda c: c.strokes(starts, ends, some_colours(40, 1), 3.5),
        "translucent strokes": lambda c: c.strokes(starts, ends, some_colours(1, 0.5).repeat(40, 0), 6.0),
        "dots": lambda c: c.strokes(starts, starts, some_colours(40, 1), 9.0),
        "in space": lambda c: c.solid(sheets),
    }


@needs_pdftoppm
@pytest.mark.parametrize("name", drawings())
def test_a_page_shows_what_the_frame_shows(name, tmp_path):
    draw = drawings()[name]
    shown, expected = pixels(paper(draw), SIZE, tmp_path), frame(draw)
    off = np.abs(shown - expected)
    assert off.mean() < 2.5  # the rims of shapes, where pdftoppm smooths in fewer steps
    assert (off.max(axis=2) > 60).mean() < 0.02
    assert np.abs(expected - frame(lambda c: None)).mean() > 1  # something was drawn


def faint_seams(n, alpha, folder):
    """The darkest pixel within a tiling of nearly white patches on black."""
    points, work, n = tiling(n)
    colours = np.full((n, 4), 1.0)
    colours[:, :3] -= np.arange(n)[:, None] % 5 / 255  # one path to a colour: neighbours are of several
    colours[:, 3] = alpha

    def draw(page):
        page.ground("#000000")
        page.tiling(points, work, colours)

    shown = pixels(pdf_page(SIZE, draw, "", ""), (960, 540), folder)
    return shown[60:480, 160:800].min()


@needs_pdftoppm
@pytest.mark.parametrize(("alpha", "expected"), [(1.0, 251), (0.4, 100)])
def test_nothing_shines_through_between_neighbours(alpha, expected, tmp_path):
    assert faint_seams(7, alpha, tmp_path) >= expected - 2


@needs_pdftoppm
def test_without_its_lining_a_tiling_has_seams(tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "_line", lambda *_: None)
    assert faint_seams(7, 1.0, tmp_path) < 200


def test_flat_things_are_paths_and_there_is_no_image_and_no_font():
    points, work, n = tiling()
    for name in ("opaque tiling", "translucent tiling", "strokes", "hole"):
        content = paper(drawings()[name])
        assert n_images(content) == 0
        assert b"/Font" not in content.replace(b"/Font <<\n", b"")
    content = paper(lambda page: page.tiling(points, work, some_colours(n, 1)))
    assert n_operators(content, "f") >= n
    lines = paper(lambda page: page.strokes(SQUARE[:2], SQUARE[2:], some_colours(2, 1), 2.0))
    assert n_operators(lines, "S") == 2


def test_strokes_of_one_look_are_one_path_and_go_on_where_they_can():
    corners = SQUARE + np.array([[0, 0], [9, 5], [0, 0], [0, 3]])
    lines = paper(lambda page: page.strokes(corners[:3], corners[1:], some_colours(1, 1).repeat(3, 0), 2.0))
    assert (n_operators(lines, "S"), n_operators(lines, "m"), n_operators(lines, "l")) == (1, 1, 3)


def test_things_in_space_are_an_image_fine_enough_for_print():
    content = paper(drawings()["in space"])
    assert n_images(content) == 2  # its colours, and its opacity
    k = pages.FINEST / SIZE[0]
    assert f"/Width {np.ceil(k) * 200:.0f}"[:9].encode() in content
    assert n_operators(content, "S") == 0


def test_too_many_patches_are_an_image(monkeypatch):
    points, work, n = tiling()
    monkeypatch.setattr(pages, "MOST_PATCHES", n - 1)
    assert n_images(paper(lambda page: page.tiling(points, work, some_colours(n, 1)))) > 0
    monkeypatch.setattr(pages, "MOST_STROKES", 3)
    lines = paper(lambda page: page.strokes(SQUARE, SQUARE + 5, some_colours(4, 1), 2.0))
    assert n_images(lines) > 0


def test_a_large_tiling_takes_a_hundred_bytes_to_a_patch():
    points, work, n = tiling(30)
    assert n > 500
    assert len(paper(lambda page: page.tiling(points, work, some_colours(n, 0.8)))) < 150 * n


@pytest.mark.parametrize(
    "draw",
    [
        lambda page: None,
        lambda page: page.tiling(np.empty((0, 2)), ring_patches([0], []), np.empty((0, 4))),
        lambda page: page.tiling(SQUARE, ONE, np.array([[1, 1, 1, 0.0]])),
        lambda page: page.tiling(SQUARE + 1e6, ONE, np.ones((1, 4))),
        lambda page: page.strokes(np.empty((0, 2)), np.empty((0, 2)), np.empty((0, 4)), 3.0),
        lambda page: page.strokes(SQUARE[:1] - 1e9, SQUARE[:1] - 1e9, np.ones((1, 4)), 3.0),
        lambda page: page.solid([]),
        lambda page: page.paste(np.zeros((180, 320, 4), np.uint8)),
    ],
)
def test_nothing_to_see_is_an_empty_page(draw):
    assert n_operators(paper(draw), "f") <= 1  # the ground
    assert n_images(paper(draw)) == 0


@needs_pdftoppm
def test_what_reaches_far_beyond_the_page_is_drawn_on_it(tmp_path):
    far = np.array([[-1e9, -1e9], [-1e9, 90], [1e9, 90], [1e9, -1e9]])
    content = paper(lambda page: page.tiling(far, ONE, np.array([[1, 0, 0, 1.0]])))
    shown = pixels(content, SIZE, tmp_path)
    assert shown[45, 160].tolist() == [255, 0, 0]
    assert shown[135, 160].tolist() == [0x10, 0x20, 0x30]


def test_a_page_is_as_wide_as_text_and_says_what_is_seen():
    content = paper(lambda page: None, "Two folds", "Zwei Blätter \\ „schräg“")
    assert f"/MediaBox [ 0 0 {WIDTH:.6f}".encode()[:26] in content
    assert b"/Title (Two folds)" in content
    assert "Zwei Blätter".encode("utf-16-be").hex().upper().encode() in content
    assert b"CreationDate" not in content
    assert content == paper(lambda page: None, "Two folds", "Zwei Blätter \\ „schräg“")


def test_many_opacities_are_rounded_to_a_few():
    alphas = np.arange(256.0)
    levels = pages._levels(alphas)
    assert len(np.unique(levels)) == MOST_LEVELS + 1
    assert np.abs(levels[:, 0] - alphas).max() <= 255 / MOST_LEVELS / 2
    assert np.array_equal(pages._levels(alphas[:20])[:, 0], alphas[:20])


@needs_pdftoppm
def test_a_pdf_is_sound(tmp_path):
    (tmp_path / "page.pdf").write_bytes(paper(drawings()["translucent tiling"]))
    told = subprocess.run(["pdfinfo", "page.pdf"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "Pages:           1" in told.stdout
    assert told.stderr == ""
