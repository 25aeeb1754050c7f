"""Normal densities: what they are made of, and what they refuse."""

from __future__ import annotations

import math

import brenier
import numpy as np
import pytest
from inputs.files import altered
from inputs.shapes import SQUARE
from inputs.sites import random_sites
from scipy.stats import multivariate_normal


def test_the_default_domain_is_eight_deviations_around():
    source = brenier.Gaussian((1, 2), [[4, 1], [1, 9]])
    assert source.bounds == (-15.0, -22.0, 17.0, 26.0)
    np.testing.assert_allclose(source.area, 32 * 48)
    at = np.array([(1, 2), (3, -4), (-15.5, 0)])
    expected = multivariate_normal([1, 2], [[4, 1], [1, 9]]).pdf(at)
    np.testing.assert_allclose(source.density(at), [*expected[:2], 0], rtol=1e-13)


def test_variances_come_in_three_forms():
    for cov, matrix in [
        (4, [[4, 0], [0, 4]]),
        ([4, 9], [[4, 0], [0, 9]]),
        ([[4, 1], [1, 9]], [[4, 1], [1, 9]]),
    ]:
        assert np.array_equal(brenier.Gaussian(cov=cov).cov, matrix)
    assert np.array_equal(brenier.Gaussian().mean, [0, 0])


def test_state_is_read_only_and_not_the_caller_s():
    mean, cov = np.zeros(2), np.eye(2)
    source = brenier.Gaussian(mean, cov)
    mean[0] = cov[0, 0] = 9
    assert source.mean[0] == 0 and source.cov[0, 0] == 1
    for state in (source.mean, source.cov, source.domain):
        with pytest.raises(ValueError, match="read-only"):
            state[0] = 2


def test_representation():
    source = brenier.Gaussian((0.3, 0.6), [[0.1, 0.05], [0.05, 0.2]])
    assert repr(source) == "<Gaussian at [0.3, 0.6] with covariance [[0.1, 0.05], [0.05, 0.2]]>"


SLIVER = [(-0.5, 0.5), (-2.140625, 1.9882812500000007), (-2.140625, 1.9882812500000004)]
POSITIVE = "expected a positive definite matrix"


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        (((0, math.nan),), ValueError, r"mean is \(0, nan\); expected finite"),
        (((0, 1e200),), ValueError, r"mean is \(0, 1e\+200\)"),
        (((0, 0, 0),), ValueError, r"mean has shape \(3,\); expected \(2,\)"),
        ((0,), ValueError, r"mean has shape \(\); expected \(2,\)"),
        (("origin",), TypeError, "mean has dtype"),
        (((0, 0), 0), ValueError, rf"cov is \[\[0, 0\], \[0, 0\]\]; {POSITIVE}"),
        (((0, 0), -1), ValueError, rf"cov is .*; {POSITIVE}"),
        (((0, 0), [1, -1]), ValueError, rf"cov is .*; {POSITIVE}"),
        (((0, 0), [[1, 2], [2, 1]]), ValueError, rf"cov is .*; {POSITIVE}"),
        (((0, 0), [[1, 1], [1, 1]]), ValueError, rf"cov is .*; {POSITIVE}"),
        (((0, 0), [[1, 1 - 1e-15], [1 - 1e-15, 1]]), ValueError, rf"cov is .*; {POSITIVE}"),
        (((0, 0), [[1, 0.5], [0.4, 1]]), ValueError, "cov is .*; expected a symmetric matrix"),
        (((0, 0), [[1, 0], [0, math.inf]]), ValueError, "cov is .*; expected finite numbers"),
        (((0, 0), math.nan), ValueError, "cov is .*; expected finite numbers"),
        (((0, 0), math.inf), ValueError, "cov is .*; expected finite numbers"),
        (((0, 0), 1e-310), ValueError, "cov is .*; expected variances of 1e-300 at least"),
        (((0, 0), 1e-290, SQUARE), ValueError, "cov is out of all proportion to the domain"),
        (((0, 0), [1, 2, 3]), ValueError, r"cov has shape \(3,\); expected \(\), \(2,\) or"),
        (((0, 0), "wide"), TypeError, "cov has dtype"),
        (((0, 0), 1, [(0, 0), (1, 0)]), ValueError, "domain"),
        (((0, 0), 1, 7), ValueError, r"domain has shape \(\)"),
        (((0, 0), 1, SLIVER), ValueError, "domain is too thin for the mass on it"),
        (
            ((5000, 0), 1, SQUARE),
            ValueError,
            "domain lies 4999 standard deviations .*; expected 1000",
        ),
    ],
)
def test_bad_arguments_are_refused(arguments, error, words):
    with pytest.raises(error, match=words):
        brenier.Gaussian(*arguments)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"mean": None}, "mean"),
        ({"mean": np.zeros(3)}, "mean has shape"),
        ({"cov": np.zeros((2, 2))}, POSITIVE),
        ({"cov": np.full((2, 2), np.nan)}, "expected finite"),
        ({"domain": np.zeros((4, 2))}, "domain"),
        ({"ring_sizes": np.array([9])}, "ring_sizes do not fit"),
        ({"cov": np.eye(2)}, "relative error"),
    ],
)
def test_an_altered_file_is_refused(tmp_path, changes, words):
    path = tmp_path / "plan.npz"
    brenier.solve(random_sites(30), source=brenier.Gaussian((0.5, 0.5), 0.1, SQUARE)).save(path)
    with pytest.raises(ValueError, match=words):
        brenier.load(altered(path, **changes))
