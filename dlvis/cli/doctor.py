"""`dlvis doctor`: one line for each thing dlvis needs, and the remedy where it is not well."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dlvis.doctor import Check


@click.command()
@click.option("--out", type=click.Path(path_type=Path), default=Path("renders"), help="The output folder.")
@click.option("--json", "as_json", is_flag=True, help="Print a list of checks for a program to read.")
@click.pass_context
def command(ctx: click.Context, out: Path, as_json: bool) -> None:
    """Check that everything dlvis needs is here, with the remedy where it is not.

    The exit code is 0 when all is well, else 2.
    """
    from dlvis.doctor import checks

    found = checks(out)
    click.echo(json.dumps([asdict(check) for check in found], indent=1) if as_json else report(found))
    ctx.exit(0 if all(check.ok for check in found) else 2)


def report(found: "list[Check]") -> str:
    return "\n".join(line(check) for check in found)


def line(check: "Check") -> str:
    """One check in one line, such as `ok   typst          0.15.2 sets an equation`."""
    remedy = "" if check.ok else f"; remedy: {check.remedy}"
    return f"{'ok' if check.ok else 'BAD':<4} {check.name:<14} {check.found}{remedy}"
