from pathlib import Path

import pytest
from PIL import Image

from dlvis.render.key import key_of, made_from
from dlvis.render.quality import quality
from dlvis.render.registry import chosen_scene

DOT = Path(__file__).parent / "scenes" / "dot.py"
TOPIC = """
title = "An island"
classes = ["sea", "land"]
seed = 1
[source]
file = "map.png"
"""


@pytest.fixture
def key(tmp_path):
    """The key of a film of the topic that a text says."""
    image = Image.new("RGB", (32, 32), "white")
    image.paste("red", (8, 8, 20, 20))
    image.save(tmp_path / "map.png")

    def key(text):
        (tmp_path / "map.toml").write_text(text)
        scene = chosen_scene(DOT, {"topic": str(tmp_path / "map.toml")})
        return key_of(made_from(scene, quality("128x72@10")))

    return key


@pytest.mark.parametrize(
    ("old", "new"), [("An island", "Terra"), ('"sea"', '"water"'), ("seed = 1", "seed = 2")]
)
def test_what_a_topic_says_of_itself_counts(key, old, new):
    assert key(TOPIC.replace(old, new)) != key(TOPIC)


def test_a_comment_in_a_topic_does_not(key):
    assert key(TOPIC + "# mine\n") == key(TOPIC)
