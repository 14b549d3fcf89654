"""A piece of work by what goes into it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any


@dataclass(frozen=True)
class Task:
    """Work of one `kind` on `inputs`, plain JSON values that say everything its output depends on."""

    kind: str
    inputs: Mapping[str, Any]

    def __post_init__(self) -> None:
        if not self.kind.isidentifier():
            raise ValueError(f"a task's kind: expected one word, got {self.kind!r}")
        _ = self.key  # inputs that are no plain values are refused here

    @property
    def key(self) -> str:
        """One digest of kind and inputs; the order in which the inputs are given does not matter."""
        text = json.dumps([self.kind, self.inputs], sort_keys=True, allow_nan=False)
        return sha256(text.encode()).hexdigest()
