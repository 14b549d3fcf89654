"""Kernel, trajectories, ranks, least norms and planes, against slow twins and known answers."""

from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional

from dlvis.errors import InputError
from dlvis.measures import (
    ParameterPlane,
    activation_ranks,
    circle,
    effective_rank,
    filter_plane,
    kernel_drift,
    minimum_norm,
    minimum_norm_distance,
    path_plane,
    tangent_kernel,
    trajectory_lengths,
    weight_ranks,
)
from dlvis.measures.plane import parameters
from dlvis.net import ReluNet, layer_views, tent
from dlvis.run import Run, Snapshot
from dlvis.smooth import SmoothNet
from dlvis.topics import load, part
from dlvis.train.landscape import loss_slice
from dlvis.train.measure import balanced_loss
from tests.nets import he_net

POINTS = np.random.default_rng(0).normal(size=(7, 2))


def run_of(nets):
    return Run("moons", "moons", tuple(Snapshot(k, net, {}) for k, net in enumerate(nets)))


def smooth(net, activation):
    return SmoothNet(net.weights, net.biases, activation)


# ---- the tangent kernel ------------------------------------------------------------------------------------


@pytest.mark.parametrize("widths", [(2, 1), (2, 5, 1), (2, 5, 4, 3, 2)])
@pytest.mark.parametrize("activation", ["relu", "leaky", "tanh", "sigmoid"])
def test_the_kernel_is_that_of_torchs_jacobian(widths, activation):
    net = he_net(widths, 1, slope=0.2 if activation == "leaky" else 0.0)
    net = smooth(net, activation) if activation in ("tanh", "sigmoid") else net
    kinds = {"relu": torch.relu, "leaky": lambda z: functional.leaky_relu(z, 0.2)}
    kind = kinds.get(activation) or getattr(torch, activation)

    def outputs(numbers):
        values = torch.tensor(POINTS)
        layers = layer_views(numbers, widths)
        for k in range(0, len(layers), 2):
            values = values @ layers[k].T + layers[k + 1]
            values = kind(values) if k < len(layers) - 2 else values
        return values.ravel()

    slopes = torch.autograd.functional.jacobian(outputs, torch.tensor(parameters(net))).numpy()
    assert np.allclose(tangent_kernel(net, POINTS), slopes @ slopes.T, rtol=1e-12, atol=1e-12)


def test_a_kernel_that_grows_four_times_drifts_by_three():
    net = ReluNet([np.array([[1.0, 0.0]]), np.array([[1.0]])], [np.zeros(1), np.zeros(1)])
    # at (1, 0) the kernel is 1 (last weight) + 1 (its bias) + w^2 (1 (first weight) + 1 (its bias))
    far = ReluNet([net.weights[0], np.array([[2.0]])], net.biases)
    assert tangent_kernel(net, np.array([[1.0, 0.0]])) == 4.0
    assert tangent_kernel(far, np.array([[1.0, 0.0]])) == 10.0
    assert kernel_drift(run_of([net, far, net]), np.array([[1.0, 0.0]])).tolist() == [0.0, 1.5, 0.0]


def test_kernel_drift_needs_points_and_nets():
    with pytest.raises(InputError, match="at least one point"):
        kernel_drift([he_net((2, 3, 1), 0)], np.zeros((0, 2)))
    with pytest.raises(InputError, match="nets: expected at least one"):
        kernel_drift([], POINTS)


# ---- trajectories ------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from([(2, 4, 1), (3, 6, 5, 1), (2, 3, 3, 3, 1)]),
    st.sampled_from([0.0, 0.3]),
)
def test_lengths_are_those_of_a_fine_sampling(seed, widths, slope):
    net = he_net(widths, seed, slope=slope)
    chain = np.random.default_rng(seed).normal(size=(4, widths[0]))
    share = np.linspace(0, 1, 20_001)[:-1, None]
    fine = np.concatenate([a + share * (b - a) for a, b in pairwise(chain)] + [chain[-1:]])
    sampled = [np.linalg.norm(np.diff(fine, axis=0), axis=1).sum()]
    for layer in range(net.n_hidden_layers):
        after = net.activation(net.pre_activation(fine, layer))
        sampled.append(np.linalg.norm(np.diff(after, axis=0), axis=1).sum())
    (exact,) = trajectory_lengths([net], chain)
    assert np.allclose(exact, sampled, rtol=2e-4, atol=1e-3)
    assert (np.array(sampled) <= exact * (1 + 1e-12) + 1e-12).all()  # chords are never longer


def test_a_tents_length_is_known():
    """After layer k of composed tents the two values are relu(g) and relu(g - 1/2), g going up or down
    2^(k-1) times: exact, although the chain that is given has two points."""
    (lengths,) = trajectory_lengths([tent(6)], np.array([[0.0], [1.0]]))
    once = 0.5 + 0.5 * np.sqrt(2)  # g from 0 to 1: one value moves, then both
    assert np.allclose(lengths, [1, *(once * 2**k for k in range(6))], rtol=1e-12)


def test_smooth_nets_are_sampled_and_curves_are_checked():
    net = smooth(he_net((2, 5, 4, 1), 0), "tanh")
    coarse, fine = (trajectory_lengths([net, net], circle(2, n)) for n in (100, 10_000))
    assert fine.shape == (2, 3)
    assert np.allclose(coarse, fine, rtol=1e-3)
    assert fine[0, 0] == pytest.approx(2 * np.pi, rel=1e-7)
    for curve in (np.zeros((5, 3)), np.zeros((1, 2)), np.zeros(2)):
        with pytest.raises(InputError, match="at least 2 points with 2 inputs"):
            trajectory_lengths([net], curve)
    with pytest.raises(InputError, match="circle: expected"):
        circle(1)


# ---- ranks -------------------------------------------------------------------------------------------------


def test_effective_ranks_that_are_known():
    assert effective_rank(np.eye(5)) == pytest.approx(5)
    assert effective_rank(np.ones((4, 7))) == pytest.approx(1)
    assert effective_rank(np.zeros((3, 2))) == 0
    halves = -(0.75 * np.log(0.75) + 0.25 * np.log(0.25))
    assert effective_rank(np.diag([3.0, 1.0, 0.0])) == pytest.approx(np.exp(halves))


@given(st.integers(0, 2**32 - 1), st.integers(1, 6), st.integers(1, 6))
def test_an_effective_rank_lies_between_one_and_the_rank_and_has_no_scale(seed, m, n):
    matrix = np.random.default_rng(seed).normal(size=(2, m, n))
    ranks = effective_rank(matrix)
    assert ranks.shape == (2,)
    assert (ranks >= 1 - 1e-12).all()
    assert (ranks <= min(m, n) + 1e-9).all()
    assert np.allclose(effective_rank(1e-7 * matrix), ranks)
    assert np.allclose(effective_rank(matrix.mT), ranks)


def test_ranks_of_a_run_are_by_step_and_layer():
    flat = ReluNet(
        [np.ones((4, 2)), np.ones((3, 4)), np.ones((1, 3))], [np.zeros(4), np.zeros(3), np.zeros(1)]
    )
    run = run_of([he_net((2, 4, 3, 1), 0), flat])
    assert weight_ranks(run).shape == (2, 3)
    assert np.allclose(weight_ranks(run)[1], 1)
    ranks = activation_ranks(run, POINTS)
    assert ranks.shape == (2, 2)
    assert np.allclose(ranks[1], 1)
    assert ranks[0, 0] > 2
    assert activation_ranks([he_net((2, 1), 0)], POINTS).shape == (1, 0)


# ---- least norms -------------------------------------------------------------------------------------------


def test_the_distance_to_the_least_norm_is_zero_there_and_one_at_the_origin():
    draw = np.random.default_rng(0)
    features, targets = draw.normal(size=(4, 9)), draw.normal(size=4)
    least = minimum_norm(features, targets)
    assert np.allclose(features @ least, targets)
    aside = np.linalg.svd(features)[2][-1]  # the features do not see this direction
    weights = np.stack([np.zeros(9), least, least + 2 * np.linalg.norm(least) * aside])
    assert np.allclose(minimum_norm_distance(weights, features, targets), [1, 0, 2])
    assert minimum_norm_distance(np.zeros((1, 9)), features, np.zeros(4)) == 0
    with pytest.raises(InputError, match=r"weights: expected shape \(S, 9\)"):
        minimum_norm_distance(least, features, targets)
    with pytest.raises(InputError, match="minimum norm: expected features"):
        minimum_norm(features, targets[:2])


# ---- planes ------------------------------------------------------------------------------------------------


def bent_path(n=12):
    """A net whose parameters go along a curve in a plane, and the two directions of the plane."""
    net = he_net((2, 4, 3, 1), 0)
    draw = np.random.default_rng(5)
    directions = np.linalg.qr(draw.normal(size=(net.n_parameters, 2)))[0].T
    times = np.linspace(0, 1, n)[:, None]
    plane = ParameterPlane(net, directions)
    return [plane.net(place) for place in np.hstack([3 * times, times**2])], plane


def test_a_path_in_a_plane_lies_in_its_own_plane():
    nets, made_in = bent_path()
    plane = path_plane(run_of(nets))
    assert plane.shown.sum() == pytest.approx(1)
    assert np.allclose(plane.places(nets)[-1], 0)
    for net, place in zip(nets, plane.places(nets), strict=True):
        assert np.allclose(parameters(plane.net(place)), parameters(net), atol=1e-12)
    lengths = [np.linalg.norm(np.diff(each.places(nets), axis=0)) for each in (plane, made_in)]
    assert lengths[0] == pytest.approx(lengths[1])


def test_what_the_plane_shows_is_what_is_left_of_the_path_on_it():
    nets = [he_net((2, 4, 3, 1), seed) for seed in range(6)]
    plane = path_plane(nets)
    path = np.stack([parameters(net) for net in nets])
    on_it = np.stack([parameters(plane.net(place)) for place in plane.places(nets)])
    left = ((path - on_it) ** 2).sum() / ((path - path[-1]) ** 2).sum()
    assert plane.shown.sum() == pytest.approx(1 - left)
    assert plane.shown[0] > plane.shown[1] > 0


def test_places_are_the_nearest_ones_also_on_a_skew_plane():
    nets, made_in = bent_path()
    skew = ParameterPlane(nets[0], np.array([[1, 0], [0.9, 0.1]]) @ made_in.directions)
    for net, place in zip(nets, skew.places(nets), strict=True):
        assert np.allclose(parameters(skew.net(place)), parameters(net), atol=1e-10)


def test_directions_are_as_large_as_the_net_neuron_by_neuron():
    net = he_net((2, 6, 3, 1), 0)
    plane = filter_plane(net, seed=3)
    layers = layer_views(plane.directions, net.widths)
    for weight, bias, change, moved in zip(net.weights, net.biases, layers[::2], layers[1::2], strict=True):
        assert np.allclose(np.linalg.norm(change, axis=2), np.linalg.norm(weight, axis=1))
        assert moved.shape == (2, len(bias))
        assert not moved.any()
    assert np.array_equal(plane.directions, filter_plane(net, seed=3).directions)


def test_planes_that_are_none_are_refused():
    net = he_net((2, 3, 1), 0)
    with pytest.raises(InputError, match="at least 3 snapshots, got 2"):
        path_plane([net, net])
    with pytest.raises(InputError, match="straight line"):
        path_plane([ReluNet([k * w for w in net.weights], [k * b for b in net.biases]) for k in (1, 2, 3, 4)])
    with pytest.raises(InputError, match="not parallel"):
        ParameterPlane(net, np.ones((2, net.n_parameters)))
    with pytest.raises(InputError, match=r"expected directions \(2, 13\)"):
        ParameterPlane(net, np.ones((2, 3)))


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_the_slice_has_the_loss_of_each_net_of_the_grid(activation):
    points, labels = (array[:100] for array in part(load("moons"), "validation"))
    net = he_net((2, 4, 3, 1), 0)
    net = net if activation == "relu" else smooth(net, activation)
    plane = filter_plane(net)
    found = loss_slice(plane, points, labels, np.array([-1.0, 0.0, 1.0]), np.array([0.0, 0.5]))
    assert found.losses.shape == (3, 2)
    assert found.losses[1, 0] == pytest.approx(balanced_loss(net(points)[:, 0], labels), rel=1e-12)
    far = plane.net(np.array([1.0, 0.5]))
    assert found.losses[2, 1] == pytest.approx(balanced_loss(far(points)[:, 0], labels), rel=1e-12)
    with pytest.raises(InputError, match="a label for each point"):
        loss_slice(plane, points, labels[:3], found.s, found.t)
