"""State dicts of torch, safetensors and npz: what loads, and what it says where it cannot."""

import builtins

import numpy as np
import pytest
import torch
from safetensors.numpy import save_file
from safetensors.torch import save_file as save_torch_file
from torch import nn

from dlvis.errors import InputError
from dlvis.export import save_npz
from dlvis.geometry import Window, fold_complex
from dlvis.loaders import load_net
from dlvis.run import Run, Snapshot, save_run
from tests.foreign import POINTS, arrays, mlp, model, outputs
from tests.nets import he_net


def save_state(path, state):
    torch.save(state, path)
    return path


@pytest.mark.parametrize("prefix", ["", "model.", "net.layers.", "module._orig_mod.net.10."])
@pytest.mark.parametrize("suffix", [".pt", ".safetensors", ".npz"])
def test_a_stack_under_any_prefix_is_the_net(tmp_path, prefix, suffix):
    made = mlp(2, 16, 16, 16, 1)
    path = tmp_path / f"net{suffix}"
    if suffix == ".pt":
        torch.save({prefix + key: value for key, value in made.state_dict().items()}, path)
    elif suffix == ".npz":
        np.savez(path, **arrays(made, prefix))
    else:
        save_file(arrays(made, prefix), path)
    net = load_net(path)
    assert net.widths == (2, 16, 16, 16, 1)
    assert net.slope == 0
    assert net(POINTS) == pytest.approx(outputs(made), rel=1e-12, abs=1e-12)
    assert np.array_equal(net.weights[1], made[2].weight.detach().numpy())


def test_eleven_layers_follow_their_numbers_and_not_their_letters(tmp_path):
    made = mlp(2, *[3] * 11, 1)
    net = load_net(save_state(tmp_path / "deep.pth", made.state_dict()))
    assert net(POINTS) == pytest.approx(outputs(made), rel=1e-12, abs=1e-12)


def test_names_in_words_are_put_in_the_order_that_chains(tmp_path):
    made = mlp(2, 5, 5, 3)
    names = {"0": "first", "2": "hidden.0", "4": "an_end"}
    state = {names[key[0]] + key[1:]: value for key, value in made.state_dict().items()}
    net = load_net(save_state(tmp_path / "net.pt", state))
    assert net(POINTS) == pytest.approx(outputs(made), rel=1e-12, abs=1e-12)


def test_a_checkpoint_is_searched_for_its_state_dict(tmp_path):
    made = mlp(2, 4, 1)
    optimiser = torch.optim.Adam(made.parameters())
    outputs(made)
    made(torch.from_numpy(POINTS)).sum().backward()
    optimiser.step()
    held = {"epoch": 10**9, "model_state_dict": made.state_dict(), "optimizer": optimiser.state_dict()}
    net = load_net(save_state(tmp_path / "net.ckpt", held))
    assert net(POINTS) == pytest.approx(outputs(made), rel=1e-12, abs=1e-12)


def test_files_of_torch_before_1_6_are_read(tmp_path):
    made = mlp(2, 4, 1)
    torch.save(made.state_dict(), tmp_path / "old.pt", _use_new_zipfile_serialization=False)
    assert load_net(tmp_path / "old.pt")(POINTS) == pytest.approx(outputs(made), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("kind", [torch.float16, torch.bfloat16, torch.float32])
def test_shorter_numbers_are_taken_exactly(tmp_path, kind):
    made = mlp(2, 4, 1).to(kind)
    state = made.state_dict()
    save_torch_file(state, tmp_path / "net.safetensors")
    for path in (save_state(tmp_path / "net.pt", state), tmp_path / "net.safetensors"):
        assert np.array_equal(load_net(path).weights[0], state["0.weight"].double().numpy())


def test_the_slope_is_said_and_a_bias_may_lack(tmp_path):
    made = model(nn.Linear(2, 4, bias=False), nn.LeakyReLU(0.125), nn.Linear(4, 1))
    net = load_net(save_state(tmp_path / "net.pt", made.state_dict()), slope=0.125)
    assert net(POINTS) == pytest.approx(outputs(made), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(
    "layers",
    [
        [nn.Linear(2, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Linear(4, 1)],
        [nn.Linear(2, 4), nn.ReLU(), nn.BatchNorm1d(4), nn.Linear(4, 1)],
        [nn.BatchNorm1d(2), nn.Linear(2, 4), nn.ReLU(), nn.Dropout(), nn.Linear(4, 1)],
        [nn.Linear(2, 4), nn.BatchNorm1d(4, affine=False), nn.ReLU(), nn.Linear(4, 1), nn.BatchNorm1d(1)],
    ],
)
def test_batch_norm_is_folded_where_the_numbers_say(tmp_path, layers):
    made = model(*layers)
    net = load_net(save_state(tmp_path / "net.pt", made.state_dict()))
    assert net.widths == (2, 4, 1)
    assert net(POINTS) == pytest.approx(outputs(made), rel=1e-12, abs=1e-12)


def named(made, *names):
    """The state dict with the modules' numbers replaced, in their order."""
    numbers = sorted({key.split(".")[0] for key in made.state_dict()})
    new = dict(zip(numbers, names, strict=True))
    return {new[key.split(".")[0]] + key[1:]: value for key, value in made.state_dict().items()}


def test_batch_norm_that_could_stand_on_either_side_asks(tmp_path):
    layers = [
        nn.Linear(2, 4),
        nn.ReLU(),
        nn.Linear(4, 4),
        nn.BatchNorm1d(4, eps=0.1),
        nn.ReLU(),
        nn.Linear(4, 1),
    ]
    made = model(*layers)
    path = save_state(tmp_path / "net.pt", named(made, "fc1", "fc2", "bn2", "fc3"))
    with pytest.raises(InputError, match="whether bn2 stands before or after the activation; say batchnorm"):
        load_net(path)
    net = load_net(path, batchnorm="before", epsilon=0.1)
    assert net(POINTS) == pytest.approx(outputs(made), rel=1e-12, abs=1e-12)
    assert load_net(path, batchnorm="after")(POINTS) != pytest.approx(outputs(made), rel=1e-3)
    with pytest.raises(InputError, match="batchnorm: expected before or after"):
        load_net(path, batchnorm="between")


def test_batch_norm_without_a_layer_of_its_number_is_refused(tmp_path):
    layers = [nn.Linear(2, 4), nn.ReLU(), nn.Linear(4, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Linear(4, 1)]
    path = save_state(tmp_path / "net.pt", named(model(*layers), "fc1", "fc2", "norm", "fc3"))
    with pytest.raises(InputError, match="expected one linear layer with the numbers of norm"):
        load_net(path, batchnorm="before")


def test_prefix_picks_one_of_several_nets(tmp_path):
    actor, critic = mlp(2, 4, 2), mlp(2, 5, 1)
    state = {f"actor.{k}": v for k, v in actor.state_dict().items()}
    state |= {f"critic.{k}": v for k, v in critic.state_dict().items()} | {"log_std": torch.zeros(2)}
    path = save_state(tmp_path / "agent.pt", state)
    assert load_net(path, prefix="critic.").widths == (2, 5, 1)
    with pytest.raises(InputError, match=r"log_std belongs to no Linear .* say prefix"):
        load_net(path)
    with pytest.raises(InputError, match=r"no key begins with 'policy'; there are actor\.0\.bias"):
        load_net(path, prefix="policy")
    with pytest.raises(InputError, match=r"expected a net with widths \[2, 5, 1\], got \[2, 4, 2\]"):
        load_net(path, prefix="actor.", widths=(2, 5, 1))


def test_an_export_of_ours_and_a_run_are_nets_too(tmp_path):
    net = he_net((2, 6, 5, 1), 3, slope=0.25)
    save_npz(fold_complex(net, Window(-1, 1, -1, 1)), tmp_path / "fold.npz")
    save_run(Run("moons", "moons", (Snapshot(0, net, {}),)), tmp_path / "run")
    for path in (tmp_path / "fold.npz", tmp_path / "run"):
        again = load_net(path)
        assert again.slope == 0.25
        assert np.array_equal(again(POINTS), net(POINTS))
        with pytest.raises(InputError, match=r"the slope is 0\.25, not 0\.0"):
            load_net(path, slope=0.0)
        with pytest.raises(InputError, match="are for files of bare arrays"):
            load_net(path, prefix="net")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (
            {"conv.weight": np.zeros((8, 1, 3, 3))},
            r"conv has a weight of shape \(8, 1, 3, 3\), as a convolution",
        ),
        ({"n.weight": np.ones(4), "n.bias": np.ones(4)}, "n has a weight .* as LayerNorm"),
        ({"a.weight": np.ones(1)}, "a has a single weight, as a PReLU"),
        ({"a.weight_g": np.ones(1)}, "a.weight_g belongs to no Linear"),
        ({"a.bias": np.ones(1)}, "a.bias belongs to no Linear"),
        ({"a.weight": np.array([["x"]])}, "a: expected an array of numbers, got one of <U1"),
        ({"a.weight": np.ones((1, 2), complex)}, "a: expected an array of numbers"),
        ({"a.weight": np.full((1, 2), np.nan)}, "expected finite weights and biases"),
        ({"a.weight": np.ones((1, 2)), "a.bias": np.array([np.inf])}, "expected finite weights and biases"),
        ({"a.weight": np.ones((1, 2)), "a.bias": np.ones(3)}, r"a: expected a bias of shape \(1,\)"),
        (
            {"a.0.weight": np.ones((3, 2)), "a.1.weight": np.ones((1, 4))},
            "a.1 expects 4 numbers, but a.0 gives 3",
        ),
        ({"a.weight": np.ones((0, 2))}, r"expected a weight of shape \(out, in\)"),
        ({}, "expected"),
    ],
)
def test_arrays_that_are_no_such_net_are_named(tmp_path, state, words):
    np.savez(tmp_path / "net.npz", **state)
    with pytest.raises(InputError, match=rf"net\.npz: .*{words}"):
        load_net(tmp_path / "net.npz")


def test_without_torch_the_line_to_type_is_given(tmp_path, monkeypatch):
    path = save_state(tmp_path / "net.pt", mlp(2, 3, 1).state_dict())
    real = builtins.__import__

    def absent(name, *rest):
        if name == "torch":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(InputError, match=r"net\.pt: torch is needed to read it: pip install torch"):
        load_net(path)
