"""The parameters of a scene: frozen, keyword-only, writable as a nested dict, a TOML file or `--set a.b=c`.

A scene adds its own by subclassing `Params` inside itself; a group of settings is a frozen dataclass again:

    @dataclass(frozen=True, kw_only=True)
    class NetParams:
        widths: tuple[int, ...] = (2, 3, 1)

    class Fold(FilmScene):
        @dataclass(frozen=True, kw_only=True)
        class Params(Params):
            net: NetParams = NetParams()
            hold: float = param(2.0, "seconds that the sheet is held")

`param` gives a default and says what the parameter means, which `dlvis scenes show` prints. Every parameter
has a default, since plain Manim calls a scene without arguments. Fields are bool, int, float, str, tuples of
those (`tuple[int, ...]`), any of them `| None`, or such a group. A field called `widths` holds a net's layer
sizes, and is checked as such.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields, is_dataclass, replace
from sys import float_info
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from dlvis.errors import InputError, nearest

P = TypeVar("P")
T = TypeVar("T")

MOST = float_info.max

# a type -> in words, several of them, an example of a list
KINDS: dict[Any, tuple[str, str, str]] = {
    int: ("a whole number", "whole numbers", "[2, 8, 8, 1]"),
    float: ("a number", "numbers", "[0.5, 2]"),
    str: ("a text", "texts", '["moons", "baarle"]'),
    bool: ("true or false", "true or false", "[true, false]"),
    NoneType: ("nothing", "nothing", "[]"),
}


def param(default: T, meaning: str) -> T:
    """The default of a parameter and, in a few words, what it means: `hold: float = param(2.0, "…")`."""
    declared: T = field(default=default, metadata={"meaning": meaning})
    return declared


@dataclass(frozen=True, kw_only=True)
class Params:
    """What every scene can be told."""

    topic: str = param("baarle", "what the film is about: a name of `dlvis topics`, or a file of your own")
    theme: str = param("night", "the look: night, paper, contrast, or a .toml of your own")
    language: str = param("en", "the language of the words, such as de")
    words: str | None = param(None, "a words file of your own, named after its language: fold.de.toml")
    run: str | None = param(None, "the folder of the Run to show; else the newest of the topic")


@dataclass(frozen=True)
class Parameter:
    """One line of `dlvis scenes show`: the dotted name, what it takes, its default, and what it means."""

    name: str
    kind: str
    default: Any
    meaning: str = ""


def params_from(cls: type[P], mapping: Mapping[str, Any]) -> P:
    """`mapping`, nested dicts of plain values as TOML gives them, as a `cls`; the rest keeps its defaults.

    Raises:
        InputError: a name that `cls` lacks (the nearest right one is named), or a value of another type.
    """
    return _changed(cls(), mapping, "")


def params_dict(params: Any) -> dict[str, Any]:
    """The reverse of `params_from`: nested dicts and lists of plain values, ready for JSON."""
    return {name: _plain(value) for name, _, value in _entries(params)}


def parameters(cls: type) -> tuple[Parameter, ...]:
    """Every parameter of `cls`, groups opened up, in the order of their definition."""
    return tuple(_rows(cls(), ""))


def changes(params: Any) -> dict[str, Any]:
    """The parameters that are not their defaults, by dotted names, as plain values."""
    usual = {each.name: each.default for each in parameters(type(params))}
    return {each.name: each.default for each in _rows(params, "") if each.default != usual[each.name]}


def kind_name(kind: Any) -> str:
    """A type in short, for a list of parameters: `int`, `str or none`, `list of int`."""
    if get_origin(kind) in (Union, UnionType):
        return " or ".join(kind_name(each) for each in get_args(kind))
    if get_origin(kind) is tuple:
        return f"list of {kind_name(get_args(kind)[0])}"
    return "none" if kind is NoneType else str(getattr(kind, "__name__", kind))


def kind_words(kind: Any) -> str:
    """A type in words, for a message: `a whole number`, `a list of whole numbers such as [2, 8, 8, 1]`."""
    if get_origin(kind) in (Union, UnionType):
        return " or ".join(kind_words(each) for each in get_args(kind))
    if get_origin(kind) is not tuple:
        return KINDS[kind][0] if kind in KINDS else f"a table of {', '.join(f.name for f in fields(kind))}"
    kinds = get_args(kind)
    _, several, example = KINDS[kinds[0]]
    return f"a list of {several} such as {example}" if kinds[-1] is Ellipsis else f"{len(kinds)} {several}"


def plain_value(kind: Any, value: Any, name: str) -> Any:
    """`value` as TOML gives it, as a value of the type `kind`; `name` is what errors call the parameter.

    Raises InputError for a value of another type.
    """
    if get_origin(kind) in (Union, UnionType):
        return _any_of(get_args(kind), value, name)
    if get_origin(kind) is tuple and isinstance(value, list | tuple):
        return _values(get_args(kind), value, name)
    if kind is float and type(value) in (int, float) and abs(value) <= MOST:  # NaN is not
        return float(value)
    # `type is`, since True is an int to isinstance
    if get_origin(kind) is None and type(value) is kind and kind is not float:
        return value
    raise InputError(f"parameter {name}: expected {kind_words(kind)}, got {value!r}")


def _entries(params: Any) -> Iterator[tuple[str, Any, Any]]:
    """Name, type and value of each field."""
    hints = get_type_hints(type(params))
    return ((field.name, hints[field.name], getattr(params, field.name)) for field in fields(params))


def _rows(params: Any, within: str) -> Iterator[Parameter]:
    meanings = {each.name: each.metadata.get("meaning", "") for each in fields(params)}
    for name, kind, value in _entries(params):
        if is_dataclass(value):
            yield from _rows(value, f"{within}{name}.")
        else:
            yield Parameter(within + name, kind_name(kind), _plain(value), meanings[name])


def _changed(params: P, mapping: Mapping[str, Any], within: str) -> P:
    known = {name: (kind, value) for name, kind, value in _entries(params)}
    for name in mapping:
        if name not in known:
            names = [within + each for each in known]
            raise InputError(
                f"parameter {within + str(name)!r} is unknown{nearest(within + str(name), names)}"
            )
    changes = {name: _value(*known[name], value, within + name) for name, value in mapping.items()}
    return replace(params, **changes)  # type: ignore[type-var]


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return params_dict(value)
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _value(kind: Any, default: Any, value: Any, name: str) -> Any:
    # a group keeps those of its default's values that are not named
    if is_dataclass(default) and isinstance(value, Mapping):
        return _changed(default, value, f"{name}.")
    plain = plain_value(kind, value, name)
    if name.rpartition(".")[2] == "widths" and plain is not None:
        _check_widths(plain, name)
    return plain


def _check_widths(widths: Sequence[int], name: str) -> None:
    # here, since a scene without such a Run answers with the line that trains one
    if len(widths) < 2 or min(widths) < 1 or widths[0] != 2 or widths[-1] > 2:
        raise InputError(
            f"parameter {name}: expected 2 inputs first, layers of at least 1 neuron, 1 or 2 outputs last,"
            f" such as [2, 8, 8, 1], got {list(widths)}"
        )


def _values(kinds: tuple[Any, ...], values: Sequence[Any], name: str) -> tuple[Any, ...]:
    if kinds[-1] is Ellipsis:
        kinds = kinds[:1] * len(values)
    if len(kinds) != len(values):
        several = KINDS[kinds[0]][1]
        raise InputError(f"parameter {name}: expected {len(kinds)} {several}, got {list(values)!r}")
    return tuple(plain_value(kind, value, name) for kind, value in zip(kinds, values, strict=True))


def _any_of(kinds: tuple[Any, ...], value: Any, name: str) -> Any:
    for kind in kinds:
        with suppress(InputError):
            return plain_value(kind, value, name)
    expected = " or ".join(kind_words(kind) for kind in kinds)
    raise InputError(f"parameter {name}: expected {expected}, got {value!r}")
