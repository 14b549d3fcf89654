"""Flat mobjects, drawn for real: the right colour at the right place, and bad values refused."""

from types import SimpleNamespace

import numpy as np
import pytest
import shapely
from manim import Scene, ValueTracker, tempconfig

from dlvis.camera import FilmCamera
from dlvis.errors import InputError
from dlvis.geometry import FoldComplex, Polylines, Window, decision_boundary, fold_complex, margin
from dlvis.mobjects import (
    BoundaryLine,
    FoldLines,
    MapPlane,
    Placement,
    RegionTiling,
    fitted,
    scene_points,
)
from dlvis.net import ReluNet
from dlvis.style import colours_by_output, colours_by_pattern, rgb, robust_scale, theme
from dlvis.topics import load
from tests.canvas import canvas, inked, pixel
from tests.nets import he_net, line_net

NIGHT = theme("night")
SQUARE = Window(-1, 1, -1, 1)
NET = he_net([2, 4, 3, 1], 0)
FOLDED = fold_complex(NET, SQUARE)
CROSS = line_net([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])


def empty_complex():
    none = np.empty(0, np.int64)
    return FoldComplex(
        NET,
        SQUARE,
        np.empty((0, 2)),
        none.reshape(0, 2),
        [0],
        none.reshape(0, 2),
        [0],
        none,
        none,
        none.reshape(2, 0),
    )


def wide_regions(folded):
    """Regions whose mean corner is far from every side, in pixels of the small canvas."""
    polygons = [shapely.Polygon(folded.region(r)) for r in range(folded.n_regions)]
    points = folded.interior_points()
    far = [p.boundary.distance(shapely.Point(q)) > 0.06 for p, q in zip(polygons, points, strict=True)]
    return np.flatnonzero(far)


def test_placing_maps_the_window_and_lifts_heights():
    placement = Placement(Window(0, 4, 0, 2), (1.0, 2.0, 3.0), 0.5, 2.0)
    np.testing.assert_allclose(scene_points([[2, 1], [4, 2]], placement), [[1, 2, 3], [2, 2.5, 3]])
    np.testing.assert_allclose(scene_points([[2, 1]], placement, [0.25]), [[1, 2, 3.5]])
    assert fitted(Window(0, 4, 0, 2), 8, 8).scale == 2
    with pytest.raises(InputError, match="scale"):
        Placement(SQUARE, scale=-1.0)


@pytest.mark.parametrize("name", ["night", "paper", "contrast"])
def test_a_tiling_has_the_colour_of_each_region_at_its_middle(name):
    look = theme(name)
    outputs = margin(NET, FOLDED.interior_points())
    colours = colours_by_output(outputs, robust_scale(outputs), look)
    tiling = RegionTiling(FOLDED, colours, look)
    with canvas(name) as frame:
        picture = frame.draw(tiling)
    regions = wide_regions(FOLDED)
    assert len(regions) >= 4
    for region in regions:
        spot = scene_points(FOLDED.interior_points()[region], tiling.placement)[0]
        np.testing.assert_allclose(pixel(picture, spot), colours[region], atol=2 / 255)


def test_a_tiling_leaves_no_hole_and_stays_inside_its_window():
    tiling = RegionTiling(FOLDED, np.ones((FOLDED.n_regions, 3)), NIGHT)
    with canvas() as frame:
        picture = frame.draw(tiling)
    rows, columns = np.nonzero(inked(picture, NIGHT))
    assert abs(np.ptp(rows) + 1 - 6 * 180 / 8) <= 4
    assert abs(np.ptp(columns) + 1 - 6 * 180 / 8) <= 4
    inside = picture[rows.min() + 3 : rows.max() - 2, columns.min() + 3 : columns.max() - 2]
    assert inside.min() > 0.9


def test_a_tiling_shows_another_net_where_it_now_lies():
    tiling = RegionTiling(FOLDED, colours_by_pattern(FOLDED.patterns(), NIGHT), NIGHT)
    tiling.scale(0.5).shift([2.0, 1.0, 0.0])
    folded = fold_complex(CROSS, SQUARE)
    colours = np.eye(4)[:, :3]
    tiling.redraw(folded, colours)
    with canvas() as frame:
        picture = frame.draw(tiling)
    for region, middle in enumerate(folded.interior_points()):
        np.testing.assert_allclose(pixel(picture, middle * 1.5 + [2, 1]), colours[region], atol=0.01)
    np.testing.assert_allclose(tiling.get_center(), [2, 1, 0], atol=1e-6)
    assert tiling.width == pytest.approx(3, abs=1e-6)


def test_a_tiling_has_no_seam_and_no_shape_for_each_region():
    folded = fold_complex(he_net([2, 12, 8, 1], 1), SQUARE)
    tiling = RegionTiling(folded, np.ones((folded.n_regions, 3)), NIGHT)
    assert (folded.n_regions > 60, len(tiling.submobjects)) == (True, 3)
    with canvas() as frame:
        picture = frame.draw(tiling)
    assert picture[25:155, 95:225].min() == 1


def test_a_tiling_can_be_translucent_as_a_whole_and_by_region():
    colours = np.ones((4, 4)) * [1, 1, 1, 0.5]
    folded = fold_complex(CROSS, SQUARE)
    tiling = RegionTiling(folded, colours, NIGHT, opacity=0.5, edges=True)
    with canvas() as frame:
        seen = pixel(frame.draw(tiling), [1.5, 1.5])
    np.testing.assert_allclose(seen, 0.25 + 0.75 * rgb(NIGHT.ground), atol=0.02)


def test_bad_tilings_are_refused():
    with pytest.raises(InputError, match="at least one region"):
        RegionTiling(empty_complex(), np.empty((0, 3)), NIGHT)
    with pytest.raises(InputError, match="expected shape"):
        RegionTiling(FOLDED, np.ones((2, 3)), NIGHT)
    with pytest.raises(InputError, match="NaN"):
        RegionTiling(FOLDED, np.full((FOLDED.n_regions, 3), np.nan), NIGHT)


def test_a_fold_is_drawn_in_its_neurons_colour():
    folded = fold_complex(CROSS, SQUARE)
    lines = FoldLines(folded, NIGHT, width=20, halo=False)
    with canvas() as frame:
        picture = frame.draw(lines)
    np.testing.assert_allclose(pixel(picture, [0, 1.51]), rgb(NIGHT.fold(0)), atol=0.03)
    assert set(lines.lines) == {(0, 0), (0, 1)}
    row = picture[90, 95:155] - rgb(NIGHT.ground)
    assert row.max(axis=1).min() < 0.1 < 0.4 < row.max()  # the second neuron's line is broken


def test_folds_by_layer_and_a_fold_that_goes():
    lines = FoldLines(FOLDED, NIGHT, by="layer", layers=[1])
    assert set(lines.lines) == {(1, 0)}
    lines = FoldLines(fold_complex(CROSS, SQUARE), NIGHT, colours={(0, 1): "#FF0000"})
    lines.redraw(fold_complex(line_net([[1.0, 0.0, 0.0], [0.0, 1.0, 5.0]]), SQUARE))
    assert [lines.lines[(0, neuron)].is_visible for neuron in (0, 1)] == [True, False]
    with pytest.raises(InputError, match="heights"):
        FoldLines(FOLDED, NIGHT, heights=np.zeros(3))
    with pytest.raises(InputError, match="neuron"):
        FoldLines(FOLDED, NIGHT, by="region")


def test_the_boundary_is_the_brightest_line_with_a_dark_rim():
    net = ReluNet([np.array([[1.0, 0.0]])], [np.zeros(1)])
    lines = decision_boundary(net, fold_complex(net, SQUARE))
    placement = Placement(SQUARE)
    tiling = RegionTiling(fold_complex(net, SQUARE), [[0.9, 0.6, 0.0]], NIGHT, placement=placement)
    with canvas() as frame:
        picture = frame.draw(tiling, BoundaryLine(lines, NIGHT, placement=placement, width=24))
    row = picture[90]
    assert row[160].min() > 0.95
    assert row[150:160].max(axis=1).min() < 0.5  # the halo beside the line
    np.testing.assert_allclose(row[120], [0.9, 0.6, 0.0], atol=0.02)


def test_a_boundary_may_be_nowhere_but_not_nan():
    nothing = Polylines(np.empty((0, 2)), [0])
    line = BoundaryLine(nothing, NIGHT, placement=Placement(SQUARE))
    with canvas() as frame:
        assert not inked(frame.draw(line), NIGHT).any()
    some = Polylines([[0, 0], [1, 1]], [0, 2])
    with pytest.raises(InputError, match="NaN"):
        line.redraw(some, [0.0, np.nan])
    assert line.redraw(some, 0.5).line.points[0, 2] == 0.5


def test_the_map_has_its_classes_its_holes_and_its_enclaves():
    topic = load("baarle")
    placement = fitted(topic.window, 8, 7.6)
    plane = MapPlane(topic, NIGHT, placement=placement, opacity=1.0, outlines=False)
    with canvas() as frame:
        picture = frame.draw(plane)
    rng = np.random.default_rng(0)
    points = rng.uniform(-0.9, 0.9, (400, 2))
    for x, y in points:
        spot = shapely.Point(x, y)
        if topic.positive.boundary.distance(spot) < 0.03:
            continue
        colour = rgb(NIGHT.positive if topic.positive.contains(spot) else NIGHT.negative)
        seen = pixel(picture, scene_points([[x, y]], placement)[0])
        np.testing.assert_allclose(seen, colour, atol=0.02)


def test_a_map_without_area_is_refused():
    nothing = SimpleNamespace(negative=shapely.Polygon(), positive=shapely.Polygon())
    with pytest.raises(InputError, match="labelled polygon"):
        MapPlane(nothing, NIGHT, placement=Placement(SQUARE))


def test_an_animation_shows_only_the_last_of_many_redraws(tmp_path):
    """Manim draws the family that a mobject had when the animation began, whatever has left it since."""
    many = fold_complex(he_net([2, 12, 8, 1], 1), SQUARE)
    one = fold_complex(line_net([[1.0, 0.0, 9.0]]), SQUARE)

    class Shrinks(Scene):
        def construct(self):
            tiling = RegionTiling(many, colours_by_pattern(many.patterns(), NIGHT), NIGHT)
            clock = ValueTracker(0)
            tiling.add_updater(lambda t: t.redraw(one, [[1.0, 1, 1]]) if clock.get_value() > 0.5 else t)
            self.add(tiling)
            self.play(clock.animate.set_value(1), run_time=0.5)

    settings = {"media_dir": str(tmp_path), "pixel_width": 320, "pixel_height": 180, "frame_rate": 10}
    with tempconfig(settings | {"disable_caching": True, "progress_bar": "none", "verbosity": "ERROR"}):
        scene = Shrinks(camera_class=FilmCamera)
        scene.render()
        picture = scene.renderer.camera.pixel_array[..., :3] / 255
    np.testing.assert_allclose(pixel(picture, [1.0, 1.0]), 1.0, atol=0.01)
    assert picture[90, 100:220].min() > 0.98
