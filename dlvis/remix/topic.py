"""A topic of one's own as a TOML file, from a map, a picture, a CSV of points or a formula."""

from collections.abc import Mapping
from os.path import relpath
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from PIL import Image

from dlvis.errors import InputError
from dlvis.remix.naming import check_name
from dlvis.toml import toml_text
from dlvis.topics import Topic, built_in_names, load
from dlvis.topics.image import SUFFIXES
from dlvis.whole import free_place, write_whole

FORMULA = "y - 0.5*sin(3*pi*x)"  # to start from where nothing is given

HEAD = """\
# The topic {name}: what a film is about. Every line can be changed; what is wrong is told with its line.
#
#   dlvis topics {file}                                      what dlvis sees in it
#   dlvis render fold --prepare --set topic={file}           train its nets, then film how they fold it
#   dlvis render training --prepare --set topic={file}       the same, how a deep one learns it
"""
TITLE = "# What it is called in a film, and its two classes, the negative one first."
SOURCE = {
    "file": '# Where the classes come from. property = "…" says which property of a map tells the class,\n'
    '# and positive = "…" which of its values, which label of a CSV or which colour is the positive class.',
    "formula": "# The positive class is where this is above 0. x and y go from -1 to 1, or as [window] says.",
}
WINDOW = """\
# The part of it that is shown; all of it without these lines. {units}
# [window]
# {x} = {across}
# {y} = {up}
"""
TRAINING = """\
# The net that is trained: two inputs, the neurons of each layer, one output. More of them find finer borders
# and take longer. few_widths is the small net that the film `fold` begins with. The film `training` has
# four layers of 24; --set net.widths={widths} makes it show this one.
"""


def write_topic(
    name: str, folder: str | Path = ".", *, file: str | Path | None = None, formula: str | None = None
) -> tuple[Path, Topic]:
    """Write `folder`/`name`.toml about `file` (GeoJSON, CSV, picture) or a `formula`, and load it.

    A picture with smooth edges is read with nearest_colour, which the file says then.

    Raises:
        InputError: a wrong name, a file that is there already, or a source that is no topic.
    """
    place = free_place(Path(folder) / f"{check_name(name, built_in_names())}.toml")
    if file is not None and formula is not None:
        raise InputError("new topic: expected a file or a formula, got both; leave one out")
    source = {"formula": formula or FORMULA} if file is None else _source(Path(file), place.parent)
    topic = _as_if(place, f"[source]\n{toml_text(source)}")
    content = _document(name, place, source, topic)
    _as_if(place, content)
    write_whole(place, content.encode())
    return place, load(place)


def _source(file: Path, folder: Path) -> dict[str, Any]:
    """What the TOML in `folder` says of a file elsewhere; a toml is refused, since it is a topic already."""
    if not file.is_file():
        raise InputError(f"{file}: there is no such file; expected a .geojson, a .csv or a picture")
    if file.suffix.lower() == ".toml":
        raise InputError(f"{file}: is a topic already; copy it, or name the file that it is made from")
    named = {"file": Path(relpath(file.resolve(), folder.resolve())).as_posix()}
    try:
        load(file)
    except InputError as error:
        if "nearest_colour" not in str(error):
            raise
        return {**named, "nearest_colour": True}
    return named


def _as_if(place: Path, content: str) -> Topic:
    """The topic of a TOML with this content, as if it stood in its place."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", suffix=".toml", prefix=f".{place.stem}-", dir=place.parent) as file:
            file.write(content)
            file.flush()
            try:
                return load(file.name)
            except InputError as error:
                raise InputError(str(error).replace(file.name, str(place))) from None
    except OSError as error:
        raise InputError(f"{place}: cannot be written ({error.strerror}); choose another --out") from error


def _document(name: str, place: Path, source: Mapping[str, Any], topic: Topic) -> str:
    kind = "file" if "file" in source else "formula"
    top = {"title": name.replace("-", " ").replace("_", " ").capitalize(), "classes": topic.class_names}
    own = topic.training
    sizes = {"widths": own.widths, "few_widths": own.few_widths}
    shown = f"[{','.join(map(str, own.widths))}]"
    parts = (
        HEAD.format(name=name, file=place.name),
        f"{TITLE}\n{toml_text(top)}",
        f"[source]\n{SOURCE[kind]}\n{toml_text(source)}",
        _window(topic, place.parent / source.get("file", "")),
        f"[training]\n{TRAINING.format(widths=shown)}{toml_text(sizes)}",
    )
    return "\n".join(parts)


def _window(topic: Topic, file: Path) -> str:
    """A window as a comment: of a map or a picture, the one that it has now."""
    if topic.projection is not None:
        corners = topic.projection.to_lonlat(topic.window.corners[[0, 2]]).round(4).tolist()
        (west, south), (east, north) = corners
        return WINDOW.format(units="In degrees.", x="lon", y="lat", across=[west, east], up=[south, north])
    if file.suffix.lower() in SUFFIXES:
        with Image.open(file) as picture:
            width, height = picture.size
        units = "In pixels, from below left."
        return WINDOW.format(units=units, x="x", y="y", across=[0, width], up=[0, height])
    units = "As x and y are counted there."
    return WINDOW.format(units=units, x="x", y="y", across=[-1, 1], up=[-1, 1])
