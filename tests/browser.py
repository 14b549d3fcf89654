"""A real browser for the tests of pages: Chromium by Playwright. Where there is none, the test says so and is
left out."""

import shutil
import time
from contextlib import contextmanager

import pytest

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--autoplay-policy=no-user-gesture-required",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@contextmanager
def chromium():
    """A headless Chromium; the test that asks for it is skipped, with the reason, where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="no playwright: pip install playwright")
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip("no browser: install Chromium (`apt-get install chromium`) to see the pages")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


class Visit:
    """One page in a window of its own, with all that it said and asked for."""

    def __init__(self, browser, address, **how):
        self.context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | how))
        self.page = self.context.new_page()
        self.said, self.asked = [], []
        self.page.on("console", lambda message: self.said.append((message.type, message.text)))
        self.page.on("pageerror", lambda error: self.said.append(("error", str(error))))
        self.page.on(
            "dialog", lambda dialog: (self.said.append(("dialog", dialog.message)), dialog.dismiss())
        )
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(address)

    def _dismiss(self, dialog):
        self.said.append(("dialog", dialog.message))
        dialog.dismiss()

    def until(self, expression, frame=None, seconds=15):
        """Wait until an expression holds; Playwright's own way to wait is a script that the page forbids."""
        end = time.monotonic() + seconds
        while not (frame or self.page).evaluate(expression):
            assert time.monotonic() < end, f"{expression} did not come true within {seconds} s: {self.said}"
            self.page.wait_for_timeout(20)

    def outside(self):
        """What was fetched from elsewhere than the disk and the page itself."""
        return [url for url in self.asked if not url.startswith(("file:", "data:", "blob:"))]

    def faults(self):
        """Serious faults of accessibility, as axe-core finds them."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page).response["violations"]
        return [
            (each["id"], [node["html"] for node in each["nodes"]])
            for each in found
            if each["impact"] in ("serious", "critical")
        ]


@contextmanager
def visit(browser, address, **how):
    visited = Visit(browser, address, **how)
    try:
        yield visited
    finally:
        visited.context.close()
