"""Arrays that callers hand in, and change during the call or after it."""

from __future__ import annotations

import threading

import brenier
import numpy as np
import pytest
from inputs.array_arguments import ARGUMENTS, as_tuple, transport
from inputs.sites import random_sites


def test_a_callback_that_writes_into_the_arrays_changes_nothing():
    sites, masses, weights = random_sites(60), np.full(60, 1 / 60), np.zeros(60)
    expected = brenier.solve(sites, masses, initial_weights=weights)
    original = sites.copy()

    def scribble(state):
        sites[:], masses[:], weights[:] = np.nan, -1, np.inf

    t = brenier.solve(sites, masses, initial_weights=weights, callback=scribble)
    assert np.array_equal(t.sites, original)
    assert np.array_equal(t.weights, expected.weights)
    assert np.array_equal(t.diagram.masses, expected.diagram.masses)


@pytest.mark.parametrize("argument", ARGUMENTS, ids=str)
def test_the_library_keeps_no_array_of_the_caller_s(argument):
    given = argument.good.copy()
    kept = argument.call(given)
    assert not any(np.shares_memory(array, given) for array in as_tuple(kept))


def test_a_thread_that_writes_into_the_arrays_does_no_harm():
    """A call sees the good numbers or the bad ones, which it refuses, and nothing in between."""
    sites, x = random_sites(2000), random_sites(2000, 1)
    expected = brenier.PowerDiagram(sites).masses
    place = transport()
    here = place.index(x)
    done = threading.Event()

    def scribble():
        while not done.is_set():
            for array in (sites, x):
                kept = array[1000, 0]
                array[1000, 0] = np.nan
                array[1000, 0] = kept

    thread = threading.Thread(target=scribble)
    thread.start()
    try:
        for _ in range(50):
            try:
                assert np.array_equal(brenier.PowerDiagram(sites).masses, expected)
            except ValueError as error:
                assert "sites[1000] is (nan" in str(error)
            try:
                assert np.array_equal(place.index(x), here)
            except ValueError as error:
                assert "x[1000] is (nan" in str(error)
    finally:
        done.set()
        thread.join()
