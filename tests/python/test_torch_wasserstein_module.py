"""The transport cost as a module: warm starts, state, copies."""

from __future__ import annotations

import copy
import pickle

import brenier
import numpy as np
import pytest
from inputs.shapes import L_SHAPE
from inputs.sites import random_masses, random_sites
from inputs.tensors import tensor

torch = pytest.importorskip("torch")

import brenier.torch  # noqa: E402
import brenier.torch.wasserstein  # noqa: E402
from brenier.torch import Wasserstein2, wasserstein2  # noqa: E402

POINTS = torch.from_numpy(random_sites(4))


def steps_of(module, points, masses=None) -> int:
    steps = []
    module.solve_options["callback"] = lambda state: steps.append(state.nit)
    module(points, masses)
    del module.solve_options["callback"]
    return len(steps)


@pytest.mark.parametrize("spread", [0.05, 1.0])
def test_a_warm_start_gives_the_same_cost_and_gradients_in_fewer_steps(spread):
    sites, rng = 0.4 + spread * random_sites(500), np.random.default_rng(3)
    module = Wasserstein2(tol=1e-10)
    cold_steps = steps_of(module, tensor(sites))
    moved = sites + 1e-6 * spread * rng.normal(size=sites.shape)
    masses = tensor(1 / 500 + 1e-6 * random_masses(500) - 1e-6 / 500)
    y, z = tensor(moved), tensor(moved)
    assert steps_of(module, y, masses) < cold_steps
    warm, cold = module(y, masses), wasserstein2(z, masses, tol=1e-10)
    assert warm.item() == pytest.approx(cold.item(), rel=1e-12)
    warm.backward()
    cold.backward()
    assert y.grad.numpy() == pytest.approx(z.grad.numpy(), abs=1e-9 * spread)


@pytest.mark.parametrize("masses", [None, random_masses(200)])
def test_points_that_move_or_grow_as_a_whole_keep_their_cells(masses):
    sites, module = random_sites(200), Wasserstein2()
    nu = None if masses is None else tensor(masses)
    assert steps_of(module, tensor(sites), nu) > 0
    for moved in (sites + 3, 0.2 * sites - (5, 4), 7 * sites, 7 * sites):
        assert steps_of(module, tensor(moved), nu) == 0


@pytest.mark.parametrize(
    "others",
    [
        random_sites(60, seed=9),
        1 - random_sites(60),
        np.full((60, 2), 0.5),
        1e6 + 1e-3 * random_sites(60),
        1e6 * random_sites(60, seed=5),
        random_sites(61),
        random_sites(1),
    ],
)
def test_no_other_points_upset_a_warm_start(others):
    module = Wasserstein2()
    for sites in (random_sites(60), others, random_sites(60)):
        expected = wasserstein2(tensor(sites)).item()
        assert module(tensor(sites)).item() == pytest.approx(expected, rel=1e-9)


def test_what_the_module_holds():
    masses = torch.from_numpy(random_masses(30))
    module = Wasserstein2(masses, brenier.Uniform(L_SHAPE), tol=1e-9)
    expected = wasserstein2(tensor(random_sites(30)), masses, module.source).item()
    masses[0] = 7
    assert module(tensor(random_sites(30))).item() == pytest.approx(expected, rel=1e-12)
    assert list(module.parameters()) == []
    assert list(module.state_dict()) == ["masses"]
    assert list(Wasserstein2().state_dict()) == []
    other = random_masses(30, seed=8)
    assert module(tensor(random_sites(30)), tensor(other)).item() == pytest.approx(
        wasserstein2(tensor(random_sites(30)), tensor(other), module.source).item(), rel=1e-9
    )
    assert module.float().masses.dtype == torch.float32
    assert module(tensor(random_sites(30))).item() == pytest.approx(expected, rel=1e-5)
    assert "tol=1e-09" in repr(module)


@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m))]
)
def test_copies_are_warm_too(copied):
    module = Wasserstein2(torch.from_numpy(random_masses(300)))
    points = tensor(random_sites(300))
    cost = module(points)
    assert steps_of(copied(module), points) == 0
    cost.backward()  # what was copied is no part of the graph
    assert torch.isfinite(points.grad).all()


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"masses": [0.5, 0.5]}, TypeError, "masses is of type list"),
        ({"masses": torch.ones(2, 1)}, ValueError, r"masses has shape \(2, 1\); expected \(n,\)"),
        ({"masses": torch.ones(1, requires_grad=True)}, TypeError, "masses requires grad"),
        ({"source": 3}, TypeError, "source is 3"),
        ({"sites": POINTS}, TypeError, "sites is no option"),
    ],
)
def test_a_bad_argument_of_the_module_is_named(arguments, error, message):
    with pytest.raises(error, match=message):
        Wasserstein2(**arguments)


def test_masses_of_the_module_must_fit_the_points():
    with pytest.raises(ValueError, match=r"masses has shape \(3,\); expected \(4,\)"):
        Wasserstein2(torch.full((3,), 1 / 3))(POINTS)
