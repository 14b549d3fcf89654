"""Whether the two classes can be told apart, on the map and by eyes that lack a kind of cone."""

from collections.abc import Iterator

from dlvis.checks.finding import Finding
from dlvis.style import Theme
from dlvis.style.vision import LEAST_APART, class_differences


def colour_findings(look: Theme) -> Iterator[Finding]:
    """Eyes to which the map's two colours, as they lie on the ground, look too much alike."""
    for eyes, measured in class_differences(look).items():
        if measured < LEAST_APART:
            yield Finding("", f"the classes, seen with {eyes}", "colours", measured, LEAST_APART, "in Oklab")
