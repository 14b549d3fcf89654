"""`dlvis table`: what a sweep has found, as a Markdown table."""

import click

from dlvis.cli.plot import chosen_values, listed


@click.command()
@click.argument("table")
@click.option("--columns", metavar="NAMES", help="What is told, with commas.  [default: say which there are]")
@click.option(
    "--by", metavar="NAMES", help="A line for each value; with commas.  [default: what is compared]"
)
@click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Only rows with this value.")
def command(table: str, columns: str | None, by: str | None, where: tuple[str, ...]) -> None:
    """Print medians and ranges over the seeds from TABLE, a .parquet file, as Markdown.

    The last row of each net counts, and of a search the selected nets. Without --columns it says which
    columns there are.
    """
    from dlvis.plots.markdown import markdown
    from dlvis.tables import load_table

    read = load_table(table)
    if columns is None:
        click.echo("\n".join([f"{table}: {len(read)} rows", *(f"  {name}" for name in read.columns)]))
        return
    click.echo(markdown(read, listed(columns) or (), listed(by), chosen_values(read, where)))
