"""Masses that give each class its share, whatever the labels are made of."""

from __future__ import annotations

from collections import defaultdict

import brenier
import numpy as np
import pytest

LABELS = [2, 0, 2, 2, 1, 0]
KINDS = {
    "ints": LABELS,
    "unsigned": np.array(LABELS, np.uint8),
    "strings": [f"class {k}" for k in LABELS],
    "bytes": np.array([b"abc"[k : k + 1] for k in LABELS]),
    "objects": np.array([f"class {k}" for k in LABELS], object),
    "floats": np.array(LABELS, float),
    "negative": np.array(LABELS) - 5,
}


def shares_of(labels, masses):
    """The mass of each class, added up label by label."""
    shares = defaultdict(float)
    for label, mass in zip(np.asarray(labels).tolist(), masses, strict=True):
        shares[label] += mass
    return shares


@pytest.fixture(params=KINDS)
def labels(request):
    return KINDS[request.param]


def test_classes_have_equal_shares_and_members_equal_parts(labels):
    masses = brenier.class_masses(labels)
    assert np.allclose(masses, [1 / 9, 1 / 6, 1 / 9, 1 / 9, 1 / 3, 1 / 6], rtol=1e-15)


def test_shares_by_label_and_in_the_order_of_labels_are_the_same(labels):
    classes = sorted(set(np.asarray(labels).tolist()))
    wanted = dict(zip(classes, (0.7, 0.2, 0.1), strict=True))
    masses = brenier.class_masses(labels, wanted)
    assert shares_of(labels, masses) == pytest.approx(wanted)
    assert np.array_equal(masses, brenier.class_masses(labels, [0.7, 0.2, 0.1]))


def test_bools_are_two_classes():
    assert np.allclose(brenier.class_masses([True, False, False]), [0.5, 0.25, 0.25])
    assert np.allclose(brenier.class_masses([True, False], {True: 0.9, False: 0.1}), [0.9, 0.1])


def test_a_class_may_have_nothing_and_one_all():
    assert np.array_equal(brenier.class_masses([0, 1, 1], [0, 1]), [0, 0.5, 0.5])
    assert np.array_equal(brenier.class_masses(["a"] * 4), [0.25] * 4)


def test_shares_in_single_precision_sum_to_one_in_double():
    thirds = np.array([1, 1, 1], np.float32) / np.float32(3)
    masses = brenier.class_masses(LABELS, thirds)
    assert abs(masses.sum() - 1) < 1e-15


def test_categoricals_are_in_the_order_of_their_categories():
    pandas = pytest.importorskip("pandas")
    names = pandas.Categorical(["low", "high", "low"], ["low", "middle", "high"], ordered=True)
    assert np.allclose(brenier.class_masses(names, [0.8, 0.2]), [0.4, 0.2, 0.4])
    assert np.allclose(brenier.class_masses(pandas.Series(names)), [0.25, 0.5, 0.25])


class Categorical:
    """What the library asks of a categorical, without pandas."""

    class dtype:
        categories = ("middle", "none", "high", "low")

    def __array__(self, dtype=None, copy=None):
        return np.array(["low", "high", "low", "middle"], object)


def test_categories_without_members_do_not_count():
    masses = brenier.class_masses(Categorical(), [0.1, 0.3, 0.6])
    assert np.allclose(masses, [0.3, 0.3, 0.3, 0.1])
    with pytest.raises(ValueError, match="shares has 'none'; expected 'middle', 'high', 'low'"):
        brenier.class_masses(Categorical(), {"low": 0.5, "none": 0.3, "high": 0.2})


def test_samples_have_the_shares_that_were_asked_for():
    rng = np.random.default_rng(0)
    labels = np.repeat(["rare", "common", "usual"], [20, 500, 300])
    codes = rng.normal(np.repeat([[0, 0], [9, 0], [0, 9]], [20, 500, 300], axis=0), 1)
    wanted = {"rare": 0.6, "common": 0.1, "usual": 0.3}
    t = brenier.solve(codes, brenier.class_masses(labels, wanted))
    assert shares_of(labels, t.diagram.masses) == pytest.approx(wanted, rel=1e-7)


@pytest.mark.parametrize(
    ("labels", "shares", "error", "said"),
    [
        ([], None, ValueError, r"labels has shape \(0,\); expected \(n,\)"),
        (np.eye(3), None, ValueError, r"shape \(3, 3\).*labels\.argmax\(axis=1\)"),
        (5, None, ValueError, r"labels has shape \(\)"),
        (None, None, ValueError, r"labels has shape \(\)"),
        (["a", None, "b"], None, ValueError, r"labels\[1\] is None"),
        ([0.0, 1.0, np.nan], None, ValueError, r"labels\[2\] is .*nan"),
        (np.array([1, "a"], object), None, TypeError, "labels of kinds int, str; expected one"),
        (np.ones(3, complex), None, TypeError, "labels has dtype complex128"),
        ([[1], [1, 2]], None, TypeError, "labels: .*; expected a label for each"),
        ([0, 1], {0: 1.0}, ValueError, "shares has no 1; expected a share for each class"),
        ([0, 1], {0: 0.5, 1: 0.5, 2: 0.0}, ValueError, "shares has 2; expected 0, 1$"),
        ([0, 1], {"0": 0.5, "1": 0.5}, ValueError, "shares has '0'; expected 0, 1$"),
        ([0, 1], [1.0], ValueError, r"shares has shape \(1,\); expected \(2,\), one for each of 0"),
        ([0, 1], [0.5, 0.6], ValueError, r"shares sum to 1\.1; expected 1"),
        ([0, 1], [1.5, -0.5], ValueError, r"shares of 1 is -0\.5; expected 0 or more"),
        ([0, 1], [np.nan, 1.0], ValueError, "shares of 0 is nan"),
        ([0, 1], ["a", "b"], TypeError, "shares has dtype"),
        ([0, 1], 0.5, ValueError, r"shares has shape \(\)"),
        (range(99), [1.0], ValueError, r"9, … \(99 classes\)"),
    ],
)
def test_bad_input_is_named(labels, shares, error, said):
    with pytest.raises(error, match=said):
        brenier.class_masses(labels, shares)
