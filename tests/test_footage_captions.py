from itertools import pairwise

import pytest

from dlvis.clip import Chapter
from dlvis.footage.captions import LINE, cues, srt, vtt

LONG = " ".join(["twelve", "letters"] * 12)


def chapter(narration, start=0.0, end=8.0):
    return Chapter("beat", "Beat", start, end, narration, "alt")


def test_a_short_narration_is_one_cue():
    (cue,) = cues([chapter("A dot.")])
    assert (cue.start, cue.end, cue.text) == (0.0, 8.0, "A dot.")


def test_a_long_narration_is_cut_into_two_short_lines_each():
    found = cues([chapter(LONG)])
    assert len(found) > 1
    for cue in found:
        lines = cue.text.split("\n")
        assert len(lines) <= 2
        assert max(map(len, lines)) <= LINE
    assert " ".join(cue.text.replace("\n", " ") for cue in found) == LONG


def test_sentences_stay_together_and_lines_are_even():
    found = cues(
        [
            chapter(
                "A neuron weighs the two coordinates and adds a bias. That tilts the whole map of the town."
            )
        ]
    )
    assert [cue.text for cue in found] == [
        "A neuron weighs the two\ncoordinates and adds a bias.",
        "That tilts the whole map of the town.",
    ]


def test_short_sentences_share_a_cue():
    assert [cue.text for cue in cues([chapter("One fold. Two folds. Three.")])] == [
        "One fold. Two folds. Three."
    ]


def test_a_long_sentence_is_cut_into_even_parts():
    sentence = (
        "A network is asked to colour every point of this map rightly and to leave none of the parcels out."
    )
    lengths = [len(cue.text) for cue in cues([chapter(sentence)])]
    assert len(lengths) == 2
    assert max(lengths) < 1.6 * min(lengths)


def test_cues_fill_their_chapter_without_a_gap():
    found = cues([chapter(LONG, 3.0, 11.0), chapter("End.", 11.0, 12.5)])
    assert found[0].start == 3.0
    assert found[-1].end == pytest.approx(12.5)
    for one, following in pairwise(found):
        assert following.start == pytest.approx(one.end)


def test_the_two_formats():
    found = cues([chapter("A < B & C", 61.5, 3661.25)])
    assert srt(found) == "1\n00:01:01,500 --> 01:01:01,250\nA < B & C\n"
    assert vtt(found) == "WEBVTT\n\n00:01:01.500 --> 01:01:01.250\nA &lt; B &amp; C\n"
