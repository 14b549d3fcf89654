"""PDF pages read back for the tests: as pixels by pdftoppm, and as what they are made of."""

import re
import shutil
import subprocess
import zlib

import numpy as np
import pytest
from PIL import Image

needs_pdftoppm = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is not installed")


def pixels(content, size, folder):
    """(height, width, 3) int: the page as pdftoppm shows it in so many pixels."""
    (folder / "page.pdf").write_bytes(content)
    scale = ["-scale-to-x", str(size[0]), "-scale-to-y", str(size[1])]
    line = ["pdftoppm", "-png", "-singlefile", *scale, "page.pdf", "page"]
    subprocess.run(line, cwd=folder, check=True)
    return np.asarray(Image.open(folder / "page.png").convert("RGB")).astype(int)


def streams(content):
    """The streams of a PDF that are text: the operators of its page and of what it is put together from."""
    for head, body in re.findall(
        rb"<<([^>]*(?:>>?[^>]+)*?)>>\s*stream\n(.*?)\nendstream", content, re.DOTALL
    ):
        if b"/Image" not in head:
            yield (zlib.decompress(body) if b"FlateDecode" in head else body).decode("latin-1")


def n_operators(content, name):
    """How often an operator of PDF stands in its streams, such as f (fill), S (stroke), m (move)."""
    return sum(len(re.findall(rf"(?<![\w.]){re.escape(name)}(?![\w*])", text)) for text in streams(content))


def n_images(content):
    return len(re.findall(rb"/Subtype\s*/Image\b", content))
