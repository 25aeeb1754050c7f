"""Arrays of pandas and of ml_dtypes, and codes of other dimensions than two."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from inputs.sites import random_masses, random_sites

SITES, MASSES = random_sites(20), random_masses(20)


@pytest.fixture(scope="module")
def pd():
    return pytest.importorskip("pandas")


@pytest.mark.parametrize("dtypes", ["Float64", {"x": "Float64", "y": "float32"}, "float64"])
def test_columns_of_pandas_are_taken(pd, dtypes):
    table = pd.DataFrame(SITES.astype(np.float32).astype(float), columns=["x", "y"])
    t = brenier.solve(table.astype(dtypes), pd.Series(MASSES, dtype="Float64"))
    assert np.array_equal(t.sites, table.to_numpy())
    assert np.array_equal(t.masses, MASSES)


def test_nullable_integers_are_taken(pd):
    table = pd.DataFrame({"x": range(9), "y": [k * k for k in range(9)]}, dtype="Int64")
    assert np.array_equal(brenier.solve(table).sites, table.to_numpy(dtype=float))


def test_a_missing_number_is_named_by_its_row(pd):
    table = pd.DataFrame({"x": [0.0, 1.0, None], "y": [1.0, 2.0, 3.0]}, dtype="Float64")
    with pytest.raises(ValueError, match=r"sites\[2\] is \(nan, 3"):
        brenier.solve(table)


def test_columns_that_are_no_numbers_are_refused(pd):
    for column in (["1.0", "2.0", "3.0"], pd.to_datetime([0, 1, 2])):
        table = pd.DataFrame({"x": [0.0, 1.0, 2.0], "y": column})
        with pytest.raises(TypeError, match="sites has dtype"):
            brenier.solve(table)


def test_numpy_s_older_generators_are_taken_and_go_on():
    source, state = brenier.Uniform(), np.random.RandomState(0)
    first, second = source.sample(5, state), source.sample(5, state)
    assert np.array_equal(source.sample(5, np.random.RandomState(0)), first)
    assert not np.array_equal(first, second)


@pytest.mark.parametrize("dimensions", [1, 4, 64])
def test_codes_of_other_dimensions_are_told_their_way(dimensions):
    codes = np.zeros((50, dimensions))
    with pytest.raises(ValueError, match=rf"sites has shape \(50, {dimensions}\)") as caught:
        brenier.solve(codes)
    for remedy in ("brenier.embed(codes)", "brenier.ContinuousMap(t, values=codes)"):
        assert remedy in str(caught.value)
