"""The errors of a solve as they are drawn."""

from __future__ import annotations

from types import SimpleNamespace

import brenier
import numpy as np
import pytest
from inputs.sites import random_sites

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")


def test_convergence_marks_damped_steps(ax):
    history = SimpleNamespace(
        error=[50.0, 20.0, 1.0, 0.5, 1e-3, 0.0],
        step=[np.nan, 0.25, 0.5, 0.5, 1.0, 1.0],
        blur=[0, 1, 1, 0.5, 0, 0],
    )
    assert brenier.plot.convergence(SimpleNamespace(history=history), ax) is ax
    every, full, damped = ax.lines
    np.testing.assert_array_equal(every.get_xdata(), range(6))
    np.testing.assert_array_equal(full.get_xdata(), [0, 4, 5])
    np.testing.assert_array_equal(damped.get_xdata(), [1, 2, 3])
    # A length that goes on is told once; where the source is blurred there is a band.
    assert [text.get_text() for text in ax.texts] == ["τ = 0.25", "τ = 0.5"]
    (band,) = ax.patches
    assert band.get_x() == 0.5 and band.get_x() + band.get_width() == 3.5
    assert ax.get_yscale() == "log"
    assert every.get_ydata()[-1] == np.finfo(float).eps


def test_convergence_of_a_solved_transport(ax):
    t = brenier.solve(random_sites(40))
    brenier.plot.convergence(t, ax)
    np.testing.assert_allclose(ax.lines[0].get_ydata(), np.maximum(t.history.error, 2.3e-16), 1e-6)
    assert not ax.patches
