"""Functions by name: a registry maps names to places, so that nothing is opened before it is used."""

from collections.abc import Callable, Mapping
from importlib import import_module
from inspect import getdoc
from typing import Any

from dlvis.errors import InputError, nearest

Places = Mapping[str, str]  # name -> "package.module:function"


def named(what: str, name: str, places: Places) -> Callable[..., Any]:
    """The function of this name; `what` it is (a study, a measurement) is for the error that knows none."""
    if name not in places:
        raise InputError(f"{what} {name!r} is unknown{nearest(name, places)}")
    module, _, function = places[name].partition(":")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found


def first_line(function: Callable[..., Any]) -> str:
    """What a function says of itself in its docstring's first line."""
    return (getdoc(function) or "").partition("\n")[0]
