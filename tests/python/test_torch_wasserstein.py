"""The transport cost in torch: its values, its gradients, its loops."""

from __future__ import annotations

import gc

import brenier
import numpy as np
import pytest
from inputs.shapes import L_SHAPE, STAR
from inputs.sites import random_masses, random_sites

torch = pytest.importorskip("torch")

import brenier.torch  # noqa: E402
import brenier.torch.wasserstein  # noqa: E402
from brenier.torch import Wasserstein2, wasserstein2  # noqa: E402


def tensor(values, dtype=torch.float64) -> torch.Tensor:
    return torch.tensor(np.asarray(values), dtype=dtype, requires_grad=True)


def gradients(points, masses=None, source=None, **options):
    """Of the cost, in points and in masses, as arrays."""
    y, nu = tensor(points), None if masses is None else tensor(masses)
    wasserstein2(y, nu, source, **options).backward()
    return y.grad.numpy(), None if nu is None else nu.grad.numpy()


DOMAINS = {
    "square": None,
    "triangle": brenier.Uniform([(0, 0), (3, 1), (1, 2)]),
    "L": brenier.Uniform(L_SHAPE),
    "star": brenier.Uniform(STAR),
}


@pytest.mark.parametrize("source", DOMAINS.values(), ids=DOMAINS.keys())
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


@pytest.mark.parametrize("site", [(0.5, 0.5), (0.1, 0.9), (3.0, -2.0)])
def test_one_point_costs_the_variance_plus_the_squared_distance_from_the_centre(site):
    offset = np.array(site) - 0.5
    y = tensor([site])
    cost = wasserstein2(y)
    cost.backward()
    assert cost.shape == () and cost.dtype == torch.float64
    assert cost.item() == pytest.approx(1 / 6 + offset @ offset, rel=1e-14)
    assert y.grad.numpy() == pytest.approx(2 * offset[np.newaxis], abs=1e-14)


@pytest.mark.parametrize("mass", [0.5, 0.25])
def test_two_points_at_one_height_share_the_square_by_a_vertical_line(mass):
    x = np.array([0.3, 0.8])
    masses, ends = np.array([mass, 1 - mass]), np.array([0, mass, 1])
    in_points, in_masses = gradients(np.column_stack([x, [0.5, 0.5]]), masses, tol=1e-13)
    centres = (ends[:-1] + ends[1:]) / 2
    expected = np.column_stack([2 * masses * (x - centres), [0, 0]])
    assert in_points == pytest.approx(expected, abs=1e-12)
    # The cost is that of both strips; with the border at a mass a, d cost / da is w_1 - w_2.
    difference = (mass - x[0]) ** 2 - (mass - x[1]) ** 2
    assert in_masses[0] - in_masses[1] == pytest.approx(difference, abs=1e-12)
    assert masses @ in_masses == pytest.approx(0, abs=1e-15)


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


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16])
def test_narrow_dtypes_are_computed_in_float64_and_rounded_once(dtype):
    points = tensor(random_sites(100), dtype)
    masses = tensor(random_masses(100), dtype)
    cost = wasserstein2(points, masses)
    cost.backward()
    exact = masses.detach().double().numpy()
    assert exact.sum() != 1
    y, nu = tensor(points.detach().double()), tensor(exact / exact.sum())
    expected = wasserstein2(y, nu)
    expected.backward()
    assert cost.dtype == points.grad.dtype == masses.grad.dtype == dtype
    assert torch.equal(cost, expected.to(dtype))
    assert torch.equal(points.grad, y.grad.to(dtype))
    assert torch.equal(masses.grad, nu.grad.to(dtype))


def test_gradients_of_a_scaled_loss_are_not_rounded_before_they_are_scaled():
    # 2 ν (y - c) is about 1e-7 here, which half precision can hardly tell from 0.
    points = tensor(random_sites(20_000), torch.float16)
    (4096.0 * wasserstein2(points, tol=1e-3)).backward()
    exact = tensor(points.detach().double())
    wasserstein2(exact, tol=1e-3).backward()
    assert torch.equal(points.grad, (4096.0 * exact.grad).half())
    assert not torch.equal(points.grad, 4096.0 * exact.grad.half())


def test_masses_of_a_large_softmax_in_float32_are_accepted():
    masses = (5 * torch.rand(10**6, generator=torch.Generator().manual_seed(1))).softmax(0)
    assert abs(masses.double().sum().item() - 1) > 10 * torch.finfo(torch.float32).eps
    points = torch.from_numpy(np.tile(random_sites(10), (10**5, 1)))
    assert 0 < wasserstein2(points, masses).item() < 1


@pytest.mark.parametrize(
    ("dtype", "factor"), [(torch.float32, 1 + 1e-4), (torch.bfloat16, 1.1), (torch.float64, 1.001)]
)
def test_masses_off_by_more_than_rounding_are_refused(dtype, factor):
    masses = torch.tensor(factor * np.full(4, 0.25), dtype=dtype)
    with pytest.raises(ValueError, match=r"masses sum to 1.*normalise"):
        wasserstein2(tensor(random_sites(4)), masses)


def test_points_at_one_place_share_the_gradient_of_their_common_cell():
    places, masses = random_sites(4), np.array([0.3, 0.3, 0.2, 0.2])
    at, shares = [3, 0, 1, 2, 0, 3], np.array([0.15, 0.1, 0.3, 0.2, 0.2, 0.05])
    assert np.bincount(at, shares) == pytest.approx(masses)
    apart = gradients(places, masses)
    together = gradients(places[at], shares)
    per_mass = apart[0] / masses[:, np.newaxis]
    assert together[0] == pytest.approx(per_mass[at] * shares[:, np.newaxis], abs=1e-12)
    assert together[1] == pytest.approx(apart[1][at], abs=1e-12)


def test_points_that_the_solver_cannot_tell_apart_share_a_cell_too():
    places = np.array([(0, 0), (5e-324, 0), (1000, 0), (1000, 1000), (0, 1000)])
    assert np.isnan(brenier.solve(places).centroids).any()
    in_points, in_masses = gradients(places, np.full(5, 0.2))
    assert np.array_equal(in_points[0], in_points[1]) and np.all(np.isfinite(in_points))
    assert in_masses[0] == in_masses[1]


def test_all_points_at_one_place():
    in_points, in_masses = gradients(np.full((5, 2), 0.25), np.full(5, 0.2))
    assert in_points == pytest.approx(np.full((5, 2), 2 * 0.2 * (0.25 - 0.5)), abs=1e-15)
    assert np.array_equal(in_masses, np.zeros(5))


def test_points_without_mass_have_no_gradient():
    points = random_sites(8)
    points[5] = points[2]  # one with mass and one without, at one place, in both orders
    points[0] = points[7]
    masses = np.array([0, 0.2, 0.3, 0, 0.1, 0, 0.2, 0.2])
    in_points, in_masses = gradients(points, masses)
    given = masses > 0
    alone, potential = gradients(points[given], masses[given])
    assert np.all(in_points[~given] == 0)
    assert in_points[given] == pytest.approx(alone, abs=1e-12)
    assert in_masses[given] == pytest.approx(potential, abs=1e-12)


@pytest.mark.parametrize("source", DOMAINS.values(), ids=DOMAINS.keys())
def test_a_mass_of_zero_has_the_derivative_of_a_mass_that_grows(source):
    points = 1.6 * random_sites(20, seed=4) - 0.3
    points[7], points[11] = points[2], (2, 3)  # the latter's cell begins at a corner of the domain
    masses = random_masses(20)
    masses[[3, 7, 11, 12]] = 0
    masses /= masses.sum()
    potential = gradients(points, masses, source)[1]
    start = brenier.solve(points, masses, source, tol=1e-10).dual_value
    for i in (3, 7, 11, 12):
        eps = 1e-7
        grown = (1 - eps) * masses + eps * (np.arange(20) == i)
        slope = (brenier.solve(points, grown, source, tol=1e-10).dual_value - start) / eps
        # The next order is eps^(1/2): the weight with which a cell has a mass m rises like √m.
        assert slope == pytest.approx(potential[i], abs=3e-3)


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
        ({"points": torch.ones(2, 3)}, ValueError, r"points has shape \(2, 3\)"),
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
