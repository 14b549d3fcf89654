"""`dlvis demo`: from the border to a film, each step by the command that does it."""

from collections.abc import Iterator
from pathlib import Path
from shlex import join
from time import perf_counter

import click

from dlvis.cli.options import OUT, quality_option

TOPIC, SCENE = "baarle", "fold"
SEED, FEW_SEED = 0, 3  # of eight, 3 is the one whose three folds make all seven regions in the window
FEW_STEPS = 3000  # as good as 60 000, for so few


@click.command()
@quality_option("720p30")
@OUT
@click.pass_context
def command(context: click.Context, quality: str, out: str) -> None:
    """Train a net with few neurons and a deep one on the border, export the deep one's folds, film them.

    Runs that are there already are kept, and so is a film that nothing has changed for.
    """
    started = perf_counter()
    for line in demo_lines(Path(out), quality):
        click.secho(f"\ndlvis {join(line)}", bold=True)
        begun = perf_counter()
        code = _done(line)
        if code:
            context.exit(code)
        click.echo(f"  done in {perf_counter() - begun:.0f} s")
    film = Path(out) / "clips" / SCENE
    click.echo(f"\nAll in {perf_counter() - started:.0f} s. The film: {film / SCENE}.mp4")
    click.echo(f"To watch it with captions and transcript, open {film / 'embed.html'}")


def demo_lines(out: Path, quality: str) -> Iterator[list[str]]:
    """The command lines of the demo, without those whose Run is there; each is known when its turn comes."""
    from dlvis.run import run_name
    from dlvis.topics import load

    own = load(TOPIC).training
    few, deep = own.few_widths, own.widths
    nets = [(few, FEW_SEED, ["--steps", str(FEW_STEPS)]), (deep, SEED, [])]
    for widths, seed, more in nets:
        if not _is_finished(out / "runs" / run_name(TOPIC, widths, seed)):
            sizes = ",".join(map(str, widths))
            given = ["--widths", sizes, "--seed", str(seed), *more]
            yield ["train", TOPIC, *given, "--out", str(out), "--force"]
    place = out / "runs" / run_name(TOPIC, deep, SEED)
    yield ["export", str(place), "--out", str(out), "--force"]
    yield ["render", SCENE, "--quality", quality, "--out", str(out)]


def _is_finished(place: Path) -> bool:
    from dlvis.errors import InputError
    from dlvis.run import load_run

    try:
        return load_run(place).finished
    except InputError:
        return False


def _done(line: list[str]) -> int:
    """Run one command line in this process; answers its exit code."""
    from dlvis.cli import group

    code = group.main(line, prog_name="dlvis", standalone_mode=False)
    return code if isinstance(code, int) else 0
