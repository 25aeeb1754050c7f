"""What must hold of every transport, however its solve ended: held against brute force."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import brenier
import numpy as np

from oracles.certificate import EPS, certificate
from oracles.space_certificate import certificate_in_space
from oracles.torus import SHIFTS

DEFAULT_TOL, DEFAULT_STEPS = 1e-8, 100
TAILS = 1e-21  # of a normal density, that the quadrature leaves out


@dataclass(frozen=True)
class Checked:
    """How far a solution is from the bounds that were checked."""

    gap: float  # by which the error by brute force exceeds the reported one, less rounding
    precision: float  # the relative error that rounding of the weights may be worth


def check_ending(problem, t, told, warned):
    """Status, error, history, callback and warning say the same."""
    tol = problem.options.get("tol", DEFAULT_TOL)
    steps = problem.options.get("max_iter", DEFAULT_STEPS)
    history = t.history
    assert t.nit == len(history) - 1 <= steps
    assert told == list(zip(range(1, t.nit + 1), history.error[1:].tolist(), strict=True))
    for column in (history.error, history.step, history.blur, history.seconds):
        assert column.shape == (t.nit + 1,)
    assert np.isfinite(history.error).all() and math.isnan(history.step[0])
    assert ((history.step[1:] > 0) & (history.step[1:] <= 1)).all()
    assert ((history.blur >= 0) & (history.blur <= 1)).all()
    assert (np.diff(history.seconds) >= 0).all()
    assert t.max_relative_error == history.error[-1]
    assert t.success == (t.status == "converged") == (t.max_relative_error <= tol)
    assert (history.error[:-1] > tol).all()
    assert [type(w) for w in warned] == [brenier.ConvergenceWarning] * (not t.success)
    assert all(t.message in str(w) for w in warned)
    if not t.success and t.nit == problem.stop_at:
        assert t.status == "stopped"
    else:
        assert t.status != "stopped"
        assert (t.status == "max_iterations") <= (t.nit == steps)


def check_solution(problem, t):
    """Masses, cost, dual value, weights and map are those of the power cells of the weights."""
    sites, source, n = problem.sites, problem.source, len(problem.sites)
    is_normal = isinstance(source, brenier.Gaussian | brenier.GaussianMixture)
    relative = 1e-10 if is_normal else 1e-12  # of the quadrature
    masses = np.full(n, 1 / n) if problem.masses is None else problem.masses
    first, group = np.unique(t.groups, return_inverse=True)
    places = places_of_groups(sites, masses, t.groups)
    target = np.bincount(group, masses / math.fsum(masses))
    weights, largest = t.weights[first], np.abs(t.weights).max()
    assert np.isfinite(t.weights).all() and np.array_equal(t.weights, weights[group])
    box = np.reshape(source.bounds, (2, -1))
    reach = np.abs(np.concatenate([places, box]) - box[0]).max()
    assert abs(target @ weights) <= 1e-13 * largest + 4 * EPS * reach**2

    found = certificate_of(places, weights, source)
    slack = found.slack + relative * found.masses + TAILS * is_normal
    own = t.diagram.masses[first]
    assert math.fsum(own) == math.fsum(t.diagram.masses)
    assert abs(math.fsum(own) - 1) <= 1e-12 + math.fsum(found.slack)
    assert_close("masses", own, found.masses, slack)
    assert_close("masses of sites without", own, 0, np.where(target > 0, np.inf, slack))

    given = target > 0
    excess = np.abs(found.masses - target)[given] - slack[given]
    gap = float((excess / target[given]).max() - t.max_relative_error)
    assert gap <= 1e-6 * t.max_relative_error, f"the error is {gap:.2e} more than reported"
    error = (np.abs(own - target)[given] / target[given]).max()
    rounding = (found.slack[given] / target[given]).max()
    assert_close("error", error, t.max_relative_error, 1e-9 * error + rounding)

    cost_slack = found.cost_slack + 10 * relative * found.cost
    assert_close("cost", t.cost, found.cost, cost_slack)
    dual = found.cost + weights @ (target - found.masses)
    assert_close("dual value", t.dual_value, dual, cost_slack + np.abs(weights) @ slack)
    check_map(t, places, weights)
    return Checked(gap, float((slack[given] / target[given]).max()))


def certificate_of(places, weights, source):
    """By the oracle for this kind of source; on a planar torus by nine copies of each site."""
    if source.dimension == 3:
        return certificate_in_space(places, weights, source)
    if not source.periodic:
        return certificate(places, weights, source)
    low, high = np.reshape(source.bounds, (2, 2))
    inside = low + np.mod(places - low, high - low)
    copies = np.concatenate([inside + np.multiply(k, high - low) for k in SHIFTS])
    if isinstance(source, brenier.Uniform):
        plain = brenier.Uniform((low, high))
    else:
        plain = type(source)(source.values, source.bounds)
    found = certificate(copies, np.tile(weights, len(SHIFTS)), plain)
    return replace(
        found,
        masses=found.masses.reshape(len(SHIFTS), -1).sum(axis=0),
        slack=found.slack.reshape(len(SHIFTS), -1).sum(axis=0),
    )


def places_of_groups(sites, masses, groups):
    """Where the heaviest of each group is, the first of the heaviest."""
    order = np.lexsort((-masses, groups))
    return sites[order[np.unique(groups[order], return_index=True)[1]]]


def assert_close(what, value, expected, slack):
    excess = np.max(np.abs(value - expected) - slack)
    assert excess <= 0, f"{what}: {excess:.2e} more than rounding can make of it"


def check_map(t, places, weights):
    """Samples go to the site with the least power."""
    x = t.source.sample(30, rng=0)
    wide = np.longdouble
    powers = squared_ways(x.astype(wide)[:, None] - places.astype(wide), t.source)
    powers = powers - weights.astype(wide)
    power = squared_ways(x.astype(wide) - t(x), t.source) - t.weights[t.index(x)]
    size = np.abs(powers).max() + np.abs(weights).max() + np.sum(x**2, axis=1).max()
    assert_close("power of the image", power, powers.min(axis=1), 1e-14 * size)


def squared_ways(ways, source):
    """Their lengths squared, on a torus the shortest way around."""
    if source.periodic:
        low, high = np.reshape(source.bounds, (2, -1))
        ways = ways - (high - low) * np.rint(ways / (high - low))
    return np.sum(ways**2, axis=-1)
