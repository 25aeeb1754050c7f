"""Bad arguments of `solve_sampled` are named, with what was expected."""

from __future__ import annotations

from typing import Any

import brenier
import numpy as np
import pytest

Y = np.random.default_rng(0).normal(size=(12, 3))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"sites": np.zeros((0, 3))}, r"sites has shape \(0, 3\)"),
        ({"sites": np.zeros((3, 0))}, r"sites has shape \(3, 0\); expected \(n, d\)"),
        ({"sites": np.zeros(3)}, r"sites has shape \(3,\)"),
        ({"sites": [[0.0, np.nan], [1, 2]]}, r"sites\[0, 1\] is nan"),
        ({"sites": [[0.0, 1.0], [np.inf, 2]]}, r"sites\[1, 0\] is inf"),
        ({"sites": [[0.0, 1e160], [1, 2]]}, r"sites\[0, 1\] is 1e\+160"),
        ({"masses": np.full(12, 0.1)}, "masses sum to 1.2; expected 1"),
        ({"masses": np.r_[-1.0, np.full(11, 2 / 11)]}, r"masses\[0\] is -1.0"),
        ({"masses": np.r_[np.full(11, 0.1), np.nan]}, r"masses\[11\] is nan"),
        ({"masses": np.zeros(12)}, "masses sum to 0"),
        ({"masses": [1.0]}, r"masses has shape \(1,\)"),
        ({"tol": 0.0}, "tol is 0.0"),
        ({"tol": -1}, "tol is -1.0"),
        ({"tol": np.nan}, "tol is nan"),
        ({"tol": 1e-200}, "tol is 1e-200; expected a number from 1e-09 to 1"),
        ({"tol": 2}, "tol is 2.0"),
        ({"max_samples": 0}, "max_samples is 0"),
        ({"workers": 0}, "workers is 0"),
        ({"rng": -3}, "rng is -3"),
        ({"source": "gauss"}, "source is 'gauss'; expected 'normal'"),
        ({"source": brenier.Uniform()}, "of dimension 2; expected one of dimension 3"),
        ({"source": lambda n, rng: rng.normal(size=n)}, r"shape \(4096,\); expected \(4096, 3\)"),
        ({"source": lambda n, rng: rng.normal(size=(n, 2))}, "source returns an array of shape"),
        ({"source": lambda n, rng: rng.normal(size=(5, 3))}, "source returns an array of shape"),
        ({"source": lambda n, rng: np.full((n, 3), np.nan)}, "its 0th.*nan"),
        ({"source": lambda n, rng: np.full((n, 3), 1e200)}, "its 0th.*1e\\+200"),
        ({"initial_weights": np.zeros(4)}, "initial_weights has shape"),
        ({"initial_weights": np.r_[np.inf, np.zeros(11)]}, r"initial_weights\[0\] is inf"),
    ],
)
def test_values(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        brenier.solve_sampled(**{"sites": Y, **changed})


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"sites": "abc"}, "sites"),
        ({"sites": np.ones((3, 2), complex)}, "sites has dtype complex128"),
        ({"source": 3}, "source is 3; expected 'normal'"),
        ({"source": None}, "source is None"),
        ({"source": brenier.Uniform}, "source is"),
        ({"source": lambda n, rng: [["a"] * 3] * n}, "what source returns"),
        ({"source": lambda: None}, "cannot be called with two arguments: too many positional"),
        ({"source": lambda n, rng, d: None}, "two arguments: missing a required argument: 'd'"),
        ({"source": lambda n, rng: None}, "what source returns is None; expected real numbers"),
        ({"tol": "small"}, "tol is 'small'"),
        ({"max_samples": 1.5}, "max_samples is 1.5"),
        ({"workers": 1.5}, "workers is 1.5"),
        ({"callback": 3}, "callback is 3"),
        ({"rng": "seed"}, "rng is 'seed'"),
    ],
)
def test_kinds(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        brenier.solve_sampled(**{"sites": Y, **changed})


def test_points_and_counts_of_a_transport() -> None:
    t = brenier.solve_sampled(Y, rng=0)
    for method in (t.index, t, t.potential):
        with pytest.raises(ValueError, match=r"x has shape \(4, 2\); expected \(m, 3\)"):
            method(np.zeros((4, 2)))
        with pytest.raises(ValueError, match=r"x\[1, 2\] is nan"):
            method([[0, 0, 0], [0, 0, np.nan]])
    with pytest.raises(ValueError, match="k is 0"):
        t.nearest(np.zeros((1, 3)), 0)
    with pytest.raises(ValueError, match="n is -1"):
        t.sample(-1)
    other = brenier.solve_sampled(np.zeros((1, 2)), rng=0)
    with pytest.raises(ValueError, match="a transport in 2 dimensions; expected 3"):
        brenier.solve_sampled(Y, initial_weights=other)


def test_a_source_that_comes_to_its_end_says_so() -> None:
    batches = iter([np.random.default_rng(k).normal(size=(4096, 3)) for k in range(2)])
    for source in (lambda n, rng: next(batches)[:n], lambda n, rng: next(iter([]))):
        with pytest.raises(ValueError, match=r"source raises StopIteration when .* begin anew"):
            brenier.solve_sampled(Y, source=source, rng=0)


def test_a_source_that_changes_its_mind_is_refused() -> None:
    calls = []

    def source(n: int, rng: np.random.Generator) -> np.ndarray:
        calls.append(n)
        points = rng.normal(size=(n, 3))
        if len(calls) > 2:
            points[0, 0] = np.nan
        return points

    with pytest.raises(ValueError, match="its 0th"):
        brenier.solve_sampled(Y, source=source, rng=0)


@pytest.mark.parametrize("weights", [1e40, 1e150, 1e300])
def test_weights_that_no_score_survives_are_refused(weights):
    sites = np.random.default_rng(0).normal(size=(40, 5))
    start = np.r_[weights, np.zeros(39)]
    with pytest.raises(ValueError, match="initial_weights are too far apart"):
        brenier.solve_sampled(sites, initial_weights=start, rng=0)


@pytest.mark.filterwarnings("ignore::brenier.ConvergenceWarning")
def test_a_source_with_most_of_its_mass_in_one_place_is_taken():
    def source(n, rng):
        return np.where(rng.random((n, 1)) < 0.01, 1e150, 0.0) * np.ones(5)

    sites = np.random.default_rng(0).normal(size=(40, 5))
    t = brenier.solve_sampled(sites, source=source, rng=0, max_samples=4000)
    assert not t.success and np.isfinite(t.weights).all()


@pytest.mark.filterwarnings("ignore::brenier.ConvergenceWarning")
@pytest.mark.parametrize("tol", [1e-9, 1.0])
def test_the_smallest_and_the_largest_tolerance_are_taken(tol):
    t = brenier.solve_sampled(Y, rng=0, tol=tol, max_samples=3000)
    assert t.success == (tol == 1.0)
