"""The tour in docs/: small as it is kept, and every cell runs."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter

from tests.browser import chromium, visit

TOUR = Path(__file__).resolve().parent.parent / "docs" / "tour.ipynb"
MOST_BYTES = 300_000  # of an output that is kept
# what makes it quick: fewer steps, a tiny film
QUICK = {"steps=3000": "steps=60", "steps=1000": "steps=60", "320x180@10": "96x54@2"}


def tour():
    return nbformat.read(TOUR, as_version=4)


def outputs(notebook):
    return [output for cell in notebook.cells for output in cell.get("outputs", ())]


def of_kind(notebook, kind):
    return [output["data"][kind] for output in outputs(notebook) if kind in output.get("data", ())]


def test_what_is_kept_is_valid_small_and_from_no_machine():
    nbformat.validate(tour())
    assert len(of_kind(tour(), "image/png")) == 4
    assert (
        max(len(content) for output in outputs(tour()) for content in output.get("data", {}).values())
        < MOST_BYTES
    )
    assert "/home" not in TOUR.read_text(encoding="utf-8")
    assert all(output.output_type != "error" for output in outputs(tour()))


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    notebook = tour()
    for old, new in QUICK.items():
        assert any(old in cell.source for cell in notebook.cells), old
        for cell in notebook.cells:
            cell.source = cell.source.replace(old, new)
    place = tmp_path_factory.mktemp("tour")
    resources = {"metadata": {"path": str(place)}}
    NotebookClient(notebook, timeout=600, kernel_name="python3", resources=resources).execute()
    return notebook, place


@pytest.mark.slow
def test_every_cell_runs_and_shows_what_it_promises(run):
    notebook, _ = run
    assert len(of_kind(notebook, "image/png")) == 4
    (film,) = of_kind(notebook, "text/html")
    assert film.startswith("<video controls")
    assert not [
        output
        for output in outputs(notebook)
        if output.output_type in ("error", "stream") and output.get("name") != "stdout"
    ]


@pytest.mark.slow
def test_its_page_shows_the_pictures_and_plays_the_film(run):
    notebook, place = run
    page = place / "tour.html"
    page.write_text(HTMLExporter(template_name="basic").from_notebook_node(notebook)[0], encoding="utf-8")
    with chromium() as browser, visit(browser, page.as_uri()) as visited:
        sizes = visited.page.evaluate("[...document.images].map(each => each.naturalWidth)")
        assert len(sizes) == 4
        assert min(sizes) > 0
        visited.page.evaluate("document.querySelector('video').play()")
        visited.until("document.querySelector('video').currentTime > 0.2")
        assert visited.page.evaluate("document.querySelector('video').textTracks[0].cues.length") > 0
