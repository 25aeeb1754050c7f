"""Codes of any dimension in the plane: neighbours stay, seeds repeat, bad input is named."""

from __future__ import annotations

import importlib.util
import sys

import brenier
import numpy as np
import pytest
from scipy.spatial import cKDTree

NEEDS = {"tsne": "sklearn", "umap": "umap", "pca": "numpy"}


@pytest.fixture(params=NEEDS)
def method(request):
    pytest.importorskip(NEEDS[request.param])
    return request.param


def clusters(columns=20, count=4, size=40, seed=0):
    """Codes in clusters far apart, and which cluster each is of."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(count, columns))
    centres *= 20 / np.linalg.norm(centres, axis=1, keepdims=True)
    values = centres.repeat(size, axis=0) + rng.normal(size=(count * size, columns))
    return values, np.arange(count).repeat(size)


def kept_in_class(points, labels):
    """The share of nearest neighbours that are of the same cluster."""
    nearest = cKDTree(points).query(points, k=[2])[1][:, 0]
    return np.mean(labels[nearest] == labels)


def test_neighbours_stay_together(method):
    values, labels = clusters()
    plane = brenier.embed(values, method, rng=0)
    assert plane.shape == (160, 2) and plane.dtype == np.float64
    assert kept_in_class(plane, labels) > (0.6 if method == "pca" else 0.98)


def test_a_seed_means_one_plane(method):
    values = clusters()[0]
    planes = [brenier.embed(values, method, rng=seed) for seed in (5, np.int64(5))]
    assert np.array_equal(*planes)
    older = [brenier.embed(values, method, rng=np.random.RandomState(5)) for _ in range(2)]
    newer = [brenier.embed(values, method, rng=np.random.default_rng(5)) for _ in range(2)]
    assert np.array_equal(*older) and np.array_equal(*newer)


def test_tsne_of_a_seed_is_that_of_scikit_learn():
    manifold = pytest.importorskip("sklearn.manifold")
    values = clusters()[0]
    theirs = manifold.TSNE(init="pca", random_state=3).fit_transform(values)
    assert np.array_equal(brenier.embed(values, rng=3), theirs)


def test_principal_components_are_those_of_the_singular_values():
    for values in (clusters()[0], clusters(columns=300)[0]):  # higher than wide, and wider
        left, sizes, _ = np.linalg.svd(values - values.mean(axis=0), full_matrices=False)
        expected = left[:, :2] * sizes[:2]
        plane = brenier.embed(values, "pca")
        scale = np.abs(plane[0, 0] / expected[0, 0])
        assert np.allclose(np.abs(plane), scale * np.abs(expected), rtol=1e-9)
        assert np.all(plane[np.abs(plane).argmax(axis=0), [0, 1]] > 0)


@pytest.mark.parametrize(
    "values",
    [
        clusters(columns=1)[0],
        clusters(columns=2)[0],
        clusters(columns=100)[0].astype(np.float32),
        np.rint(clusters()[0]).astype(int),
        clusters(size=10)[0].repeat(4, axis=0),
        np.arange(99.0)[:, None] * [1, 2, 3],
    ],
    ids=["one column", "two", "many", "ints", "copies", "a line"],
)
@pytest.mark.parametrize("name", ["tsne", "pca"])
def test_values_of_any_kind(values, name):
    pytest.importorskip(NEEDS[name])
    plane = brenier.embed(values, name, rng=0)
    assert plane.shape == (len(values), 2) and np.isfinite(plane).all()
    if name == "tsne":
        assert plane.std(axis=0).min() > 0.1 * plane.std(axis=0).max()


@pytest.mark.parametrize("scale", [1e200, 1e-200, np.float32(1e25), np.float32(1e-25)])
def test_the_scale_of_values_does_not_matter(method, scale):
    values, labels = clusters()
    plane = brenier.embed(values.astype(type(scale)) * scale, method, rng=0)
    assert kept_in_class(plane, labels) > (0.6 if method == "pca" else 0.98)


@pytest.mark.parametrize("rows", [3, 4, 30])
def test_few_rows_take_a_smaller_perplexity_and_say_so(rows):
    pytest.importorskip("sklearn")
    with pytest.warns(UserWarning, match=f"values has {rows} rows.*perplexity"):
        plane = brenier.embed(clusters()[0][::5][:rows], rng=0)
    assert plane.shape == (rows, 2)


def test_progress_is_a_bar_and_changes_nothing(method, capsys):
    pytest.importorskip("tqdm")
    values = clusters()[0]
    plane = brenier.embed(values, method, rng=0, progress=True)
    out, err = capsys.readouterr()
    assert not out and ("100%" in err or method == "pca")
    assert np.array_equal(plane, brenier.embed(values, method, rng=0))
    assert capsys.readouterr() == ("", "")


def test_many_rows_go_to_open_tsne_where_there_is_one(monkeypatch):
    pytest.importorskip("openTSNE")
    monkeypatch.setattr("brenier.embedding._MANY", 100)
    values, labels = clusters()
    plane = brenier.embed(values, rng=0)
    assert kept_in_class(plane, labels) > 0.98
    assert np.array_equal(plane, brenier.embed(values, rng=0, progress=True))
    assert not np.array_equal(plane, brenier.embed(values[:99], rng=0)[:99])


NOT_FINITE = clusters()[0]
NOT_FINITE[7, 3] = NOT_FINITE[8, 0] = np.nan


@pytest.mark.parametrize(
    ("values", "error", "said"),
    [
        (NOT_FINITE, ValueError, r"values\[7, 3\] is nan; expected finite"),
        (np.full((5, 2), np.inf), ValueError, r"values\[0, 0\] is inf"),
        (np.ones((9, 3)), ValueError, "9 rows that are all equal"),
        (np.empty((9, 0)), ValueError, r"shape \(9, 0\); expected \(n, D\)"),
        (np.empty((0, 4)), ValueError, "values has 0 rows; expected 3 or more"),
        (np.eye(2), ValueError, "values has 2 rows; expected 3 or more"),
        (np.arange(9.0), ValueError, r"shape \(9,\); expected \(n, D\)"),
        (np.ones((3, 4), complex), TypeError, "dtype complex128; expected real numbers"),
        ([["a", "b"]] * 3, TypeError, "expected real numbers"),
        (None, TypeError, "expected real numbers"),
    ],
)
def test_bad_values_are_named(method, values, error, said):
    with pytest.raises(error, match=said):
        brenier.embed(values, method)


def test_other_bad_arguments_are_named():
    values = clusters()[0]
    with pytest.raises(ValueError, match="method is 'sne'; expected one of tsne, umap, pca"):
        brenier.embed(values, "sne")
    with pytest.raises(TypeError, match="rng is 'x'; expected None, an int"):
        brenier.embed(values, "pca", rng="x")
    with pytest.raises(ValueError, match="rng is -1; expected a seed of 0 or more"):
        brenier.embed(values, "pca", rng=-1)


@pytest.mark.parametrize(
    ("name", "module", "extra"), [("tsne", "sklearn", "embed"), ("umap", "umap", "umap")]
)
def test_missing_packages_are_named_with_what_brings_them(monkeypatch, name, module, extra):
    if importlib.util.find_spec(module) is not None:
        monkeypatch.setitem(sys.modules, module, None)
        monkeypatch.setitem(sys.modules, f"{module}.manifold", None)
    with pytest.raises(ImportError, match=rf"method '{name}' needs .*brenier\[{extra}\]"):
        brenier.embed(clusters()[0], name)
