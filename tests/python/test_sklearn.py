"""The estimator: scikit-learn's own checks, masses, randomness, data frames."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from inputs.sites import clusters

pytest.importorskip("sklearn", minversion="1.6")

from brenier import embedding
from brenier.sklearn import TransportSampler
from sklearn.base import clone
from sklearn.datasets import load_digits
from sklearn.exceptions import NotFittedError
from sklearn.utils.estimator_checks import parametrize_with_checks


@pytest.fixture(autouse=True)
def few_iterations(monkeypatch):
    """The embedding is fitted a hundred times, and need not be good."""
    monkeypatch.setattr(embedding, "_ITERATIONS", 251)


@pytest.mark.filterwarnings("ignore")
@parametrize_with_checks([TransportSampler(random_state=0), TransportSampler("pca", local=0.5)])
def test_it_passes_the_checks_of_scikit_learn(estimator, check):
    check(estimator)


@pytest.fixture(scope="module")
def digits():
    return load_digits(return_X_y=True)


def test_samples_are_like_the_rows(digits):
    X, _ = digits
    sampler = TransportSampler("pca", random_state=0).fit(X)
    assert sampler.embedding_.shape == (len(X), 2)
    assert sampler.map_.transport.success
    made = sampler.sample(2000)
    assert made.shape == (2000, 64)
    assert np.abs(made.mean(axis=0) - X.mean(axis=0)).max() < 1
    assert np.isin(made.round(9), X).all(axis=1).mean() < 0.2  # most are new


def test_rows_of_two_numbers_stay_as_they_are():
    X = clusters(300, 0.02)
    sampler = TransportSampler("umap", random_state=0).fit(X)
    assert np.array_equal(sampler.embedding_, X)
    assert np.array_equal(sampler.map_.transport.sites, X)
    made = sampler.sample(500)
    assert np.min(np.linalg.norm(made[:, None] - X, axis=2), axis=1).max() < 0.1


def test_weights_are_masses_and_rows_without_any_are_left_out():
    X, rng = clusters(300, 0.02), np.random.default_rng(0)
    weights = rng.integers(0, 3, 300).astype(float)
    sampler = TransportSampler().fit(X, sample_weight=weights)
    kept = weights > 0
    np.testing.assert_allclose(sampler.map_.transport.masses, weights[kept] / weights.sum())
    assert np.array_equal(sampler.embedding_, X[kept])


def test_randomness_is_that_of_scikit_learn():
    X = clusters(200, 0.02)
    fixed = TransportSampler(random_state=3).fit(X)
    assert np.array_equal(fixed.sample(9), fixed.sample(9))
    state = np.random.RandomState(3)
    running = TransportSampler(random_state=state).fit(X)
    first, second = running.sample(9), running.sample(9)
    assert np.array_equal(first, fixed.sample(9))
    assert not np.array_equal(first, second)
    assert np.array_equal(clone(fixed).fit(X).sample(9), first)
    assert np.array_equal(pickle.loads(pickle.dumps(fixed)).sample(9), first)


def test_data_frames_and_dtypes(digits):
    pd = pytest.importorskip("pandas")
    X = digits[0][:200]
    table = pd.DataFrame(X, columns=[f"pixel {k}" for k in range(64)])
    sampler = TransportSampler("pca", random_state=0).fit(table)
    assert sampler.feature_names_in_.tolist() == list(table.columns)
    expected = TransportSampler("pca", random_state=0).fit(X).sample(20)
    assert np.array_equal(sampler.sample(20), expected)
    assert expected.dtype == np.float64
    for narrow in (X.astype(np.float32), X[:, [10, 20]].astype(np.float32)):
        assert TransportSampler("pca").fit(narrow).sample(3).dtype == np.float32


def test_changing_the_rows_later_changes_nothing(digits):
    X = digits[0][:200].copy()
    sampler = TransportSampler("pca", random_state=0).fit(X)
    before = sampler.sample(20)
    X[:] = 0
    assert np.array_equal(sampler.sample(20), before)


def test_bad_arguments_are_refused(digits):
    X = digits[0][:50]
    with pytest.raises(NotFittedError):
        TransportSampler().sample(3)
    with pytest.raises(ValueError, match="embedding is 'mds'"):
        TransportSampler("mds").fit(X)
    with pytest.raises(ValueError, match=r"X has 1 feature\(s\), which embedding 'pca'"):
        TransportSampler("pca").fit(X[:, :1])
    with pytest.raises(ValueError, match="singular is 'drop'"):
        TransportSampler("pca", singular="drop").fit(X)
    with pytest.raises(ValueError, match=r"local is -1"):
        TransportSampler("pca", local=-1).fit(X)
    with pytest.raises(ValueError, match=r"sample_weight\[1\] is -1"):
        TransportSampler("pca").fit(X, sample_weight=[1, -1, *[1] * 48])
    with pytest.raises(ValueError, match="sample_weight has 0 weights that are not zero"):
        TransportSampler("pca").fit(X, sample_weight=np.zeros(50))
    with pytest.raises(ValueError, match="n is -1"):
        TransportSampler("pca").fit(X).sample(-1)
