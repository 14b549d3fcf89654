import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlvis.errors import InputError
from dlvis.geometry import Window, correspondence, fold_complex, fold_run, region_identities
from dlvis.net import ReluNet
from dlvis.run import Run, Snapshot
from tests.nets import he_net, integer_net, line_net

SQUARE = Window(-1, 1, -1, 1)
SEEDS = st.integers(0, 10**6)


def moved(net, step, seed=0):
    """The net after a random step of this size."""
    draw = np.random.default_rng(seed)
    biases = [bias + step * draw.normal(size=bias.shape) for bias in net.biases]
    return ReluNet([w + step * draw.normal(size=w.shape) for w in net.weights], biases, net.slope)


def pattern_set(folded):
    return {tuple(row) for row in folded.patterns().tolist()}


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_with_itself_everything_is_kept(seed):
    folded = fold_complex(integer_net((2, 5, 4, 1), seed), SQUARE)
    same = correspondence(folded, folded)
    assert same.kept.tolist() == [[r, r] for r in range(folded.n_regions)]
    assert len(same.born) == len(same.died) == len(same.folds_born) == len(same.folds_died) == 0
    assert same.folds_kept.tolist() == np.unique(folded.edge_folds, axis=0).tolist()


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.floats(0.001, 1))
def test_kept_born_and_died_are_the_sets_of_patterns(seed, step):
    net = he_net((2, 6, 5, 1), seed)
    before, after = fold_complex(net, SQUARE), fold_complex(moved(net, step), SQUARE)
    found = correspondence(before, after)
    old, new = pattern_set(before), pattern_set(after)
    assert np.array_equal(before.patterns()[found.kept[:, 0]], after.patterns()[found.kept[:, 1]])
    assert {tuple(row) for row in after.patterns()[found.born].tolist()} == new - old
    assert {tuple(row) for row in before.patterns()[found.died].tolist()} == old - new
    assert len(found.kept) + len(found.born) == after.n_regions
    assert len(found.kept) + len(found.died) == before.n_regions


@settings(max_examples=20, deadline=None)
@given(SEEDS)
def test_looked_at_backwards_births_are_deaths(seed):
    net = he_net((2, 6, 5, 1), seed)
    before, after = fold_complex(net, SQUARE), fold_complex(moved(net, 0.3), SQUARE)
    there, back = correspondence(before, after), correspondence(after, before)
    assert np.array_equal(there.born, back.died)
    assert np.array_equal(there.folds_died, back.folds_born)
    assert {tuple(pair) for pair in there.kept.tolist()} == {tuple(pair[::-1]) for pair in back.kept.tolist()}


def test_folds_come_and_go_by_their_neuron():
    before = fold_complex(line_net([(1, 0, 0), (0, 1, 9), (1, 1, 0)]), SQUARE)
    after = fold_complex(line_net([(1, 0, 0.5), (0, 1, 0), (1, 1, 9)]), SQUARE)
    found = correspondence(before, after)
    assert found.folds_kept.tolist() == [[0, 0]]
    assert found.folds_born.tolist() == [[0, 1]]
    assert found.folds_died.tolist() == [[0, 2]]


@settings(max_examples=20, deadline=None)
@given(SEEDS)
def test_a_region_is_itself_through_a_whole_run(seed):
    net = he_net((2, 70, 3, 1), seed)  # more neurons than fit a word
    complexes = [fold_complex(moved(net, 0.02 * k, k), SQUARE) for k in range(4)]
    identities = region_identities(complexes)
    who = {}
    for folded, numbers in zip(complexes, identities, strict=True):
        assert numbers.shape == (folded.n_regions,)
        for pattern, number in zip(map(bytes, folded.patterns()), numbers.tolist(), strict=True):
            assert who.setdefault(pattern, number) == number
    assert sorted(who.values()) == list(range(len(who)))
    assert list(who.values()) == sorted(who.values())  # in the order of first appearance


def test_what_dies_and_comes_back_is_the_same_and_later_complexes_change_nothing():
    there, gone = line_net([(1, 0, 0)]), line_net([(1, 0, 9)])
    complexes = fold_run([there, gone, there], SQUARE)
    first, between, again = region_identities(complexes)
    assert sorted(first.tolist()) == [0, 1]
    assert np.array_equal(first, again)
    assert set(between.tolist()) < {0, 1}
    assert np.array_equal(region_identities(complexes[:1])[0], first)


def test_a_net_without_hidden_neurons_has_one_region_for_ever():
    nets = [ReluNet([np.full((1, 2), k)], [np.zeros(1)]) for k in (1.0, 2.0)]
    assert [numbers.tolist() for numbers in region_identities(fold_run(nets, SQUARE))] == [[0], [0]]
    assert region_identities([]) == ()


def test_other_widths_do_not_compare():
    one, other = (fold_complex(he_net(widths, 0), SQUARE) for widths in ((2, 3, 1), (2, 4, 1)))
    with pytest.raises(InputError, match=r"same hidden widths throughout, got \(3,\) and \(4,\)"):
        correspondence(one, other)


@pytest.mark.parametrize("n_threads", [1, 3])
def test_a_run_is_folded_in_order_on_any_number_of_threads(n_threads):
    nets = [he_net((2, 6, 6, 1), seed) for seed in range(12)]
    run = Run("moons", "moons", tuple(Snapshot(step, net, {}) for step, net in enumerate(nets)))
    folded = fold_run(run, SQUARE, n_threads)
    expected = [fold_complex(net, SQUARE) for net in nets]
    assert [f.net for f in folded] == nets
    assert all(np.array_equal(f.areas(), e.areas()) for f, e in zip(folded, expected, strict=True))


def test_no_threads_are_refused():
    with pytest.raises(InputError, match="n_threads: expected at least 1, got 0"):
        fold_run([], SQUARE, 0)
