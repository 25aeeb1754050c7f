"""A continuous map in a file: what comes back, and what is refused."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from inputs.sites import random_masses, random_sites


@pytest.fixture(scope="module")
def t():
    return brenier.solve(random_sites(300), random_masses(300))


def codes(n=300, dimensions=64, dtype=np.float64):
    return np.random.default_rng(0).normal(3, 1, (n, dimensions)).astype(dtype)


def test_a_map_comes_back_from_its_file(t, tmp_path):
    x = np.random.default_rng(1).random((3000, 2))
    for values in (None, codes(dtype=np.float32), codes(dimensions=1)):
        for options in ({"quantile": 0.9}, {"max_jump": 30, "max_angle": 3}):
            m = brenier.ContinuousMap(t, values=values, **options)
            file = m.save(tmp_path / "map")
            assert file == tmp_path / "map.npz"
            again = brenier.ContinuousMap.load(file)
            assert again(x).dtype == m(x).dtype
            assert np.array_equal(again(x), m(x))
            assert again.thresholds == m.thresholds
            assert again.blend == m.blend
            assert np.array_equal(again.singular, m.singular)
            assert np.array_equal(brenier.load(file).weights, t.weights)


def test_a_raster_and_values_do_not_meet_in_the_file(tmp_path):
    source = brenier.Raster(np.arange(1, 13).reshape(3, 4))
    t = brenier.solve(random_sites(100), source=source)
    m = brenier.ContinuousMap(t, values=codes(100, 6))
    again = brenier.ContinuousMap.load(m.save(tmp_path / "map"))
    assert np.array_equal(again.transport.source.values, source.values)
    assert np.array_equal(again.values, m.values)


def test_unsound_map_files_are_refused(t, tmp_path):
    file = brenier.ContinuousMap(t, values=codes()).save(tmp_path / "map")
    arrays = dict(np.load(file))

    def refused(**changes):
        np.savez(file, **{**arrays, **changes})
        with pytest.raises(ValueError, match=r"map.npz is no sound map file: ") as error:
            brenier.ContinuousMap.load(file)
        return str(error.value)

    assert "expected (300, D)" in refused(map_values=codes(299))
    assert "map_values[0, 0] is nan" in refused(map_values=np.full((300, 2), np.nan))
    assert "blend is 'cubic'" in refused(blend=np.array("cubic"))
    assert "thresholds has shape (2,)" in refused(thresholds=np.zeros(2))
    assert "max_jump is -1.0" in refused(thresholds=np.array([np.nan, -1, np.nan]))
    with pytest.raises(ValueError, match="no sound map file: thresholds is missing in it"):
        brenier.ContinuousMap.load(t.save(tmp_path / "map.npz"))
    with pytest.raises(FileNotFoundError):
        brenier.ContinuousMap.load(tmp_path / "nothing.npz")
