"""Strokes in space: round, not doubled at joints, and on top of the facets that they lie on."""

from itertools import permutations

import numpy as np
import pytest

from dlvis.draw.solid import LIFT
from dlvis.draw.solid_things import Facets, Segments
from dlvis.draw.view import FOCAL_DISTANCE, View
from tests.solids import BLUE, GREEN, RED, WHITE, facets_of, picture, polygon, rectangle, sheet, strokes_of


def test_a_dot_is_round_and_a_stroke_has_its_width():
    frame = picture(Segments([[50.0, 50, 1]], [[50.0, 50, 1]], [WHITE], 20.0))[..., 0] / 255
    assert frame.sum() == pytest.approx(np.pi * 100, rel=0.01)
    assert np.array_equal(frame[30:70, 30:70], frame[30:70, 30:70].T)
    line = picture(Segments([[20.0, 20, 1]], [[20.0, 90, 1]], [WHITE], 3.0))[50, :, 0] / 255
    assert line.sum() == pytest.approx(3, abs=0.02)
    thin = picture(Segments([[20.5, 20, 1]], [[20.5, 90, 1]], [WHITE], 0.25))[50, :, 0] / 255
    assert thin.sum() == pytest.approx(0.25, abs=0.01)


def test_overlapping_joints_of_one_thing_do_not_add_up():
    half = (1, 1, 1, 0.5)
    frame = picture(
        Segments([[20.0, 50, 1], [60.0, 50, 1]], [[60.0, 50, 1], [60, 90, 1.0]], [half, half], 8.0)
    )
    assert frame[..., 0].max() == 128
    # those of two things do, and so do those that lie apart in depth
    ends = [[20.0, 50, 1]], [[60.0, 50, 1]], [half], 8.0
    assert picture(Segments(*ends), Segments(*ends))[..., 0].max() == 191
    crossed = Segments([[20.0, 50, 1], [40, 20, 1.1]], [[60.0, 50, 1], [40, 80, 1.1]], [half, half], 8.0)
    assert picture(crossed)[..., 0].max() == 191


@pytest.mark.parametrize("seed", range(4))
def test_where_creases_and_edges_meet_the_creases_are_on_top(seed):
    space, folded = sheet(seed, View(1.1, seed), widths=(2, 10, 8, 1), size=0.2)
    creases = folded.edges[folded.fold_edges(0)]
    edges = strokes_of(space, folded.edges, (1, 1, 1, 0.7), 2.0, order=1)
    red = strokes_of(space, creases, RED, 3.0, order=2)
    facets = facets_of(space, folded, np.tile([0, 0, 0, 0.01], (folded.n_regions, 1)))
    alone, frame = picture(red), picture(facets, edges, red)
    covered = alone[..., 0] == 255
    assert covered.sum() > 100
    assert (frame[covered][:, 1] == 0).mean() > 0.97


def test_edges_given_by_both_neighbours_are_drawn_once():
    space, folded = sheet(1, View(0.9, 0.4))
    facets = facets_of(space, folded, np.tile([0, 0, 0, 0.01], (folded.n_regions, 1)))
    once = strokes_of(space, folded.edges, (1, 1, 1, 0.5), 2.0, order=1)
    twice = strokes_of(space, np.tile(folded.edges, (2, 1)), (1, 1, 1, 0.5), 2.0, order=1)
    assert np.array_equal(picture(facets, once), picture(facets, twice))


def test_a_stroke_through_a_facet_is_hidden_behind_it():
    wall = rectangle(10, 10, 90, 90, (0, 0, 1, 0.5), [1.5] * 4)
    frame = picture(wall, Segments([[20.0, 50, 1.0]], [[80.0, 50, 2.0]], [WHITE], 4.0))
    assert (frame[49:51, 22:48] == (128, 128, 255, 255)).all()
    assert (frame[49:51, 52:78] == (255, 255, 255, 255)).all()


@pytest.mark.parametrize("steep", [0.0, 0.003, 0.1])
def test_a_stroke_on_a_facet_is_seen_over_its_whole_width(steep):
    corners = np.array([[10, 10.0], [100, 10], [100, 100], [10, 100]])
    facet = polygon(np.column_stack([corners, 5 + steep * (corners[:, 0] - 50)]), RED)
    line = Segments([[50.0, 20, 5]], [[50.0, 90, 5]], [WHITE], 6.0, order=1)
    for things in permutations([facet, line]):
        assert picture(*things)[50, :, 2].sum() / 255 == pytest.approx(6, abs=0.02)
    below = Segments(line.starts, line.ends, line.colours, 6.0, order=-1)
    assert picture(facet, below)[50, :, 2].sum() == 0


def test_the_sides_of_a_facet_that_is_not_flat_lie_on_it():
    corners = np.array([[10, 10.0, 5.01], [90, 10, 4.99], [90, 90, 5.01], [10, 90, 4.99]])
    sides = Segments(corners, np.roll(corners, -1, axis=0), [WHITE] * 4, 6.0, order=1)
    frame = picture(polygon(corners, RED), sides)[..., 2] / 255
    for side in (frame[:, 30:71].T, frame[30:71]):
        assert side.sum(axis=1) == pytest.approx(12, abs=0.02)


def test_of_coplanar_things_the_higher_order_is_on_top():
    corners = np.array([[10, 10.0], [100, 10], [100, 100], [10, 100]])
    q = 1 + 0.001 * corners[:, 0] + 0.0007 * corners[:, 1]
    sheet_, map_ = (
        polygon(np.column_stack([corners + k / 3, q + (0.001 + 0.0007) * k / 3]), c, k)
        for k, c in enumerate((RED, GREEN))
    )
    for things in permutations([sheet_, map_]):
        assert (picture(*things)[12:99, 12:99, :3] == (0, 255, 0)).all()
    same = [Facets(each.points, each.offsets, each.facets, each.colours) for each in (map_, sheet_)]
    assert (picture(*same)[12:99, 12:99, :3] == (255, 0, 0)).all()  # the later one


def test_a_step_of_order_is_worth_no_more_than_the_lift():
    far = 1 - 1.5 * LIFT / FOCAL_DISTANCE
    things = rectangle(0, 0, 50, 50, RED), rectangle(0, 0, 50, 50, BLUE, [far] * 4, order=1)
    assert picture(*things)[20, 20].tolist() == [255, 0, 0, 255]
