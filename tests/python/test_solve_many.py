"""Many problems at once: the transports of one solve each, in order, whatever one of them does."""

from __future__ import annotations

import itertools
import warnings
from concurrent.futures import ThreadPoolExecutor

import brenier
import numpy as np
import pytest
from inputs.executors import Recorder
from inputs.sites import random_masses, random_sites
from programs.child import run

PROBLEMS = [random_sites(20 + 30 * (k % 4), k) for k in range(12)]


def assert_equal(transports, expected):
    for t, other in zip(transports, expected, strict=True):
        assert np.array_equal(t.sites, other.sites)
        assert np.array_equal(t.weights, other.weights)
        assert np.array_equal(t.history.error, other.history.error)


@pytest.mark.parametrize(
    "executor",
    [
        None,
        Recorder(),
        ThreadPoolExecutor(1),
        ThreadPoolExecutor(3),
    ],
    ids=["threads", "submit", "1", "3"],
)
def test_transports_are_those_of_one_solve_each_in_order(executor):
    expected = [brenier.solve(sites, tol=1e-5) for sites in PROBLEMS]
    assert_equal(brenier.solve_many(PROBLEMS, executor=executor, tol=1e-5), expected)
    assert_equal(brenier.solve_many(iter(PROBLEMS), executor=executor, tol=1e-5), expected)


def test_processes_solve_too():
    run(
        """
import brenier, numpy as np
from concurrent.futures import ProcessPoolExecutor
problems = [
    {"sites": np.random.default_rng(k).random((50, 2)), "source": brenier.Gaussian((0.5, 0.5))}
    for k in range(6)
]
if __name__ == "__main__":
    with ProcessPoolExecutor(2) as pool:
        for t, problem in zip(brenier.solve_many(problems, executor=pool), problems):
            other = brenier.solve(**problem)
            assert np.array_equal(t.weights, other.weights)
            assert np.array_equal(t(problem["sites"]), other(problem["sites"]))
"""
    )


def test_a_problem_has_arguments_of_its_own_which_come_first():
    sites, masses = random_sites(60), random_masses(60)
    source = brenier.Raster([[1, 5, 2], [3, 1, 9]])
    start = brenier.solve(sites, masses, source).weights
    problems = [
        {"sites": sites, "masses": masses, "source": source},
        {"sites": sites, "initial_weights": start, "tol": 1e-3},
        sites,
    ]
    expected = [brenier.solve(**{"max_iter": 50, **problem}) for problem in problems[:2]]
    expected.append(brenier.solve(sites))
    assert_equal(brenier.solve_many(problems, max_iter=50), expected)


def test_a_stack_of_arrays_and_one_of_lists_are_problems():
    stack = np.stack([random_sites(9, k) for k in range(3)])
    expected = [brenier.solve(sites) for sites in stack]
    assert_equal(brenier.solve_many(stack), expected)
    assert_equal(brenier.solve_many(stack.tolist()), expected)
    assert list(brenier.solve_many([])) == []


BAD = [(0.0, 0.1), (np.nan, 0.2)]


def test_an_error_is_raised_when_its_turn_comes_and_loses_no_other():
    results = brenier.solve_many([PROBLEMS[0], BAD, [(1, 2, 3, 4)], PROBLEMS[1]])
    first = next(results)
    with pytest.raises(ValueError, match=r"^problems\[1\]: sites\[1\] is \(nan, 0.2\)") as caught:
        next(results)
    assert isinstance(caught.value.__cause__, ValueError)
    with pytest.raises(ValueError, match=r"^problems\[2\]: sites has shape \(1, 4\)"):
        next(results)
    assert_equal([first, *results], [brenier.solve(sites) for sites in PROBLEMS[:2]])


def test_errors_take_the_places_of_their_transports():
    problems = [{"sites": BAD}, PROBLEMS[0], {"sites": PROBLEMS[0], "masses": [1.0]}, PROBLEMS[1]]
    results = list(brenier.solve_many(problems, return_exceptions=True))
    assert [type(result) for result in results[::2]] == [ValueError, ValueError]
    assert str(results[2]).startswith("problems[2]: masses has shape (1,)")
    assert_equal(results[1::2], [brenier.solve(sites) for sites in PROBLEMS[:2]])


def test_an_error_of_another_kind_is_the_cause_of_ours():
    def fail(state):
        raise KeyError("mine")

    problems = [{"sites": PROBLEMS[0], "callback": fail}, PROBLEMS[1]]
    failed, solved = brenier.solve_many(problems, return_exceptions=True)
    assert solved.success
    assert type(failed) is brenier.BrenierError
    assert str(failed) == "problems[0]: KeyError: 'mine'"
    assert isinstance(failed.__cause__, KeyError)


def test_an_executor_that_takes_no_more_is_an_error_of_each_problem():
    class Broken(Recorder):
        def submit(self, function, *arguments):
            if self.submitted >= 1:
                raise RuntimeError("cannot schedule new futures after shutdown")
            return super().submit(function, *arguments)

    solved, *failed = brenier.solve_many(PROBLEMS, executor=Broken(), return_exceptions=True)
    assert solved.success and len(failed) == len(PROBLEMS) - 1
    assert all("cannot schedule" in str(error) for error in failed)


def test_an_error_of_the_iterator_itself_comes_after_what_it_gave():
    def given():
        yield PROBLEMS[0]
        yield PROBLEMS[1]
        raise OSError("no more")

    got = []
    with pytest.raises(OSError, match="no more"):
        for t in brenier.solve_many(given(), return_exceptions=True):
            got.append(t)
    assert_equal(got, [brenier.solve(sites) for sites in PROBLEMS[:2]])


def test_problems_are_read_as_results_are_taken():
    read = itertools.count()

    def endless():
        while True:
            next(read)
            yield PROBLEMS[0]

    for executor, most in ((Recorder(workers=2), 8), (Recorder(), 64)):
        results = brenier.solve_many(endless(), executor=executor)
        assert executor.submitted == 0  # nothing is read before it is asked for
        for _ in range(30):
            assert next(results).success
        assert executor.submitted == 29 + most
        results.close()
        assert next(results, "closed") == "closed"


def test_an_array_may_be_used_again_for_the_next_problem():
    def reused():
        sites = np.empty((40, 2))
        for k in range(10):
            sites[:] = random_sites(40, k)
            yield sites
        sites[:] = np.nan

    expected = [brenier.solve(random_sites(40, k)) for k in range(10)]
    assert_equal(brenier.solve_many(reused()), expected)


def test_an_executor_of_the_caller_stays_open():
    with ThreadPoolExecutor(2) as pool:
        list(brenier.solve_many(PROBLEMS, executor=pool))
        assert pool.submit(len, "ab").result() == 2


def test_a_tolerance_that_is_missed_warns_with_the_index():
    problems = [PROBLEMS[0], {"sites": PROBLEMS[1], "max_iter": 0}]
    with pytest.warns(brenier.ConvergenceWarning, match=r"^problems\[1\]: not converged") as caught:
        results = list(brenier.solve_many(problems))
    assert [t.success for t in results] == [True, False]
    assert [warning.filename for warning in caught] == [__file__]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        _, error = brenier.solve_many(problems, return_exceptions=True)
        assert isinstance(error, brenier.ConvergenceWarning)
        with pytest.raises(brenier.ConvergenceWarning, match=r"problems\[1\]"):
            list(brenier.solve_many(problems))


def test_callbacks_are_called_and_may_stop_their_solve():
    def stop(state):
        raise StopIteration

    with pytest.warns(brenier.ConvergenceWarning):
        (t,) = brenier.solve_many([PROBLEMS[3]], callback=stop)
    assert t.status == "stopped" and t.nit == 1


def test_progress_counts_problems(capsys):
    list(brenier.solve_many(PROBLEMS, progress=True))
    shown = capsys.readouterr().err
    assert "solve_many" in shown and "12/12" in shown
    list(brenier.solve_many(iter(PROBLEMS), progress=True))
    assert "12" in capsys.readouterr().err
    list(brenier.solve_many(PROBLEMS))
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("problems", "options", "error", "words"),
    [
        (PROBLEMS[0], {}, ValueError, r"problems is a numpy.ndarray of shape .*, one problem"),
        ({"sites": PROBLEMS[0]}, {}, ValueError, r"one problem; expected .*: \[problem\]"),
        (5, {}, TypeError, "problems is 5; expected an iterable"),
        ("sites", {}, TypeError, "problems is 'sites'; expected an iterable"),
        ([], {"executor": 2}, TypeError, "executor is 2; expected a concurrent.futures.Executor"),
        ([], {"tolerance": 2}, TypeError, "options has tolerance; expected arguments of solve: ma"),
        ([], {"sites": 2}, TypeError, "options has sites; expected arguments of solve"),
        ([{"masses": 2}], {}, TypeError, r"problems\[0\]: it has no sites; expected sites"),
        ([(PROBLEMS[0], None)], {}, TypeError, r"problems\[0\]: it is a tuple of several argu"),
        ([[PROBLEMS[0], brenier.Uniform()]], {}, TypeError, "expected an array of sites, or a di"),
        ([PROBLEMS], {}, TypeError, r"problems\[0\]: it is a list of several arguments"),
        ([{"sites": 1, "progress": 1}], {}, TypeError, r"it has 'progress'; expected sites, masse"),
        ([PROBLEMS[0]], {"tol": -1}, ValueError, r"problems\[0\]: tol is -1"),
        ([PROBLEMS[0]], {"source": 3}, TypeError, r"problems\[0\]: source is 3; expected a bren"),
    ],
)
def test_bad_arguments_are_refused(problems, options, error, words):
    with pytest.raises(error, match=words):
        list(brenier.solve_many(problems, **options))


def test_arguments_are_refused_before_anything_is_read():
    with pytest.raises(TypeError, match="executor"):
        brenier.solve_many([], executor=3)
    with pytest.raises(TypeError, match="problems"):
        brenier.solve_many(3)
