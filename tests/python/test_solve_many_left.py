"""Many problems that nobody waits for any more: threads end, and what is not begun is dropped."""

from __future__ import annotations

import gc
import threading
from concurrent.futures import Future
from typing import ClassVar

import brenier
import pytest
from inputs.executors import Recorder
from inputs.sites import random_sites

PROBLEMS = [random_sites(20 + 30 * (k % 4), k) for k in range(12)]


def test_no_thread_is_left_when_nobody_waits_any_more():
    before = threading.active_count()
    for leave in (lambda results: results.close(), lambda results: None):
        results = brenier.solve_many([random_sites(20_000, k) for k in range(20)])
        next(results)
        leave(results)
        del results
        gc.collect()
        assert threading.active_count() == before


def test_an_interruption_passes_and_leaves_no_thread():
    def interrupted():
        yield from PROBLEMS[:3]
        raise KeyboardInterrupt

    before = threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        list(brenier.solve_many(interrupted(), return_exceptions=True))
    assert threading.active_count() == before


def test_problems_that_nobody_waits_for_are_cancelled():
    class Slow(Recorder):
        futures: ClassVar[list] = []

        def submit(self, function, *arguments):
            first = not self.futures
            self.futures.append(super().submit(function, *arguments) if first else Future())
            return self.futures[-1]

    results = brenier.solve_many(PROBLEMS, executor=Slow())
    assert next(results).success
    results.close()
    assert [future.cancelled() for future in Slow.futures] == [False] + [True] * 11


def test_solves_that_nobody_waits_for_end_at_their_next_step():
    steps, begun = [], threading.Event()

    def record(state):
        steps.append(state.nit)
        if state.nit == 1:
            begun.set()
            threading.Event().wait(1)  # while the iterator is closed

    long = {"sites": random_sites(300) ** 2, "callback": record}
    results = brenier.solve_many([PROBLEMS[0], long])
    next(results)
    begun.wait()
    results.close()
    assert steps == [1]
    assert brenier.solve(long["sites"]).nit > 2
