"""Sheets added up term by term: each moment is a plane of its own, the last one the two layers multiplied."""

from dataclasses import replace

import numpy as np
import pytest

from dlvis.draw.layout import safe_area
from dlvis.draw.view import View, projected
from dlvis.geometry.viewpoint import FRONT
from dlvis.mobjects import ExplainerBoard, SheetRow, TermSum, sheet_placement
from dlvis.net import without_activation
from dlvis.style import theme
from dlvis.topics import load
from tests.nets import he_net

NET = he_net((2, 3, 1), 1)
VIEW = View(tilt=1.0, azimuth=FRONT + 0.4)


def sum_on(frame=(128 / 9, 8), net=NET):
    board = ExplainerBoard(load("moons"), theme("night"), safe_area(*frame))
    row = SheetRow(net, board, ["a"] * net.widths[1]).redraw(1, 1)
    place = sheet_placement(net, board.topic.window, VIEW, board.stage)
    total = board.sheet(without_activation(net), place, VIEW)
    fresh = board.sheet(without_activation(net), place, VIEW).redraw(1, 1)
    return TermSum(net, row, total, board), row, fresh


@pytest.fixture(scope="module")
def added():
    return sum_on()


def partial(net, n_terms):
    """The net that adds the first terms alone, its activation left out."""
    kept = np.arange(net.widths[1]) < n_terms
    return without_activation(replace(net, weights=[net.weights[0], net.weights[1] * kept]))


@pytest.mark.parametrize("n_terms", [1, 2, 3])
def test_after_each_term_the_sheet_is_the_sum_so_far(added, n_terms):
    terms, row, _ = added
    corners = row.sheets[0].window.corners
    terms.redraw(n_terms / 3)
    assert np.allclose(terms.total.heights(corners, 1, 1), partial(NET, n_terms)(corners)[:, 0])


def test_what_a_term_loses_in_height_the_sum_gains(added):
    terms, row, _ = added
    corners = row.sheets[0].window.corners
    whole = partial(NET, 2)(corners)[:, 0]
    for done in (1.5, 1.7, 1.9):
        terms.redraw(done / 3)
        scale = terms.coming[0].sheet.placement.z_scale / terms.home.z_scale
        left = scale * terms.coming[0].heights(corners, 1, 1)
        assert np.allclose(terms.total.heights(corners, 1, 1) + left, whole)


def test_it_starts_as_the_row_that_it_takes_the_place_of(added):
    terms, row, _ = added
    terms.redraw(0)
    for sheet, old in zip([terms.total, *terms.coming], row.sheets, strict=True):
        window = old.window.corners
        seen = [each.sheet.facets.points[:, :3] for each in (sheet, old)]
        assert np.allclose(seen[0].min(axis=0), seen[1].min(axis=0))
        assert np.allclose(seen[0].max(axis=0), seen[1].max(axis=0))
        assert np.allclose(sheet.heights(window, 1, 1), old.heights(window, 1, 1))


def test_an_added_sheet_is_seen_no_more(added):
    terms, *_ = added
    terms.redraw(2 / 3)
    first, second = (each.sheet for each in terms.coming)
    assert not any(part.is_visible for part in (first.facets, first.map, first.rims))
    assert second.facets.is_visible


@pytest.mark.parametrize("n_neurons", [1, 3, 6])
def test_the_sums_stay_in_the_first_place_of_the_row(n_neurons):
    terms, row, _ = sum_on((8, 128 / 9), he_net((2, n_neurons, 1), 2))
    box = row.boxes[0]
    for done in range(1, n_neurons + 1):
        seen = projected(terms.redraw(done / n_neurons).total.sheet.facets.points, row.view)
        assert (seen >= [box.xmin - 0.01, box.ymin - 0.01]).all()
        assert (seen <= [box.xmax + 0.01, box.ymax + 0.01]).all()


def test_it_settles_where_the_sheet_of_the_sum_was_made_to_lie():
    terms, _, fresh = sum_on()
    terms.redraw(1)
    terms.settle(1.0)
    assert np.allclose(terms.total.sheet.facets.points, fresh.sheet.facets.points)
    assert np.allclose(terms.total.sheet.map.colours, fresh.sheet.map.colours)
