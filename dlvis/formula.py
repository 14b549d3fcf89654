"""Formulas that people write: `0.5*sin(3*pi*x)`, read by Python's own parser and never run as Python."""

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dlvis.arrays import Floats
from dlvis.errors import InputError, nearest

MOST_CHARACTERS = 1000
MOST_DEEP = 100  # brackets in brackets: far below where Python's own stack would end

CONSTANTS = {"pi": np.pi, "e": np.e}
# name -> function, how many arguments it takes
FUNCTIONS: Mapping[str, tuple[Callable[..., Any], int]] = {
    **{
        name: (getattr(np, name), 1)
        for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "log", "sqrt", "sign", "floor")
    },
    "abs": (np.abs, 1),
    "asin": (np.arcsin, 1),
    "acos": (np.arccos, 1),
    "atan": (np.arctan, 1),
    "atan2": (np.arctan2, 2),
    "hypot": (np.hypot, 2),
    "min": (np.minimum, 2),
    "max": (np.maximum, 2),
}
OPERATORS: Mapping[type, Callable[[Any, Any], Any]] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
    ast.Mod: np.mod,
    ast.Pow: np.power,
}
SIGNS: Mapping[type, Callable[[Any], Any]] = {ast.UAdd: np.positive, ast.USub: np.negative}


@dataclass(frozen=True)
class Formula:
    """A number as a function of `variables`, such as ("x", "y"), written as in Python.

    It knows + - * / % **, numbers, pi and e, and the FUNCTIONS by their names.

    Raises:
        InputError: `text` says anything else; the message begins with what is wrong in it.
    """

    text: str
    variables: tuple[str, ...]
    _root: ast.expr = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_root", _parsed(self.text))
        for node in _parts(self._root, 0):
            _check(node, self.variables)

    def __call__(self, *values: Floats) -> Floats:
        """(n,) the numbers at `values`, one array (n,) for each variable; inf or NaN where there is none."""
        named = dict(zip(self.variables, values, strict=True))
        with np.errstate(all="ignore"):
            result = np.asarray(_value(self._root, named), np.float64)
        return np.broadcast_to(result, np.shape(values[0])).copy()


def finite(formula: Formula, *values: Floats) -> Floats:
    """What `formula` gives at `values`, all of it finite.

    Raises:
        InputError: at some of them it gives no number; the message says where.
    """
    results = formula(*values)
    wrong = np.flatnonzero(~np.isfinite(results))
    if len(wrong):
        pairs = zip(formula.variables, values, strict=True)
        where = ", ".join(f"{name} = {each.flat[wrong[0]]:g}" for name, each in pairs)
        raise InputError(
            f"{formula.text!r}: expected a number everywhere in the window, got "
            f"{results.flat[wrong[0]]:g} at {where}"
        )
    return results


def _parsed(text: str) -> ast.expr:
    if len(text) > MOST_CHARACTERS:
        raise InputError(f"expected at most {MOST_CHARACTERS} characters, got {len(text)}")
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        hint = " (a power is written x**2)" if "^" in text else ""
        said = getattr(error, "msg", None) or "it cannot be read"
        raise InputError(f"{text!r}: expected a formula such as sin(2*pi*x), got: {said}{hint}") from None


def _parts(node: ast.expr, depth: int) -> Iterator[ast.expr]:
    """Every part of the formula that is a number."""
    if depth > MOST_DEEP:
        raise InputError(f"expected at most {MOST_DEEP} operations within one another")
    yield node
    below: list[ast.expr] = []
    if isinstance(node, ast.BinOp):
        below = [node.left, node.right]
    elif isinstance(node, ast.UnaryOp):
        below = [node.operand]
    elif isinstance(node, ast.Call):
        below = node.args
    for each in below:
        yield from _parts(each, depth + 1)


def _check(node: ast.expr, variables: tuple[str, ...]) -> None:
    """Refuse what is no number, no known name and no known operation."""
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            _check_number(number)
        case ast.Name(id=name):
            if name not in (*variables, *CONSTANTS):
                raise InputError(f"{name!r} is unknown{nearest(name, (*variables, *CONSTANTS, *FUNCTIONS))}")
        case ast.BinOp(op=op) if type(op) in OPERATORS:
            pass
        case ast.UnaryOp(op=op) if type(op) in SIGNS:
            pass
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            _check_call(name, len(arguments))
        case _:
            hint = "; a power is written x**2" if isinstance(node, ast.BinOp) else ""
            raise InputError(
                f"{ast.unparse(node)!r}: expected numbers, {', '.join(variables)}, + - * / % ** and "
                f"functions such as sin(x){hint}"
            )


def _check_number(number: float) -> None:
    try:
        float(number)
    except OverflowError:
        raise InputError("expected numbers up to 1.8e308, got a larger one") from None


def _check_call(name: str, n_arguments: int) -> None:
    if name not in FUNCTIONS:
        raise InputError(f"function {name!r} is unknown{nearest(name, FUNCTIONS)}")
    wanted = FUNCTIONS[name][1]
    if n_arguments != wanted:
        raise InputError(f"{name}: expected {wanted} argument{'s' if wanted > 1 else ''}, got {n_arguments}")


def _value(node: ast.expr, values: Mapping[str, Floats]) -> Any:
    match node:
        case ast.Constant(value=number):
            return np.float64(number)  # type: ignore[arg-type]
        case ast.Name(id=name):
            return values[name] if name in values else np.float64(CONSTANTS[name])
        case ast.BinOp(left, op, right):
            return OPERATORS[type(op)](_value(left, values), _value(right, values))
        case ast.UnaryOp(op, operand):
            return SIGNS[type(op)](_value(operand, values))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return FUNCTIONS[name][0](*(_value(each, values) for each in arguments))
    raise AssertionError(f"{node} was checked")
