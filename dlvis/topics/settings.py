"""What a topic's TOML may say, checked key by key.

title = "…"                          classes = ["negative's name", "positive's name"]
credits = ["…"]                      seed = 0

[source]                             # one of file, shape, formula and function
file = "border.geojson"              # or an image, or a CSV of points; relative to the TOML
shape = "moons"                      # or rings, spiral
formula = "y - 0.5*sin(3*pi*x)"      # positive where it is above 0
function = "sin(2*pi*x)"             # no topic but a dataset, which is trained and not filmed
property = "country"                 # GeoJSON: which property tells the class
positive = "BE"                      # its value, an image's colour or a CSV's label, for the positive class
nearest_colour = true                # image: each pixel the nearer of the two main colours, for smooth edges
half_width = 0.2                     # of a shape's bands

[window]                             # the whole source when left out
lon = [4.905, 4.957]                 # for a map
lat = [51.428, 51.458]
x = [0, 400]                         # for everything else, in the source's units (pixels from the lower left)
y = [0, 300]

[samples]
train = 100_000                      # also validation, test

[training]
widths = [2, 16, 16, 16, 1]          # also few_widths, few_seed, steps, batch, rate, near, near_distance
"""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from dlvis.errors import InputError, nearest
from dlvis.toml import line_of, toml_document

# far above what is of use; beyond, sums overflow and memory ends before a message could say so
LARGEST = 1e12
MOST = 100_000_000

Tables = Mapping[str, Mapping[str, Any]]  # table -> key -> value; the TOML's top level is the table ""


def topic_settings(path: Path) -> Tables:
    """The tables of a topic's TOML file, every key known and every value of its kind.

    Raises InputError naming the file, the line or key, and what was expected.
    """
    text, raw = toml_document(path, "a topic's TOML file")
    top = {key: value for key, value in raw.items() if key not in TABLES}
    named = {name: raw.get(name, {}) for name in TABLES if name}
    tables = {name: _table(path, text, name, values) for name, values in {"": top, **named}.items()}
    _check_source(path, tables["source"])
    return tables


def _table(path: Path, text: str, name: str, values: Any) -> dict[str, Any]:
    if not isinstance(values, dict):
        raise InputError(f"{path}: expected {name!r} to be a table, [{name}], got {values!r}")
    known = TABLES[name]
    within = f" in [{name}]" if name else ""
    for key in values:
        if key not in known:
            names = [*known, *filter(None, TABLES)] if not name else known
            raise InputError(f"{path}{line_of(text, key)}: {key!r} is unknown{within}{nearest(key, names)}")
    return {key: _checked(path, f"{key}{within}", known[key], value) for key, value in values.items()}


def _checked(path: Path, where: str, kind: "Kind", value: Any) -> Any:
    expected, read = kind
    result = read(value)
    if result is None:
        raise InputError(f"{path}, {where}: expected {expected}, got {value!r}")
    return result


def _check_source(path: Path, source: Mapping[str, Any]) -> None:
    if sum(key in source for key in ("file", "shape", "formula", "function")) != 1:
        raise InputError(f'{path}: expected [source] to have one of file, shape, formula and function = "…"')


def _is_number(value: Any) -> bool:
    # NaN is not below anything, and whole numbers may be too large for a float
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= LARGEST


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _texts(value: Any) -> tuple[str, ...] | None:
    return tuple(value) if isinstance(value, list) and all(map(_text, value)) else None


def _two_texts(value: Any) -> tuple[str, ...] | None:
    texts = _texts(value)
    return texts if texts and len(set(texts)) == len(texts) == 2 else None


def _yes_or_no(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _count(value: Any) -> int | None:
    return value if _whole(value) and value <= MOST else None


def _positive(value: Any) -> float | None:
    return float(value) if _is_number(value) and value > 0 else None


def _share(value: Any) -> float | None:
    number = _positive(value)
    return number if number is not None and number <= 1 else None


def _span(value: Any, within: float) -> tuple[float, float] | None:
    if not (isinstance(value, list) and len(value) == 2 and all(map(_is_number, value))):
        return None
    low, high = float(value[0]), float(value[1])
    return (low, high) if -within <= low < high <= within else None


def _widths(value: Any) -> tuple[int, ...] | None:
    return tuple(value) if isinstance(value, list) and len(value) > 1 and all(map(_count, value)) else None


# what a value must be, in words, and its reader, which gives None for a wrong one
Kind = tuple[str, Callable[[Any], Any]]


def _span_within(most: float) -> Kind:
    return (f"two numbers, [low, high], within -{most:g} and {most:g}", partial(_span, within=most))


TEXT: Kind = ("a text", _text)
YES_OR_NO: Kind = ("true or false", _yes_or_no)
SPAN: Kind = _span_within(LARGEST)
COUNT: Kind = (f"a whole number from 1 to {MOST}", _count)
NUMBER: Kind = (f"a number above 0, at most {LARGEST:g}", _positive)
SHARE: Kind = ("a number above 0, at most 1", _share)
WIDTHS: Kind = ("layer sizes such as [2, 16, 16, 1]", _widths)

TABLES: Mapping[str, Mapping[str, Kind]] = {
    "": {
        "title": TEXT,
        "classes": ("two different names, the negative class's first", _two_texts),
        "credits": ("a list of texts", _texts),
        "seed": ("a whole number", _whole),
    },
    "source": {
        "file": TEXT,
        "shape": TEXT,
        "formula": TEXT,
        "function": TEXT,
        "property": TEXT,
        "positive": TEXT,
        "nearest_colour": YES_OR_NO,
        "half_width": NUMBER,
    },
    "window": {"lon": _span_within(360), "lat": _span_within(90), "x": SPAN, "y": SPAN},
    "samples": {"train": COUNT, "validation": COUNT, "test": COUNT},
    "training": {
        "widths": WIDTHS,
        "few_widths": WIDTHS,
        "few_seed": ("a whole number", _whole),
        "steps": COUNT,
        "batch": COUNT,
        "rate": NUMBER,
        "near": SHARE,
        "near_distance": SHARE,
    },
}
