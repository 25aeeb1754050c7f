"""What a `SampledTransport` answers, by brute force; its files and copies."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path

import brenier
import numpy as np
import pytest


def laplace(n: int, rng: np.random.Generator) -> np.ndarray:
    return rng.laplace(size=(n, 3))


@pytest.fixture(scope="module")
def t() -> brenier.SampledTransport:
    rng = np.random.default_rng(0)
    return brenier.solve_sampled(rng.normal(2.0, 1.0, (70, 7)), rng=0)


def planes(t: brenier.SampledTransport, x: np.ndarray) -> np.ndarray:
    return x @ t.sites.T + t.heights


def test_index_image_and_potential_are_those_of_the_highest_plane(
    t: brenier.SampledTransport,
) -> None:
    x = np.random.default_rng(1).normal(size=(5000, 7))
    values = planes(t, x)
    assert np.array_equal(t.index(x), values.argmax(axis=1))
    assert np.array_equal(t(x), t.sites[values.argmax(axis=1)])
    assert t.potential(x) == pytest.approx(values.max(axis=1), abs=1e-9)
    assert t.index(x[:0]).shape == (0,)


@pytest.mark.parametrize("k", [1, 5, 40, 70, 100])
def test_nearest_are_the_highest_planes_in_order(t: brenier.SampledTransport, k: int) -> None:
    x = np.random.default_rng(1).normal(size=(300, 7))
    values = planes(t, x)
    index, scores = t.nearest(x, k)
    expected = np.argsort(-values, axis=1)[:, :k]
    assert index.shape == (300, min(k, 70))
    assert np.array_equal(index, expected)
    assert scores == pytest.approx(np.take_along_axis(values, expected, axis=1), abs=1e-5)


def test_sites_next_to_each_other_are_told_apart_in_double_precision() -> None:
    y = np.random.default_rng(0).normal(size=(30, 4))
    y = np.concatenate([y, y + 1e-9])
    with pytest.warns(brenier.ConvergenceWarning):
        t = brenier.solve_sampled(y, rng=0, max_samples=2000)
    x = np.random.default_rng(1).normal(size=(2000, 4))
    frame = t._frame
    scores = 2 * frame.points(x) @ frame.places.T + t._heights
    assert np.mean(t.index(x) == scores.argmax(axis=1)) > 0.999


def test_samples_are_of_the_source_and_repeat_with_the_seed(t: brenier.SampledTransport) -> None:
    x, index = t.sample(20_000, rng=3)
    assert np.abs(x.mean(axis=0)).max() < 0.05
    assert np.abs(x.std(axis=0) - 1).max() < 0.05
    assert np.array_equal(index, t.index(x))
    again, _ = t.sample(20_000, rng=3)
    assert np.array_equal(x, again)
    assert t.sample(0)[0].shape == (0, 7)


def test_the_repr_tells_sites_dimension_status_and_error(t: brenier.SampledTransport) -> None:
    assert repr(t).startswith("<SampledTransport onto 70 sites in 7 dimensions: converged, error 0")


def test_arrays_are_read_only(t: brenier.SampledTransport) -> None:
    for array in (t.sites, t.masses, t.weights, t.heights, t.groups, t.history.error):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def same(a: brenier.SampledTransport, b: brenier.SampledTransport) -> None:
    x = np.random.default_rng(5).normal(size=(100, a.sites.shape[1]))
    for name in ("sites", "masses", "weights", "groups"):
        assert np.array_equal(getattr(a, name), getattr(b, name))
    assert np.array_equal(a.index(x), b.index(x))
    assert a.certificate == b.certificate
    assert (a.status, a.message) == (b.status, b.message)
    assert np.array_equal(a.history.scored, b.history.scored)


def test_files_and_pickles_give_the_same_transport(
    t: brenier.SampledTransport, tmp_path: Path
) -> None:
    file = t.save(tmp_path / "t")
    assert file.name == "t.npz"
    same(t, brenier.load(file))
    same(t, pickle.loads(pickle.dumps(t)))
    same(t, copy.deepcopy(t))
    planar = brenier.solve_sampled(
        np.random.default_rng(0).random((20, 2)), source=brenier.Gaussian((0.5, 0.5)), rng=0
    )
    again = brenier.load(planar.save(tmp_path / "planar"))
    same(planar, again)
    assert isinstance(again.source, brenier.Gaussian)


def test_a_function_is_given_again_with_the_file(tmp_path: Path) -> None:
    t = brenier.solve_sampled(np.random.default_rng(0).normal(size=(20, 3)), source=laplace, rng=0)
    file = t.save(tmp_path / "t")
    without = brenier.load(file)
    same(t, without)
    with pytest.raises(ValueError, match="source=function"):
        without.sample(5)
    same(without, pickle.loads(pickle.dumps(without)))
    again = brenier.load(file, source=laplace)
    assert np.array_equal(again.sample(5, 1)[0], t.sample(5, 1)[0])
    same(t, pickle.loads(pickle.dumps(t)))
    with pytest.raises(TypeError, match="source is"):
        brenier.load(file, source=3)


def test_files_that_are_not_sound_are_refused(t: brenier.SampledTransport, tmp_path: Path) -> None:
    arrays = {**t._to_arrays(), "brenier_format": np.array(1)}
    spoilt = {
        "sites": np.full((70, 7), np.nan),
        "masses": np.ones(70),
        "heights": np.ones(3),
        "unit": np.array(-1.0),
        "origin": np.zeros(3),
        "source": np.array("nothing"),
        "history_error": np.zeros(9),
        "certificate_error": np.array("x"),
        "status": np.array("well"),
    }
    for name, value in spoilt.items():
        np.savez(tmp_path / "bad.npz", **{**arrays, name: value})
        with pytest.raises(ValueError, match="no sound transport file"):
            brenier.load(tmp_path / "bad.npz")
        np.savez(tmp_path / "bad.npz", **{k: v for k, v in arrays.items() if k != name})
        with pytest.raises(ValueError, match="no sound transport file"):
            brenier.load(tmp_path / "bad.npz")
    file = t.save(tmp_path / "good")
    with pytest.raises(ValueError, match="source is given"):
        brenier.load(file, source=laplace)
