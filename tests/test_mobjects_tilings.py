"""Tilings side by side, and a sheet of paper that is folded and cut."""

from itertools import combinations

import numpy as np
import pytest

from dlvis.draw.composition import tiles
from dlvis.draw.view import View, projected, scale_within
from dlvis.errors import InputError
from dlvis.geometry import fold_complex
from dlvis.initial import he_net
from dlvis.mobjects import FoldedPaper, Placement, TilingRow, paper_placement, paper_rows, uncut, words_height
from dlvis.net import first_layers, mirrored_cuts
from dlvis.style import theme
from dlvis.window import Window
from tests.canvas import canvas, inked

NIGHT = theme("night")
SQUARE = Window(-1, 1, -1, 1)
AREA = Window(-6, 6, -3, 3)
NETS = [he_net((2, 12, 1), 0), he_net((2, 6, 6, 1), 1)]
CUTS = np.array([[1.0, 0.3, -0.5], [0.2, 1.0, -0.7]])


def row(area=AREA, notes=()):
    boxes = tiles(area, 2, 1.0)
    return TilingRow(NETS, SQUARE, NIGHT, boxes=boxes, names=["one", "two"], notes=notes), boxes


def sides(mobject):
    return (mobject.get_left()[0], mobject.get_right()[0], mobject.get_bottom()[1], mobject.get_top()[1])


def overlap(first, second):
    across = min(first[1], second[1]) - max(first[0], second[0])
    return across > 1e-6 and min(first[3], second[3]) - max(first[2], second[2]) > 1e-6


@pytest.mark.parametrize("area", [AREA, Window(-2, 2, -4, 4)])
def test_tilings_and_their_words_stand_apart_in_their_boxes(area):
    made, boxes = row(area, ("note one", "note two"))
    for k, box in enumerate(boxes):
        parts = [made.tilings[k].regions, made.names[k], made.numbers[k], made.notes[k]]
        places = [sides(each) for each in parts]
        assert not [pair for pair in combinations(places, 2) if overlap(*pair)]
        assert all(left >= box.xmin - 0.02 and right <= box.xmax + 0.02 for left, right, _, _ in places)
        assert all(low >= box.ymin - 0.02 and high <= box.ymax + 0.02 for _, _, low, high in places)
        assert box.height - words_height(NIGHT, notes=True) == pytest.approx(parts[0].height, abs=1e-6) or (
            parts[0].width == pytest.approx(box.width)
        )


def test_the_counts_are_those_of_what_is_drawn():
    made, _ = row()
    assert made.counts == [fold_complex(net, SQUARE).n_regions for net in NETS]
    others = [he_net((2, 9, 1), 5), he_net((2, 4, 4, 1), 6)]
    made.redraw(others)
    assert made.counts == [fold_complex(net, SQUARE).n_regions for net in others]
    assert [tiling.complex.net for tiling in made.tilings] == others


def test_a_name_too_long_for_its_tiling_is_refused():
    with pytest.raises(InputError, match="text 'a very long name"):
        TilingRow(NETS[:1], SQUARE, NIGHT, boxes=[Window(-1, 1, -1, 1)], names=["a very long name " * 4])


# ---- paper


def paper(cuts=CUTS):
    return FoldedPaper(fold_complex(mirrored_cuts(cuts), SQUARE), NIGHT, placement=Placement(SQUARE))


def test_each_cut_is_there_once_in_each_quarter():
    for x, y in np.random.default_rng(0).uniform(-1, 1, (50, 2)):
        net = mirrored_cuts(CUTS)
        here, there = (net.pre_activation(np.array([p]), 1) for p in ((x, y), (abs(x), abs(y))))
        np.testing.assert_allclose(here, there, atol=1e-12)
        np.testing.assert_allclose(here[0], CUTS @ [abs(x), abs(y), 1], atol=1e-12)
    quarters = fold_complex(first_layers(mirrored_cuts(CUTS), 1), SQUARE).n_regions
    assert quarters == 4
    assert fold_complex(mirrored_cuts(CUTS), SQUARE).n_regions == 4 * 4  # two lines that cross in a quarter


def test_before_it_is_cut_the_sheet_has_its_quarters_alone():
    sheet = fold_complex(mirrored_cuts(CUTS), SQUARE)
    blank = uncut(sheet)
    assert blank.n_regions == 4
    shown = [FoldedPaper(each, NIGHT, placement=Placement(SQUARE)).paints for each in (blank, sheet)]
    within = ~sheet.patterns()[:, sheet.net.widths[1] :].any(axis=1)  # no cut: the middle of the sheet
    np.testing.assert_allclose(shown[0], shown[1][within])


def test_one_copy_of_each_cut_is_drawn_from_end_to_end_on_the_folded_sheet():
    made = paper().redraw(across=1, along=1)
    for front, cut in zip(made.front(), made.cuts, strict=True):
        assert front.rank == cut.rank > made.pieces.rank
        assert front.n_parts * 4 == cut.n_parts
        np.testing.assert_allclose(front.starts[1:], front.ends[:-1], atol=1e-9)
        for end, pick in ((front.starts[0], np.argmin), (front.ends[-1], np.argmax)):
            np.testing.assert_allclose(end, cut.points[pick(cut.points[:, 0] - cut.points[:, 1])], atol=1e-9)


def test_copies_have_one_colour_and_fold_onto_one_another():
    made = paper()
    assert len(np.unique(made.pieces.fill_rgbas.round(6), axis=0)) == 4
    made.redraw(across=1, along=1)
    points = made.pieces.points
    assert points[:, :2].min() >= -1e-9
    np.testing.assert_allclose(points[:, 2], 0, atol=1e-9)
    for cut in made.cuts:
        middles = ((cut.starts + cut.ends) / 2)[:, :2].round(6)
        assert len(np.unique(middles, axis=0)) * 4 == len(middles)


def test_moving_one_cut_moves_all_its_copies_and_no_other():
    made = paper()
    before = [cut.points.copy() for cut in made.cuts]
    moved = CUTS.copy()
    moved[0, 2] -= 0.05
    made.redraw(fold_complex(mirrored_cuts(moved), SQUARE))
    on_line = made.cuts[0].points[:, :2] / 3
    np.testing.assert_allclose(np.abs(on_line) @ moved[0, :2] + moved[0, 2], 0, atol=1e-9)
    ends = {tuple(np.abs(p).round(5)) for p in before[1]}
    assert {tuple(np.abs(p).round(5)) for p in made.cuts[1].points} & ends


def test_a_half_folded_sheet_stands_up():
    made = paper().redraw(across=0.5)
    assert made.pieces.points[:, 2].max() == pytest.approx(3.0)
    with canvas() as frame:
        assert inked(frame.draw(made, phi=0.9), NIGHT).sum() > 500


@pytest.mark.parametrize("box", [AREA, Window(-2, 2, -4, 3)])
def test_what_is_seen_from_several_views_stays_within_its_box(box):
    shape = np.array([[-1.0, -1, 0], [1, -1, 0], [1, 1, 0.8], [-1, 1, 0]])
    views, centre = [View(0.9, -1.4), View(0.0, -1.6)], np.array([*box.centre, 0.0])
    scale = scale_within(shape, views, centre, box)
    seen = np.concatenate([projected(centre + scale * shape, view) for view in views])
    inside = Window(box.xmin - 1e-6, box.xmax + 1e-6, box.ymin - 1e-6, box.ymax + 1e-6)
    assert inside.contains(seen).all()
    more = np.concatenate([projected(centre + 1.02 * scale * shape, view) for view in views])
    assert not inside.contains(more).all()


@pytest.mark.parametrize("cuts", [np.zeros((0, 3)), np.zeros((2, 2))])
def test_cuts_that_are_no_lines_are_refused(cuts):
    with pytest.raises(InputError, match=r"mirrored_cuts: expected shape \(cuts, 3\)"):
        mirrored_cuts(cuts)


@pytest.mark.parametrize("box", [AREA, Window(-3, 3, -6, 5)])
def test_a_sheet_lies_as_large_as_its_box_lets_it(box):
    views, area = [View(0.85, -1.8), View(0.0, -1.57)], Window(box.xmin, box.xmax, box.ymin, box.ymax + 1)
    place = paper_placement(SQUARE, views, box, area)
    flat = np.column_stack([SQUARE.corners, np.zeros(4)]) * place.scale + place.centre
    seen = np.concatenate([projected(flat, view) for view in views])
    assert Window(box.xmin - 1e-6, box.xmax + 1e-6, box.ymin - 1e-6, box.ymax + 1e-6).contains(seen).all()
    assert place.scale > 0.25 * min(box.width, box.height)


def test_paper_is_cut_anew_in_its_place():
    made = paper([[1.0, 1.0, -0.5]])
    assert (made.n_copies, made.complex.n_regions) == (4, 8)
    moved = made.recut(np.array([[1.0, 1.0, -0.8]]))
    assert (moved.n_copies, moved.complex.n_regions) == (4, 8)
    rows = paper_rows(moved.complex, lambda key: key)
    assert [(row.label, row.value) for row in rows] == [("cuts", 1), ("copies", 4), ("regions", 8)]
    reach = max(np.abs(cut.points).max() for cut in moved.cuts)
    assert reach == pytest.approx(0.8 * moved.placement.scale)
