"""Masses in narrow types: their sum is judged by the precision of the numbers that came in."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from inputs.sites import random_masses, random_sites

CALLS = {
    "solve": lambda masses: brenier.solve(random_sites(len(masses)), masses).masses,
    "quantize": lambda masses: (
        brenier.quantize(random_sites(len(masses)), masses=masses, tol=1).masses
    ),
}


def shares(count, dtype, seed=0):
    """What the advice to divide by the sum makes in this type."""
    numbers = np.exp(3 * random_masses(count, seed) * count).astype(dtype)
    return numbers / numbers.sum()


def softmax(count, dtype):
    logits = (4 * random_sites(count)[:, 0]).astype(dtype)
    exponentials = np.exp(logits - logits.max())
    return exponentials / exponentials.sum()


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("dtype", ["f2", "f4", ">f4"])
@pytest.mark.parametrize("make", [shares, softmax])
@pytest.mark.parametrize("count", [3, 200])
def test_narrow_masses_that_sum_to_one_are_taken_and_do_so_in_double(call, dtype, make, count):
    narrow = make(count, dtype).astype(dtype)
    wide = narrow.astype(float)
    masses = CALLS[call](narrow)
    assert masses.dtype == np.float64
    assert masses.sum() == pytest.approx(1, abs=1e-14)
    np.testing.assert_allclose(masses, wide / wide.sum(), rtol=1e-7, atol=1e-16)
    again = CALLS[call](list(narrow))  # of numbers that know their type
    np.testing.assert_array_equal(again, masses)


def test_a_million_narrow_masses_are_taken():
    masses = shares(10**6, "f4")
    sites = np.tile(random_sites(10), (10**5, 1))
    assert brenier.solve(sites, masses).success


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    ("masses", "words"),
    [
        (np.array([0.5, 0.5001], "f4"), r"1\.0001\d*; expected 1 within \de-07, .* float32"),
        (np.array([0.5, 0.51], "f2"), r"1\.00976\d*; expected 1 within 0\.004, .* float16"),
        (np.array([0.5, 0.5 + 1e-6]), r"1\.000001; expected 1 within 1e-9"),
        ([0.5, 0.5000001], r"1\.0000001; expected 1 within 1e-9"),
        (np.array([0, 0], "f4"), "0; expected 1"),
        (np.array([1, 1]), "2; expected 1"),
    ],
)
def test_masses_off_by_more_than_their_rounding_are_refused(call, masses, words):
    with pytest.raises(ValueError, match=rf"^masses sum to {words}.*masses / masses\.sum\(\)"):
        CALLS[call](masses)


@pytest.mark.parametrize("dtype", ["f2", "f4"])
def test_narrow_masses_that_are_none_are_named(dtype):
    for bad, words in ((np.nan, "nan"), (np.inf, "inf"), (-1, "-1")):
        with pytest.raises(ValueError, match=rf"^masses\[1\] is {words}"):
            brenier.solve(random_sites(3), np.array([0.5, bad, 0.5], dtype))


def test_numbers_that_are_exact_are_taken_as_they_are():
    assert brenier.solve(random_sites(3), [0, 1, 0]).masses.tolist() == [0, 1, 0]
    given = random_masses(50)
    np.testing.assert_array_equal(brenier.solve(random_sites(50), given).masses, given)
