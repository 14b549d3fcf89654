"""The command line: parse, call one function, echo. Each command is a file of its own, opened when called."""

import sys
from importlib import import_module

import click

from dlvis import __version__
from dlvis.errors import InputError

# name -> its one line in `dlvis --help`; known here so that help opens none of the rooms
COMMANDS = {
    "demo": "Train on the border, export the folds and film them: all of it in one go.",
    "train": "Train a net on a topic and keep its steps as a run.",
    "sweep": "Train the nets of an experiment's grid, and write one table.",
    "plot": "Draw curves from a table: medians over seeds with a band, as PNG, SVG or PDF.",
    "table": "Print a table's medians and ranges over seeds as Markdown.",
    "export": "Write fold geometry: npz, GeoJSON, CSV, vectors for print, sheets for Blender.",
    "count": "Count the linear regions of a run or of anybody's net file, beside the published bounds.",
    "doctor": "Check that everything dlvis needs is here, with the remedy where it is not.",
    "new": "Write a topic, a scene or a translation to start from: files that work at once.",
    "topics": "List what a film can be about: titles, classes, parcels, areas.",
    "scenes": "List the scenes, or show one with its parameters.",
    "remix": "Print the settings that made a clip, as a TOML file to change and render.",
    "prepare": "Train and sweep what scenes need as data and what is not there yet.",
    "render": "Film a scene: an mp4 with chapters, captions, stills and a page that plays it.",
    "embed": "Make a folder of a clip that plays anywhere: page, films, captions, pictures, GIF.",
    "cut": "Cut a clip into its beats: a clip each, with captions and stills, not encoded anew.",
    "deck": "Make slides of clips: for reveal.js, PowerPoint, Quarto or Beamer.",
    "watch": "Film a scene again whenever it is saved, drawing only what has changed.",
    "cache": "Show or clear the finished parts of films that are kept.",
    "still": "Draw one frame of a scene as PNG or as a PDF of vectors.",
    "check": "Look for words too small, too faint or out of place in a scene's pictures.",
    "gallery": "Write a page with every beat of the films: picture, fact, values, source.",
    "sheet": "Draw a contact sheet of a scene: one frame for each beat.",
}


class LazyGroup(click.Group):
    """A group that imports `dlvis.cli.NAME` only when the command NAME is run or its help is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"dlvis.cli.{name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


COMPLETION = (
    'Completion in the shell: eval "$(_DLVIS_COMPLETE=bash_source dlvis)", for zsh and fish with their names.'
)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]}, epilog=COMPLETION)
@click.version_option(__version__, prog_name="dlvis")
def group() -> None:
    """See inside deep networks: train small ReLU nets, fold them exactly, film them."""


def main() -> None:
    """Run the command line; bad input ends in one sentence and exit code 2, Ctrl-C in 130."""
    try:
        code = group.main(prog_name="dlvis", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("dlvis: interrupted", err=True)
        code = 130
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except InputError as error:
        for note in getattr(error, "__notes__", ()):
            click.echo(note, err=True)
        click.echo(f"dlvis: {error}", err=True)
        code = 2
    sys.exit(code if isinstance(code, int) else 0)
