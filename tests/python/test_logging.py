"""What is logged: nothing unless somebody listens, and then how solves went."""

from __future__ import annotations

import logging

import brenier
import numpy as np
import pytest
from inputs.sites import clusters, random_sites
from programs.child import run_silently


def messages(caplog, level, name):
    return [r.getMessage() for r in caplog.records if (r.levelno, r.name) == (level, name)]


def test_nothing_is_said_unless_somebody_listens():
    run_silently(
        """
        import warnings
        import brenier
        warnings.simplefilter("ignore")
        brenier.solve([(0.1, 0.2), (0.3, 0.9), (0.4, 0.4)], max_iter=0)
        list(brenier.solve_many([[(float("nan"), 0)]], return_exceptions=True))
        """
    )


def test_a_solve_tells_its_ending_and_each_step(caplog):
    quiet = brenier.solve(random_sites(200))
    with caplog.at_level(logging.DEBUG, "brenier"):
        t = brenier.solve(random_sites(200))
    (ending,) = messages(caplog, logging.INFO, "brenier.solver")
    assert ending.startswith(f"200 sites: {t.message}; {t.nit} steps, relative error ")
    steps = messages(caplog, logging.DEBUG, "brenier.solver")
    errors = [f"step {k}: relative error {t.history.error[k]:.2e}" for k in range(1, t.nit + 1)]
    assert [step.partition(",")[0] for step in steps] == errors
    np.testing.assert_array_equal(t.weights, quiet.weights)


def test_steps_are_logged_beside_the_callers_own_callback(caplog):
    seen = []

    def twice(state):
        seen.append(state.nit)
        if len(seen) == 2:
            raise StopIteration

    with caplog.at_level(logging.DEBUG, "brenier"), pytest.warns(brenier.ConvergenceWarning):
        t = brenier.solve(random_sites(200), callback=twice)
    assert t.status == "stopped" and seen == [1, 2]
    assert len(messages(caplog, logging.DEBUG, "brenier.solver")) == 2


def test_a_tolerance_that_is_missed_is_a_warning(caplog):
    with pytest.warns(brenier.ConvergenceWarning):
        t = brenier.solve(random_sites(200), max_iter=1)
    (ending,) = messages(caplog, logging.WARNING, "brenier.solver")
    assert t.message in ending


def test_a_start_with_fewer_sites_is_told(caplog):
    with caplog.at_level(logging.INFO, "brenier"):
        t = brenier.solve(clusters(20_000, 0.02), tol=1e-4)
    assert t.history.coarse_steps > 0
    first, _ = messages(caplog, logging.INFO, "brenier.solver")
    assert first == f"a start was found in {t.history.coarse_steps} steps with fewer sites"


def test_a_problem_that_fails_is_told_with_its_index(caplog):
    problems = [random_sites(5), [(np.nan, 0)], random_sites(5)]
    with caplog.at_level(logging.INFO, "brenier"):
        results = list(brenier.solve_many(problems, return_exceptions=True))
    assert messages(caplog, logging.WARNING, "brenier.many") == [str(results[1])]
    assert len(messages(caplog, logging.INFO, "brenier.solver")) == 2  # from their threads


@pytest.mark.filterwarnings("ignore::brenier.ConvergenceWarning")
@pytest.mark.parametrize("what", ["quantization", "barycenters"])
def test_moves_are_told_with_their_costs(caplog, what):
    with caplog.at_level(logging.DEBUG, f"brenier.{what}"):
        if what == "quantization":
            result = brenier.quantize(5, max_iter=3, rng=0)
        else:
            result = brenier.barycenter([brenier.Uniform()], n=5, max_iter=3, rng=0)
    lines = messages(caplog, logging.DEBUG, f"brenier.{what}")
    assert [line.partition(":")[0] for line in lines] == [
        f"5 sites after {k} moves" for k in range(result.nit + 1)
    ]
    assert lines[-1].endswith(f"cost {result.cost:.10g}")
