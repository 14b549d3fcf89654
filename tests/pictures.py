"""Small pictures to be read as topics."""

from pathlib import Path

import numpy as np
from PIL import Image

WHITE, ORANGE = (255, 255, 255), (230, 159, 0)


def two_colour_picture(path: Path, width: int = 40, height: int = 30) -> Path:
    """Write an orange ring and, at its upper right, an orange block on white, with hard edges; the path."""
    y, x = np.mgrid[:height, :width]
    ring = np.abs(np.hypot(x - 0.4 * width, y - 0.55 * height) - 0.25 * height) < 0.08 * height
    block = (x >= 0.8 * width) & (x < 0.9 * width) & (y >= 0.1 * height) & (y < 0.3 * height)
    pixels = np.where((ring | block)[..., None], np.uint8(ORANGE), np.uint8(WHITE))
    Image.fromarray(pixels).save(path)
    return path
