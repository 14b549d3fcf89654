"""`dlvis demo`: from the border to a film, each step by the command that does it."""

from collections.abc import Iterator
from pathlib import Path
from shlex import join
from time import perf_counter

import click

from dlvis.cli.lines import done
from dlvis.cli.options import OUT, quality_option

TOPIC, SCENE = "baarle", "fold"
SEED, FEW_SEED = 0, 3  # the topic names 3, whose three folds make all seven regions in the window
FEW_STEPS = 3000  # as good as 60 000, for so few


@click.command()
@quality_option("720p30")
@OUT
@click.pass_context
def command(context: click.Context, quality: str, out: str) -> None:
    """Train a net with few neurons and a deep one on the border, export the deep one's folds, film them.

    Runs that are there already are kept, and so is a film that nothing has changed for. Only the demo's
    own two, of seeds 0 and 3, are trained anew: when one was cut short, or when the border has changed.
    """
    started = perf_counter()
    for line in demo_lines(Path(out), quality):
        click.secho(f"\ndlvis {join(line)}", bold=True)
        begun = perf_counter()
        code = done(line)
        if code:
            context.exit(code)
        click.echo(f"  done in {perf_counter() - begun:.0f} s")
    film = Path(out) / "clips" / SCENE
    click.echo(f"\nAll in {perf_counter() - started:.0f} s. The film: {film / SCENE}.mp4")
    click.echo(f"To watch it with captions and transcript, open {film / 'embed.html'}")


def demo_lines(out: Path, quality: str) -> Iterator[list[str]]:
    """The command lines of the demo, without those whose Run is there; each is known when its turn comes.

    A scene shows the newest Run, so the deep one is named to it where another is newer; of nets with few
    neurons it shows the topic's own seed.
    """
    from dlvis.run import run_name
    from dlvis.topics import load

    own = load(TOPIC).training
    few, deep = (
        out / "runs" / run_name(TOPIC, widths, seed)
        for widths, seed in ((own.few_widths, FEW_SEED), (own.widths, SEED))
    )
    if not _is_of_use(few):
        yield _training(own.few_widths, FEW_SEED, out, "--steps", str(FEW_STEPS))
    if not _is_of_use(deep):
        yield _training(own.widths, SEED, out)
    yield ["export", str(deep), "--out", str(out), "--force"]
    named = [] if _is_newest(deep, own.widths) else ["--run", str(deep)]
    yield ["render", SCENE, *named, "--quality", quality, "--out", str(out)]


def _training(widths: tuple[int, ...], seed: int, out: Path, *more: str) -> list[str]:
    sizes = ",".join(map(str, widths))
    return ["train", TOPIC, "--widths", sizes, "--seed", str(seed), *more, "--out", str(out), "--force"]


def _is_of_use(place: Path) -> bool:
    """Whether a finished Run of the topic as it is now lies there."""
    from dlvis.errors import InputError
    from dlvis.run import check_topic, load_run
    from dlvis.topics import load

    try:
        run = load_run(place)
        check_topic(run, place, load(TOPIC))
    except InputError:
        return False
    return run.finished


def _is_newest(place: Path, widths: tuple[int, ...]) -> bool:
    from dlvis.errors import InputError
    from dlvis.run import newest_run

    try:
        return newest_run(place.parent, TOPIC, widths) == place
    except InputError:
        return False
