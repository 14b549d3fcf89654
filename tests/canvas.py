"""A small frame to draw mobjects on, and its pixels to look at."""

from contextlib import contextmanager

import numpy as np
from manim import tempconfig

from dlvis.camera import FilmCamera
from dlvis.style import hex_colour, theme

WIDTH, HEIGHT = 320, 180


class Canvas:
    """A camera that looks straight down unless told otherwise; `draw` gives RGB in 0..1."""

    def __init__(self, look):
        self.camera = FilmCamera(background_color=look.ground)

    def draw(self, *mobjects, phi=0.0, theta=-np.pi / 2):
        self.camera.set_phi(phi)
        self.camera.set_theta(theta)
        self.camera.reset_rotation_matrix()
        self.camera.reset()
        self.camera.capture_mobjects(list(mobjects))
        return self.camera.pixel_array[..., :3] / 255.0


@contextmanager
def canvas(name="night"):
    with tempconfig({"pixel_width": WIDTH, "pixel_height": HEIGHT}):
        yield Canvas(theme(name))


def pixel(picture, point):
    """The RGB at a scene point (x, y, ...)."""
    scale = HEIGHT / 8.0
    return picture[int(HEIGHT / 2 - point[1] * scale), int(WIDTH / 2 + point[0] * scale)]


def inked(picture, look):
    """Which pixels are not the ground, allowing for rounding."""
    ground = [int(look.ground[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return np.abs(picture - ground).max(axis=2) > 0.02


def hex_at(picture, point):
    return hex_colour(pixel(picture, point))
