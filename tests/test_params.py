from dataclasses import dataclass

import pytest

from dlvis.errors import InputError
from dlvis.params import Params, changes, parameters, params_dict, params_from


@dataclass(frozen=True, kw_only=True)
class NetParams:
    widths: tuple[int, ...] = (2, 3, 1)
    slope: float = 0.0


@dataclass(frozen=True, kw_only=True)
class FoldParams(Params):
    net: NetParams = NetParams()
    deep: NetParams = NetParams(widths=(2, 16, 1))
    corner: tuple[float, float] = (0.0, 1.0)
    loud: bool = False


def test_defaults_round_trip():
    assert params_from(FoldParams, params_dict(FoldParams())) == FoldParams()


def test_values_are_taken_and_the_rest_keeps_its_default():
    params = params_from(FoldParams, {"net": {"widths": [2, 8, 8, 1]}, "run": "renders/runs/x"})
    assert params.net == NetParams(widths=(2, 8, 8, 1))
    assert params.run == "renders/runs/x"
    assert params.theme == "night"


def test_what_differs_from_the_defaults_is_named():
    assert changes(FoldParams()) == {}
    params = params_from(FoldParams, {"net": {"widths": [2, 8, 1], "slope": 0.0}, "run": "x"})
    assert changes(params) == {"run": "x", "net.widths": [2, 8, 1]}


def test_a_group_keeps_what_its_default_says():
    params = params_from(FoldParams, {"deep": {"slope": 0.1}})
    assert params.deep == NetParams(widths=(2, 16, 1), slope=0.1)


def test_a_whole_number_is_a_float_too():
    assert params_from(FoldParams, {"net": {"slope": 1}}).net.slope == 1.0


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ({"themes": "paper"}, "'themes' is unknown; did you mean 'theme'"),
        ({"net": {"width": [2, 1]}}, "'net.width' is unknown; did you mean 'net.widths'"),
        ({"net": {"widths": [2, 1.5]}}, r"net.widths: expected a whole number, got 1.5"),
        ({"net": {"widths": 3}}, r"expected a list of whole numbers such as \[2, 8, 8, 1\], got 3"),
        ({"net": 3}, "net: expected a table of widths, slope, got 3"),
        ({"net": {"widths": [2, 0, 1]}}, r"net.widths: expected 2 inputs first, .*, got \[2, 0, 1\]"),
        ({"net": {"widths": [3, 4, 1]}}, "net.widths: expected 2 inputs first"),
        ({"net": {"widths": [2, 4, 3]}}, "1 or 2 outputs last"),
        ({"net": {"widths": []}}, "net.widths: expected 2 inputs first"),
        ({"corner": [1, 2, 3]}, "corner: expected 2 numbers, got"),
        ({"loud": 1}, "loud: expected true or false, got 1"),
        ({"run": 7}, "run: expected a text or nothing, got 7"),
        ({"topic": True}, "topic: expected a text, got True"),
    ],
)
def test_a_wrong_parameter_is_named(mapping, message):
    with pytest.raises(InputError, match=message):
        params_from(FoldParams, mapping)


def test_every_parameter_is_listed_with_type_and_default():
    rows = {row.name: (row.kind, row.default) for row in parameters(FoldParams)}
    assert rows["net.widths"] == ("list of int", [2, 3, 1])
    assert rows["run"] == ("str or none", None)
    assert rows["deep.widths"][1] == [2, 16, 1]
    assert "net" not in rows
