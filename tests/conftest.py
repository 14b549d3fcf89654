"""What all tests share: Manim's scratch files in a folder of each test process's own."""

import pytest
from manim import tempconfig


@pytest.fixture(autouse=True, scope="session")
def media_of_ones_own(tmp_path_factory):
    """Manim keeps each text as a file named by its words: two processes would delete each other's."""
    with tempconfig({"media_dir": str(tmp_path_factory.mktemp("media"))}):
        yield
