import pytest

from dlvis.render.parts import LONGEST, SHORTEST, is_cut, pieces


def test_a_short_animation_is_one_piece():
    assert pieces(LONGEST, 30) == [LONGEST]
    assert pieces(1, 30) == [1]


@pytest.mark.parametrize(("n_frames", "fps"), [(61, 10), (200, 30), (1000, 30), (10_000, 60), (7, 1)])
def test_a_long_one_is_cut_into_even_ones(n_frames, fps):
    lengths = pieces(n_frames, fps)
    assert sum(lengths) == n_frames
    assert max(lengths) - min(lengths) <= 1
    assert max(lengths) <= max(LONGEST, 2 * fps)


def test_at_sixty_frames_a_second_a_part_is_two_seconds():
    assert pieces(240, 60) == [120, 120]


def test_a_part_ends_where_enough_was_drawn():
    assert not is_cut(SHORTEST - 1)
    assert is_cut(SHORTEST)
