"""One thing that is not as it should be."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """At the mark `where` of a film ("beat map", "still hinge", or "" for all of it), `what` breaks a rule:
    it measures `measured` where the limit is `limit`, both in `unit`."""

    where: str
    what: str
    rule: str
    measured: float
    limit: float
    unit: str

    @property
    def sentence(self) -> str:
        place = f"{self.where}: " if self.where else ""
        measured = f"{self.measured:.3g} {self.unit}, limit {self.limit:.3g}"
        return f"{place}{self.rule}: {self.what} ({measured})"
