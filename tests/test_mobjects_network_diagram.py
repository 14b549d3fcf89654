"""A net's diagram: its parts can be found, their looks tell the weights, and a point lights the units."""

import numpy as np
import pytest

from dlvis.errors import InputError
from dlvis.geometry import Window
from dlvis.mobjects import NetworkDiagram
from dlvis.net import ReluNet
from dlvis.style import rgb, theme
from tests.canvas import canvas, pixel
from tests.nets import he_net

NIGHT = theme("night")
BOX, SQUARE = Window(-3, 3, -2, 2), Window(-1, 1, -1, 1)
NET = ReluNet([[[2.0, -1.0], [0.5, 0.0], [-2.0, 1.0]], [[1.0, -1.0, 0.5]]], [[0.0, 0.0, 0.0], [0.0]])


def diagram(net=NET, **options):
    return NetworkDiagram(net, NIGHT, box=BOX, window=SQUARE, **options)


def light(shown, unit):
    return float(shown.units[unit][1].stroke_rgbas[0, 3])


def test_every_unit_and_weight_is_there_by_its_numbers():
    shown = diagram()
    assert set(shown.units) == {(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 0)}
    assert len(shown.weights) == 2 * 3 + 3
    start, end = shown.weights[(1, 2, 0)].points
    assert np.allclose(start, shown.places[(0, 0)])
    assert np.allclose(end, shown.places[(1, 2)])


def test_width_tells_the_size_of_a_weight_and_a_dash_its_sign():
    lines = diagram().weights
    assert lines[(1, 0, 0)].stroke_width > lines[(1, 0, 1)].stroke_width > lines[(1, 1, 1)].stroke_width
    assert lines[(1, 0, 0)].dash == ()
    assert len(lines[(1, 0, 1)].dash) == 2
    assert lines[(1, 2, 0)].stroke_width == pytest.approx(lines[(1, 0, 0)].stroke_width)


def test_a_point_lights_the_units_by_their_activations():
    shown = diagram().redraw([1.0, 1.0])
    assert light(shown, (1, 0)) == pytest.approx(1 / 3)  # 2 - 1, of at most 3
    assert light(shown, (1, 2)) == 0  # off
    assert light(shown, (0, 1)) == pytest.approx(1)
    assert all(light(diagram().redraw(None), unit) == 0 for unit in shown.units)


def test_a_lit_unit_is_seen():
    with canvas() as frame:
        dark, lit = (pixel(frame.draw(diagram().redraw(at)), (0, 0)).sum() for at in (None, [1.0, 0.0]))
    assert lit > dark + 0.2


def test_what_is_negative_is_muted():
    shown = diagram().light((2, 0), -1.0)
    assert np.allclose(shown.units[(2, 0)][1].stroke_rgbas[0, :3], rgb(NIGHT.muted))


def test_all_of_it_lies_in_its_box_names_and_all():
    for net in (NET, he_net((2, 16, 16, 1), 0), he_net((2, 1), 0)):
        shown = diagram(net, inputs=("x_1", "x_2"), outputs=("y",))
        radius = shown.radius / 135
        for x, y, _ in shown.places.values():
            assert BOX.xmin + radius - 1e-9 <= x <= BOX.xmax - radius + 1e-9
            assert BOX.ymin + radius - 1e-9 <= y <= BOX.ymax - radius + 1e-9
        assert shown.names.get_left()[0] >= BOX.xmin - 1e-6
        assert shown.names.get_right()[0] <= BOX.xmax + 1e-6


def test_of_a_wide_layer_the_first_and_last_units_are_drawn():
    shown = diagram(he_net((2, 40, 1), 0), most=6)
    assert [unit for layer, unit in shown.units if layer == 1] == [0, 1, 2, 37, 38, 39]
    assert len(shown.layer(1)[-1]) == 1  # the dots between
    rows = [shown.places[(1, unit)][1] for unit in (1, 2, 37)]
    assert rows[1] - rows[2] > 1.5 * (rows[0] - rows[1])


def test_a_layer_is_its_units_their_names_and_what_leads_to_them():
    shown = diagram(inputs=("x_1", "x_2"), outputs=("y",))
    assert [len(shown.layer(k)) for k in range(3)] == [0 + 2 + 2 + 1, 6 + 3 + 1, 3 + 1 + 1 + 1]
    parts = [id(part) for k in range(3) for part in shown.layer(k)]
    assert len(parts) == len(set(parts))


def test_names_and_points_that_do_not_fit_are_refused():
    with pytest.raises(InputError, match="expected a name for each"):
        diagram(inputs=("x",))
    with pytest.raises(InputError, match=r"expected shape \(2,\)"):
        diagram().redraw([1.0])
