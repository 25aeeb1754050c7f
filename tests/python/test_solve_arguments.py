"""Arguments of solve: what is refused, and how; what is accepted."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from inputs.sites import random_sites

SITES = random_sites(4)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"sites": np.zeros((0, 2))}, ValueError, "sites: none given"),
        ({"sites": [[0, 1], [2, np.nan]]}, ValueError, r"sites\[1\] is \(2, nan\)"),
        ({"sites": [[np.inf, 1], [2, np.nan]]}, ValueError, r"sites\[0\] is \(inf, 1\)"),
        ({"sites": [[1e151, 0]]}, ValueError, r"sites\[0\].*1e150"),
        ({"sites": np.zeros((3, 4))}, ValueError, r"sites has shape \(3, 4\); expected \(n, 2\)"),
        ({"sites": np.zeros(4)}, ValueError, r"sites has shape \(4,\)"),
        ({"sites": [[1, 2], [3]]}, (ValueError, TypeError), "sites"),
        ({"sites": SITES * 1j}, TypeError, "sites has dtype complex128"),
        ({"sites": np.array([["a", "b"]])}, TypeError, "sites has dtype <U1"),
        ({"sites": np.array([[{}, {}]])}, TypeError, "sites has dtype object"),
        ({"sites": np.ma.masked_equal([[0, 1]], 1)}, ValueError, "sites has masked entries"),
        ({"masses": [0.5, 0.5]}, ValueError, r"masses has shape \(2,\); expected \(4,\)"),
        ({"masses": [0.5, 0.5, 0.5, -0.5]}, ValueError, r"masses\[3\] is -0.5"),
        ({"masses": [0.5, np.nan, 0.5, 0]}, ValueError, r"masses\[1\] is nan"),
        ({"masses": np.ones(4)}, ValueError, "masses sum to 4.*normalise"),
        ({"masses": np.full(4, 0.25 + 1e-9)}, ValueError, "masses sum to 1.000000004"),
        ({"source": "square"}, TypeError, "source is 'square'"),
        (
            {"source": np.zeros((40, 50))},
            TypeError,
            r"^source is a numpy.ndarray of shape \(40, 50\); expected a .*brenier.Raster",
        ),
        ({"tol": 2}, ValueError, "tol is 2.0; expected .* over 0, and 1 at most, which is the"),
        ({"tol": np.nextafter(1, 2)}, ValueError, "tol is 1.0000000000000002; expected"),
        ({"tol": np.inf}, ValueError, "tol is inf; expected .* 1 at most"),
        ({"tol": 0}, ValueError, "tol is 0"),
        ({"tol": np.nan}, ValueError, "tol is nan"),
        ({"tol": "small"}, TypeError, "tol is 'small'"),
        ({"max_iter": -1}, ValueError, "max_iter is -1"),
        ({"max_iter": 1.5}, TypeError, "max_iter is 1.5"),
        ({"workers": 0}, ValueError, "workers is 0"),
        ({"workers": "all"}, TypeError, "workers is 'all'"),
        ({"initial_weights": np.zeros(3)}, ValueError, r"initial_weights has shape \(3,\)"),
        ({"initial_weights": [0, 0, np.inf, 0]}, ValueError, r"initial_weights\[2\] is inf"),
        ({"callback": 3}, TypeError, "callback is 3"),
    ],
)
def test_a_bad_argument_is_named(arguments, error, message):
    with pytest.raises(error, match=message):
        brenier.solve(**{"sites": SITES, **arguments})


def test_masses_within_the_tolerance_of_one_are_accepted():
    assert brenier.solve(SITES, np.full(4, 0.25 + 1e-10)).success


def test_results_are_state_of_their_own():
    sites, masses = random_sites(20), np.full(20, 0.05)
    t = brenier.solve(sites, masses)
    kept = t.sites.copy(), t.masses.copy()
    sites[:], masses[:] = 7, 7
    assert np.array_equal(t.sites, kept[0]) and np.array_equal(t.masses, kept[1])
    for array in (t.sites, t.masses, t.weights, t.heights, t.centroids, t.history.error):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
