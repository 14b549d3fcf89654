"""Command lines that are done by another command, in the same process."""

from collections.abc import Sequence


def done(line: Sequence[str]) -> int:
    """Run one command line, given without `dlvis`; answers its exit code."""
    from dlvis.cli import group

    code = group.main(list(line), prog_name="dlvis", standalone_mode=False)
    return code if isinstance(code, int) else 0
