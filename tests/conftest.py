"""What all tests share: Manim's scratch files in a folder of each test process's own, and no hurry."""

import pytest
from hypothesis import HealthCheck, settings
from manim import tempconfig

# a machine on which others compute is no fault of ours
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(autouse=True, scope="session")
def media_of_ones_own(tmp_path_factory):
    """Manim keeps each text as a file named by its words: two processes would delete each other's."""
    with tempconfig({"media_dir": str(tmp_path_factory.mktemp("media"))}):
        yield


@pytest.fixture(scope="module")
def browser():
    """A real browser; tests that ask for it skip, with the reason, where there is none."""
    from tests.browser import chromium  # few tests need it

    with chromium() as opened:
        yield opened
