"""Many problems in chunks: what goes together comes back one by one, as if each had gone alone."""

from __future__ import annotations

import itertools
from concurrent.futures import Future, ThreadPoolExecutor

import brenier
import numpy as np
import pytest
from inputs.executors import Recorder
from inputs.sites import random_sites
from programs.child import run

PROBLEMS = [random_sites(20 + 30 * (k % 4), k) for k in range(12)]


@pytest.mark.parametrize("chunksize", [1, 5, 12, 100])
@pytest.mark.parametrize(
    "executor",
    [None, Recorder(), ThreadPoolExecutor(2)],
    ids=lambda executor: type(executor).__name__,
)
def test_transports_are_those_of_one_solve_each_in_order(executor, chunksize):
    results = brenier.solve_many(iter(PROBLEMS), executor=executor, chunksize=chunksize)
    for t, sites in zip(results, PROBLEMS, strict=True):
        assert np.array_equal(t.weights, brenier.solve(sites).weights)


def test_a_chunk_is_submitted_at_once_and_read_as_results_are_taken():
    read = itertools.count()
    endless = (PROBLEMS[next(read) % 12] for _ in itertools.count())
    executor = Recorder(workers=2)
    results = brenier.solve_many(endless, executor=executor, chunksize=3)
    for _ in range(7):
        assert next(results).success
    assert executor.submitted == 8 + 2 and next(read) == 30  # four a worker, and two taken
    results.close()


def test_errors_stand_in_their_places_and_the_rest_is_solved():
    def fail(state):
        raise KeyError("mine")

    bad = {"sites": PROBLEMS[0], "callback": fail}
    problems = [PROBLEMS[0], 3, bad, PROBLEMS[1], {"sites": PROBLEMS[2], "tol": -1}, PROBLEMS[3]]
    for size in (2, 3, 6):
        results = list(brenier.solve_many(problems, chunksize=size, return_exceptions=True))
        kinds = [type(result) for result in results]
        transport = brenier.Transport
        assert kinds == [
            transport,
            ValueError,
            brenier.BrenierError,
            transport,
            ValueError,
            transport,
        ]
        assert [str(results[k]).partition(":")[0] for k in (1, 2, 4)] == [
            f"problems[{k}]" for k in (1, 2, 4)
        ]
        assert isinstance(results[2].__cause__, KeyError)


def test_a_chunk_of_nothing_but_errors_is_not_submitted():
    executor = Recorder()
    results = brenier.solve_many([3, 4], executor=executor, chunksize=2, return_exceptions=True)
    assert [type(result) for result in results] == [ValueError, ValueError]
    assert executor.submitted == 0


def test_an_error_that_cannot_travel_loses_no_other():
    printed = run(
        """
import brenier, numpy as np
from concurrent.futures import ProcessPoolExecutor

class Odd(Exception):
    def __init__(self, one, two):
        super().__init__(f"{one} and {two}")

def fail(state):
    raise Odd(1, 2)

sites = np.random.default_rng(0).random((50, 2))
problems = [sites, {"sites": sites, "callback": fail}, sites]
if __name__ == "__main__":
    with ProcessPoolExecutor(1) as pool:
        options = {"executor": pool, "return_exceptions": True, "chunksize": 3}
        for result in brenier.solve_many(problems, **options):
            print(result)
"""
    )
    first, error, last = printed.splitlines()
    assert first == last and first.startswith("<Transport onto 50 sites: converged")
    assert error == "problems[1]: BrenierError: Odd: 1 and 2"


def test_what_breaks_takes_its_chunk_only():
    class Broken(Recorder):
        def submit(self, function, *arguments):
            if self.submitted == 1:
                self.submitted += 1
                raise RuntimeError("cannot schedule")
            return super().submit(function, *arguments)

    results = brenier.solve_many(PROBLEMS, executor=Broken(), chunksize=4, return_exceptions=True)
    assert [isinstance(r, brenier.Transport) for r in results] == 4 * [1] + 4 * [0] + 4 * [1]


def test_sizes_are_refused_that_are_none():
    with pytest.raises(ValueError, match="chunksize is 0; expected 1 or more"):
        brenier.solve_many(PROBLEMS, chunksize=0)
    with pytest.raises(TypeError, match="chunksize is 'all'; expected an int"):
        brenier.solve_many(PROBLEMS, chunksize="all")


class Forgetful(Recorder):
    """Cancels the first of what it is given, as Dask may where a worker dies."""

    def __init__(self, forgotten):
        super().__init__()
        self.left = forgotten

    def submit(self, function, *arguments):
        self.left -= 1
        if self.left < 0:
            return super().submit(function, *arguments)
        future = Future()
        future.cancel()
        return future


def test_what_an_executor_has_cancelled_begins_anew():
    results = brenier.solve_many(PROBLEMS, executor=Forgetful(2), chunksize=2)
    for t, sites in zip(results, PROBLEMS, strict=True):
        assert np.array_equal(t.weights, brenier.solve(sites).weights)


def test_what_is_cancelled_again_and_again_ends():
    results = brenier.solve_many(
        PROBLEMS, executor=Forgetful(10**6), chunksize=3, return_exceptions=True
    )
    for k, error in enumerate(results):
        assert str(error).startswith(f"problems[{k}]: CancelledError")


def test_what_was_shut_down_takes_no_more():
    class Closed(Forgetful):
        def submit(self, function, *arguments):
            if self.left < 1:
                raise RuntimeError("cannot schedule new futures after shutdown")
            return super().submit(function, *arguments)

    results = brenier.solve_many(PROBLEMS[:1], executor=Closed(1))
    with pytest.raises(brenier.BrenierError, match=r"problems\[0\]: CancelledError"):
        next(results)
