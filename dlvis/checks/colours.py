"""Whether the two classes can be told apart, on the map and by eyes that lack a kind of cone."""

from collections.abc import Iterator

from dlvis.checks.finding import Finding
from dlvis.style import Theme, rgb
from dlvis.style.vision import EYES, difference, seen_by

LEAST = 0.15  # in Oklab: clearly two colours, also where they do not touch


def colour_findings(look: Theme) -> Iterator[Finding]:
    """Eyes to which the map's two colours, as they lie on the ground, look too much alike."""
    share, ground = look.opacities.map, rgb(look.ground)
    drawn = [share * rgb(colour) + (1 - share) * ground for colour in (look.negative, look.positive)]
    for eyes in EYES:
        measured = float(difference(*(seen_by(eyes, colour) for colour in drawn)))
        if measured < LEAST:
            yield Finding("", f"the classes, seen with {eyes}", "colours", measured, LEAST, "in Oklab")
