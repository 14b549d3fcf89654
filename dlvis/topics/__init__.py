"""What a film is about: two classes on a plane, exact, and points drawn from them.

A reader (`geojson`, `image`, `shapes`) gives the two classes as polygons in the source's own units;
`fitting` brings them to input space, where the window's longer side is [-1, 1]; `parcels` picks the pieces
that a net is asked to find; together that is a `Topic`. A TOML file says it all (`settings`), and a bare
GeoJSON file or two-colour image is a topic too. From there `labels` draws points with exact labels,
`near` those near the border, and `scores` says how right a net is about them. ::

    topic = load("baarle")
    points, labels = part(topic, "train")
"""

from dlvis.topics.catalogue import built_in_names, load
from dlvis.topics.digest import shown_digest, topic_digest
from dlvis.topics.labels import labelled_points, labels_at, part
from dlvis.topics.projection import Projection
from dlvis.topics.scores import ParcelPoints, accuracy, balanced_accuracy, parcel_points, parcels_found
from dlvis.topics.topic import Parcel, Topic, TrainingDefaults, polygon_rings, rings

__all__ = [
    "Parcel",
    "ParcelPoints",
    "Projection",
    "Topic",
    "TrainingDefaults",
    "accuracy",
    "balanced_accuracy",
    "built_in_names",
    "labelled_points",
    "labels_at",
    "load",
    "parcel_points",
    "parcels_found",
    "part",
    "polygon_rings",
    "rings",
    "shown_digest",
    "topic_digest",
]
