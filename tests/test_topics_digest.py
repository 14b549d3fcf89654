from dataclasses import fields, replace

import numpy as np
import pytest
import shapely

from dlvis.topics import Projection, Topic, TrainingDefaults, load, shown_digest, topic_digest
from dlvis.topics.sample import Sample
from dlvis.window import Window

BAARLE = load("baarle")


def without_a_hole(polygons):
    return shapely.MultiPolygon([shapely.Polygon(part.exterior) for part in polygons.geoms])


CHANGES = {
    "name": "baarle-2",
    "title": "Another title",
    "class_names": ("NL", "BE"),
    "window": Window(-1, 1, -1, 1),
    "positive": without_a_hole(BAARLE.positive),
    "negative": without_a_hole(BAARLE.negative),
    "parcels": BAARLE.parcels[1:],
    "credits": (*BAARLE.credits, "and me"),
    "projection": Projection(5.0, 51.0),
    "training": TrainingDefaults(few_widths=(2, 4, 1)),
    "n_train": 7,
    "n_validation": 7,
    "n_test": 7,
    "seed": 7,
    "sample": Sample(np.zeros((220_000, 2)), np.zeros(220_000, bool)),
}
ONLY_SHOWN = {"name", "title", "class_names", "credits", "projection", "training"}
FIELDS = [field.name for field in fields(Topic) if field.name != "source"]


@pytest.mark.parametrize("name", FIELDS)
def test_a_film_sees_every_field_and_a_run_only_the_data(name):
    changed = replace(BAARLE, **{name: CHANGES[name]})
    assert shown_digest(changed) != shown_digest(BAARLE)
    assert (topic_digest(changed) == topic_digest(BAARLE)) == (name in ONLY_SHOWN)


@pytest.mark.parametrize(
    ("change", "makes_runs_stale"),
    [
        ({"name": "Castle"}, False),
        ({"area_m2": 7.0}, False),
        ({"positive": False}, True),
        ({"polygon": shapely.box(0, 0, 0.1, 0.1)}, True),
    ],
)
def test_every_field_of_a_parcel_counts(change, makes_runs_stale):
    changed = replace(BAARLE, parcels=(replace(BAARLE.parcels[0], **change), *BAARLE.parcels[1:]))
    assert shown_digest(changed) != shown_digest(BAARLE)
    assert (topic_digest(changed) != topic_digest(BAARLE)) == makes_runs_stale


def test_the_same_topic_loaded_twice_has_the_same_digests():
    assert topic_digest(load("baarle")) == topic_digest(BAARLE)
    assert shown_digest(replace(BAARLE, source="elsewhere")) == shown_digest(BAARLE)


def test_last_bits_and_the_order_of_pieces_do_not_count():
    shaken = shapely.transform(BAARLE.positive, lambda points: points * (1 + 2**-50))
    turned = shapely.MultiPolygon(list(shaken.geoms)[::-1])
    assert topic_digest(replace(BAARLE, positive=turned)) == topic_digest(BAARLE)
