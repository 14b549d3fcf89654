"""A camera that draws on a page: what it shows in a frame, words as outlines and pixels only in space."""

import numpy as np
import pytest
from manim import PI, Circle, ImageMobject, Square, VGroup, tempconfig

from dlvis.camera import FilmCamera, printed
from dlvis.mobjects import text
from dlvis.style import theme
from tests.printed import n_images, n_operators, needs_pdftoppm, pixels
from tests.test_mobjects_leaves import BLUE, RED, WHITE, boxes, strokes

SIZE = (640, 360)
NIGHT = theme("night")
TILTED = 0.9


def shots(*mobjects, phi=0.0, pinned=()):
    """The frame of these mobjects (height, width, 3), and their page."""
    with tempconfig({"pixel_width": SIZE[0], "pixel_height": SIZE[1]}):
        camera = FilmCamera(background_color=NIGHT.ground)
        camera.set_phi(phi)
        camera.set_theta(-PI / 2)
        camera.pinned += pinned
        shown = [*mobjects, *pinned]
        page = printed(camera, shown, "a title", "what is seen")
        camera.reset()
        camera.capture_mobjects(shown)
        return camera.pixel_array[..., :3].astype(int), page


def gradient():
    return Square(2, stroke_width=0).set_fill([theme("night").positive, NIGHT.negative], 0.7).shift([3, 2, 0])


def picture():
    image = np.zeros((8, 8, 4), np.uint8)
    image[:4], image[4:] = [255, 0, 0, 255], [0, 255, 0, 128]
    return ImageMobject(image).scale(10).shift([-4, 2, 0])


SCENES = {
    "flat": lambda: (boxes((-2, 0), (0, 0), colours=[RED, BLUE]), strokes([[-3, -1, 0], [3, 1, 0]])),
    "dashed": lambda: (strokes([[-5, -2, 0], [5, 1, 0]], dash=(0.4, 0.3)),),
    "words": lambda: (text("Falten 161 051", NIGHT, "title"), Circle(1.5, color="#FF8000")),
    "gradient": lambda: (gradient(), Square(1).set_stroke("#FFFFFF", 3, 0.5)),
    "order": lambda: (
        boxes((0, 0), colours=RED).set_z_index(2),
        Square(3, fill_opacity=0.8, color="#00FF00"),
        boxes((1, 0), colours=[0, 0, 1, 0.5]).set_z_index(3),
    ),
    "pixels": lambda: (boxes((-4, 2), colours=BLUE), picture(), Circle(0.5)),
}


def alike(frame, page, folder, mean=0.8):
    """Whether a page shows what a frame does, which is not empty."""
    off = np.abs(pixels(page, SIZE, folder) - frame)
    few_are_far = (off.max(axis=2) > 80).mean() < 0.01
    return off.mean() < mean and few_are_far and np.abs(frame - frame[0, 0]).mean() > 0.5


@needs_pdftoppm
@pytest.mark.parametrize("phi", [0.0, TILTED])
@pytest.mark.parametrize("name", SCENES)
def test_a_page_shows_what_the_frame_shows(name, phi, tmp_path):
    frame, page = shots(*SCENES[name](), phi=phi)
    assert alike(frame, page, tmp_path)


@needs_pdftoppm
def test_words_over_a_sheet_in_space_are_outlines_over_its_image(tmp_path):
    words = text("sum", NIGHT, "title")
    label = VGroup(Square(2, fill_opacity=1, color="#000000"), words)
    frame, page = shots(boxes((0, 0), colours=RED, side=4), pinned=[label], phi=TILTED)
    assert alike(frame, page, tmp_path)
    assert n_images(page) == 2
    assert n_operators(page, "f") > len(words.submobjects)


@pytest.mark.parametrize(
    ("name", "n"), [("flat", 0), ("dashed", 0), ("words", 0), ("order", 0), ("pixels", 2)]
)
def test_what_is_flat_is_vectors(name, n):
    _, page = shots(*SCENES[name]())
    assert n_images(page) == n


def test_words_are_outlines_without_a_font_at_the_places_of_their_points():
    words = text("Fold", NIGHT, "title")
    _, page = shots(words)
    assert b"/Type /Font" not in page
    assert n_operators(page, "c") > 10
    assert n_operators(page, "f") >= len(words.submobjects)


def test_the_camera_draws_frames_again_after_a_page():
    square = Square(2, fill_opacity=1, color="#FF0000")
    with tempconfig({"pixel_width": SIZE[0], "pixel_height": SIZE[1]}):
        camera = FilmCamera(background_color=NIGHT.ground)
        printed(camera, [square, boxes((3, 0), colours=WHITE)], "", "")
        assert camera.pixel_array[180, 320].tolist() == camera.pixel_array[0, 0].tolist()
        camera.capture_mobjects([square])
        assert camera.pixel_array[180, 320, :3].tolist() == [255, 0, 0]


def test_a_page_that_fails_leaves_the_camera_as_it_was():
    camera = FilmCamera()
    with pytest.raises(Exception, match="finite"):
        printed(camera, [boxes((np.nan, 0))], "", "")
    assert camera.page is None
