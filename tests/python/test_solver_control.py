"""Starts, callbacks, stops."""

from __future__ import annotations

import math
from types import SimpleNamespace

import brenier
import numpy as np
import pytest
from brenier.solution import Status
from inputs.sites import random_sites


def test_a_solution_is_its_own_start():
    t = brenier.solve(random_sites(200))
    again = brenier.solve(t.sites, initial_weights=t.weights)
    assert again.nit == 0 and again.success


@pytest.mark.parametrize(
    "start",
    [
        np.r_[np.full(100, -10.0), np.zeros(100)],  # leaves cells empty
        np.full(200, 1e300),  # beyond all measure
        np.random.default_rng(0).normal(size=200),
    ],
)
def test_a_bad_start_is_not_fatal(start):
    t = brenier.solve(random_sites(200), initial_weights=start)
    assert t.success


def first_error(sites, source=None):
    """Of the start that the solver makes."""
    with pytest.warns(brenier.ConvergenceWarning):
        return brenier.solve(sites, source=source, max_iter=0).history.error[0]


def voronoi_error(sites, source=None):
    return np.max(np.abs(brenier.PowerDiagram(sites, source=source).masses * len(sites) - 1))


def test_the_start_undoes_an_affine_map_with_a_symmetric_positive_matrix():
    """Such a map is the optimal transport between its domain and its image."""
    k = np.arange(400) + 0.5
    sunflower = np.sqrt(k / 400) * np.exp(1j * np.pi * (1 + np.sqrt(5)) * k)
    places = np.column_stack([sunflower.real, sunflower.imag])
    around = np.exp(2j * np.pi * np.arange(200) / 200)
    disc = brenier.Uniform(np.column_stack([around.real, around.imag]))
    sites = places @ np.array([[5.0, 2.0], [2.0, 1.0]]) + [3.0, -7.0]
    assert first_error(sites, disc) < 2 * voronoi_error(places, disc)


def test_the_start_is_the_voronoi_diagram_where_moments_are_of_no_use():
    """The centre of mass of a U is in its notch."""
    u = brenier.Uniform([(0, 0), (3, 0), (3, 3), (2, 3), (2, 0.3), (1, 0.3), (1, 3), (0, 3)])
    in_one_arm = random_sites(100) * [1, 3]
    assert first_error(in_one_arm, u) == pytest.approx(voronoi_error(in_one_arm, u), rel=1e-9)


def test_the_callback_sees_every_step():
    seen = []
    t = brenier.solve(
        random_sites(500),
        callback=lambda s: seen.append((s.nit, s.max_relative_error, s.step, s.blur, s.seconds)),
    )
    nit, error, step, blur, seconds = (np.array(column) for column in zip(*seen, strict=True))
    assert nit.tolist() == list(range(1, t.nit + 1))
    assert np.array_equal(error, t.history.error[1:])
    assert np.array_equal(step, t.history.step[1:])
    assert np.array_equal(blur, t.history.blur[1:])
    assert np.array_equal(seconds, t.history.seconds[1:])


def test_stop_iteration_stops_with_the_last_iterate():
    def stop(state):
        if state.nit == 2:
            raise StopIteration

    with pytest.warns(brenier.ConvergenceWarning, match="stopped by the callback"):
        t = brenier.solve(random_sites(500), callback=stop)
    assert not t.success and t.status == "stopped" and t.nit == 2
    error = np.max(np.abs(t.diagram.masses * 500 - 1))
    assert error == pytest.approx(t.max_relative_error, rel=1e-9)
    assert error < t.history.error[0]


class Mine(Exception):
    pass


@pytest.mark.parametrize(
    "kind", [Mine, brenier.BrenierError, MemoryError, KeyboardInterrupt, SystemExit, GeneratorExit]
)
@pytest.mark.parametrize("workers", [1, 2])
def test_other_exceptions_of_the_callback_pass_unchanged(kind, workers):
    """With their causes, and with where they come from."""
    error, cause = kind("mine"), ValueError("before")

    def fail(state):
        raise error from cause

    with pytest.raises(kind) as caught:
        brenier.solve(random_sites(50), callback=fail, workers=workers)
    assert caught.value is error
    assert error.__cause__ is cause
    assert [entry.name for entry in caught.traceback][-1] == "fail"


def test_a_callback_may_solve_and_handle_exceptions_of_its_own():
    seen = []

    def callback(state):
        with pytest.raises(Mine):
            brenier.solve(random_sites(60), callback=fail)
        seen.append(brenier.solve(random_sites(60)).weights)

    def fail(state):
        raise Mine

    t = brenier.solve(random_sites(200), callback=callback)
    assert np.array_equal(t.weights, brenier.solve(random_sites(200)).weights)
    assert len(seen) == t.nit
    assert all(np.array_equal(weights, seen[0]) for weights in seen)


def test_an_iterator_that_ends_within_the_callback_stops_the_solve_alone():
    def transports():
        states = iter(range(2))
        with pytest.warns(brenier.ConvergenceWarning, match="stopped by the callback"):
            yield brenier.solve(random_sites(500), callback=lambda state: next(states))

    [t] = transports()
    assert t.status == "stopped" and t.nit == 3


@pytest.mark.parametrize("steps", [0, 1])
def test_too_few_steps_say_so(steps):
    with pytest.warns(brenier.ConvergenceWarning, match="max_iter"):
        t = brenier.solve(random_sites(500), max_iter=steps)
    assert t.status == "max_iterations" and t.nit == steps and not t.success
    assert np.isfinite(t.weights).all()


def test_an_unreachable_tolerance_ends_with_a_status():
    with pytest.warns(brenier.ConvergenceWarning, match="double precision"):
        t = brenier.solve(random_sites(500), tol=1e-18)
    assert t.status == "stalled"
    assert t.max_relative_error < 1e-11


@pytest.mark.parametrize("status", [s for s in Status if s != "converged"])
def test_however_a_solve_ends_what_it_hands_out_can_be_used(status, monkeypatch, tmp_path):
    """Some endings take a fault inside of the core: here it only tells of one."""

    class Problem(brenier.solver._core.Problem):
        def solve(self, *args):
            result = super().solve(*args)
            names = ("point_weights", "history", "coarse_steps", "message", "rounding", "tied")
            kept = {name: getattr(result, name) for name in names}
            return SimpleNamespace(**kept | {"status": str(status)})

    cost = brenier.solve(random_sites(50)).cost
    monkeypatch.setattr(brenier.solver._core, "Problem", Problem)
    with pytest.warns(brenier.ConvergenceWarning, match="after 1 steps"):
        t = brenier.solve(random_sites(50), max_iter=1)
    assert t.status is status and not t.success and t.nit == 1
    assert t.diagram.masses.sum() == pytest.approx(1)
    assert t.dual_value < cost
    assert t(random_sites(5)).shape == (5, 2)
    t.save(tmp_path / "t.npz")
    assert brenier.load(tmp_path / "t.npz").status is status


def test_history_has_the_start_and_every_step():
    t = brenier.solve(random_sites(500))
    assert len(t.history) == t.nit + 1
    assert math.isnan(t.history.step[0])
    assert np.all((t.history.step[1:] > 0) & (t.history.step[1:] <= 1))
    assert np.all(np.diff(t.history.seconds) >= 0)
    assert t.history.error[-1] == t.max_relative_error <= 1e-8
    voronoi = brenier.PowerDiagram(t.sites).masses
    assert t.history.error[0] == pytest.approx(np.max(np.abs(voronoi * 500 - 1)), rel=1e-10)


def test_progress_shows_a_bar(capsys):
    brenier.solve(random_sites(100), progress=True)
    printed = capsys.readouterr()
    assert "steps" in printed.err and "error" in printed.err and printed.out == ""
