"""The transport cost in torch: its values, its gradients, its loops."""

from __future__ import annotations

import gc

import brenier
import numpy as np
import pytest
from inputs.shapes import L_SHAPE
from inputs.sites import random_masses, random_sites
from inputs.source_cases import UNIFORM
from inputs.tensors import gradients, tensor

torch = pytest.importorskip("torch")

import brenier.torch  # noqa: E402
import brenier.torch.wasserstein  # noqa: E402
from brenier.torch import Wasserstein2, wasserstein2  # noqa: E402


@pytest.mark.parametrize("source", UNIFORM.values(), ids=UNIFORM)
@pytest.mark.parametrize("place", ["inside", "beyond", "far"])
def test_gradients_are_those_of_finite_differences(source, place):
    sites = random_sites(12) * {"inside": 1, "beyond": 3, "far": 1}[place]
    points = tensor(sites + {"inside": 0, "beyond": -1, "far": 20}[place])
    logits = tensor(np.random.default_rng(2).normal(size=12))
    assert torch.autograd.gradcheck(
        lambda y, x: wasserstein2(y, x.softmax(0), source), (points, logits)
    )
    assert torch.autograd.gradcheck(
        lambda y, m: wasserstein2(y, m / m.sum(), source), (points, tensor(random_masses(12)))
    )
    assert torch.autograd.gradcheck(lambda y: wasserstein2(y, source=source), (points,))
    # Without a softmax as well: a sum that is off by the difference is divided out.
    assert torch.autograd.gradcheck(
        lambda m: wasserstein2(points.detach(), m, source), (tensor(random_masses(12)),)
    )


def test_a_coarse_solve_gives_the_cost_to_second_order():
    points, masses = random_sites(300), random_masses(300)
    exact = brenier.solve(points, masses).cost
    with pytest.warns(brenier.ConvergenceWarning):
        coarse = brenier.solve(points, masses, max_iter=2)
    with pytest.warns(brenier.ConvergenceWarning):
        value = wasserstein2(tensor(points), tensor(masses), max_iter=2).item()
    assert abs(value - exact) < 0.05 * abs(coarse.cost - exact)


def test_value_and_gradients_are_those_of_the_solved_transport():
    points, masses = 3 * random_sites(200) - 1, random_masses(200)
    source = brenier.Uniform(L_SHAPE)
    t = brenier.solve(points, masses, source)
    assert wasserstein2(tensor(points), tensor(masses), source).item() == pytest.approx(
        t.cost, rel=1e-7
    )
    in_points, in_masses = gradients(points, masses, source)
    assert np.array_equal(in_masses, t.weights)
    assert np.array_equal(in_points, 2 * masses[:, np.newaxis] * (points - t.centroids))


def test_moving_all_points_moves_their_mean():
    points, masses = random_sites(100) + np.array([4, -3]), random_masses(100)
    in_points, _ = gradients(points, masses)
    assert in_points.sum(axis=0) == pytest.approx(2 * (masses @ points - 0.5), abs=1e-8)


def test_a_gradient_step_is_a_step_of_lloyd_and_ends_at_the_centroids():
    points = tensor(random_sites(50))
    optimizer = torch.optim.SGD([points], lr=50 / 2)
    costs = []
    for _ in range(300):
        before = points.detach().numpy().copy()
        optimizer.zero_grad()
        cost = wasserstein2(points)
        cost.backward()
        optimizer.step()
        costs.append(cost.item())
    assert np.all(np.diff(costs) < 1e-12) and costs[-1] < 0.6 * costs[0]
    centroids = brenier.solve(before).centroids
    assert points.detach().numpy() == pytest.approx(centroids, abs=1e-14)
    assert np.abs(before - centroids).max() < 1e-3


def test_only_what_is_asked_for_gets_a_gradient():
    points, masses = random_sites(5), random_masses(5)
    y = tensor(points)
    wasserstein2(y, torch.from_numpy(masses)).backward()
    assert y.grad is not None
    nu = tensor(masses)
    wasserstein2(torch.from_numpy(points), nu).backward()
    assert nu.grad is not None
    assert not wasserstein2(torch.from_numpy(points)).requires_grad
    with torch.no_grad():
        assert not wasserstein2(y).requires_grad


@pytest.mark.parametrize("name", ["points", "masses"])
def test_a_second_derivative_raises(name):
    inputs = {"points": tensor(random_sites(5)), "masses": tensor(random_masses(5))}
    cost = wasserstein2(**inputs)
    [first] = torch.autograd.grad(cost, inputs[name], create_graph=True)
    with pytest.raises(RuntimeError, match="first derivatives only"):
        torch.autograd.grad(cost + first.square().sum(), inputs["points"], retain_graph=True)
    with pytest.raises(RuntimeError, match="first derivatives only"):
        (cost + first.square().sum()).backward()


def test_the_derivative_of_a_derivative_in_its_scale_is_exact():
    y, scale = tensor(random_sites(5)), tensor(3.0)
    [first] = torch.autograd.grad(scale * wasserstein2(y), y, create_graph=True)
    [slope] = torch.autograd.grad(first.sum(), scale)
    assert slope.item() == pytest.approx(first.sum().item() / 3, rel=1e-14)


@pytest.mark.parametrize("cost_of", [wasserstein2, Wasserstein2()])
def test_no_transport_is_kept(cost_of):
    def alive() -> int:
        gc.collect()
        return sum(type(thing) is brenier.Transport for thing in gc.get_objects())

    before = alive()
    cost = cost_of(tensor(random_sites(5)))
    assert alive() == before
    cost.backward()
    with pytest.raises(RuntimeError, match="second time"):
        cost.backward()


def test_options_reach_the_solver():
    points = tensor(random_sites(50))
    steps = []
    wasserstein2(points, tol=1e-3, workers=2, callback=lambda state: steps.append(state.nit))
    assert steps[-1] == brenier.solve(random_sites(50), tol=1e-3).nit
    with pytest.warns(brenier.ConvergenceWarning):
        wasserstein2(points, max_iter=0)


POINTS = torch.from_numpy(random_sites(4))


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"points": random_sites(4)}, TypeError, r"points is of type ndarray.*torch.as_tensor"),
        ({"points": [[0.5, 0.5]]}, TypeError, r"points is of type list.*torch.as_tensor"),
        ({"points": torch.ones(4, 2, dtype=int)}, TypeError, r"points has dtype torch.int64"),
        ({"points": torch.ones(4, 2, dtype=torch.cfloat)}, TypeError, "points has dtype"),
        ({"points": POINTS[0]}, ValueError, r"points has shape \(2,\); expected \(n, 2\)"),
        ({"points": torch.ones(2, 4)}, ValueError, r"points has shape \(2, 4\)"),
        ({"points": torch.ones(0, 2)}, ValueError, "^points: none given"),
        ({"points": torch.tensor([[0, 1], [2, torch.nan]])}, ValueError, r"^points\[1\] is \(2, n"),
        ({"points": 1e151 * POINTS}, ValueError, r"^points\[0\].*1e150"),
        ({"masses": [0.25] * 4}, TypeError, "masses is of type list.*torch.as_tensor"),
        ({"masses": torch.ones(4, dtype=int)}, TypeError, "masses has dtype torch.int64"),
        ({"masses": torch.ones(3)}, ValueError, r"masses has shape \(3,\); expected \(4,\)"),
        ({"masses": torch.ones(4, 1)}, ValueError, r"masses has shape \(4, 1\); expected \(4,\)"),
        ({"masses": torch.tensor([0.5, 0.5, 0.5, -0.5])}, ValueError, r"masses\[3\] is -0.5"),
        ({"masses": torch.tensor([0.5, torch.nan, 0, 0])}, ValueError, r"masses\[1\] is nan"),
        ({"masses": torch.ones(4)}, ValueError, "masses sum to 4.*normalise"),
        ({"source": "square"}, TypeError, "source is 'square'"),
        ({"sites": POINTS}, TypeError, "sites is no option"),
        ({"tolerance": 1}, TypeError, "tolerance is no option.*tol, max_iter"),
        ({"tol": 0}, ValueError, "tol is 0"),
        ({"initial_weights": torch.zeros(4, requires_grad=True)}, TypeError, "requires grad"),
    ],
)
def test_a_bad_argument_is_named(arguments, error, message):
    with pytest.raises(error, match=message):
        wasserstein2(**{"points": POINTS, **arguments})
