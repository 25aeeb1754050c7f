"""Transports in files: they come back to the bit, and nothing else gets in."""

from __future__ import annotations

import pickle
import zipfile

import brenier
import numpy as np
import pytest
from inputs.files import altered
from inputs.shapes import L_SHAPE
from inputs.sites import random_masses, random_sites


@pytest.fixture
def saved(tmp_path):
    t = brenier.solve(random_sites(40), random_masses(40), brenier.Uniform(L_SHAPE))
    path = tmp_path / "plan.npz"
    t.save(path)
    return t, path


def test_a_transport_comes_back_to_the_bit(saved):
    t, path = saved
    u = brenier.load(path)
    for name in ("sites", "masses", "weights", "heights", "centroids"):
        assert np.array_equal(getattr(u, name), getattr(t, name))
    for name in ("error", "step", "blur", "seconds"):
        assert np.array_equal(getattr(u.history, name), getattr(t.history, name), equal_nan=True)
    assert np.array_equal(u.diagram.masses, t.diagram.masses)
    assert (u.status, u.message, u.success, u.nit) == (t.status, t.message, t.success, t.nit)
    assert np.array_equal(u.source.domain, t.source.domain)
    x = random_sites(500, 3)
    assert np.array_equal(u(x), t(x)) and np.array_equal(u.potential(x), t.potential(x))


def test_a_transport_that_did_not_converge_comes_back_as_such(tmp_path):
    with pytest.warns(brenier.ConvergenceWarning):
        t = brenier.solve(random_sites(100), max_iter=1)
    t.save(tmp_path / "early")
    u = brenier.load(tmp_path / "early.npz")
    assert u.status == "max_iterations" and not u.success
    assert u.max_relative_error == t.max_relative_error > 1e-3


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"point_weights": None}, "point_weights"),
        ({"error": None}, "error"),
        ({"point_weights": np.zeros(3)}, "point_weights: got 3"),
        ({"point_weights": np.full(40, np.nan)}, r"point_weights\[0\] is nan"),
        ({"point_weights": np.zeros(40)}, "relative error"),
        ({"point_weights": np.full(40, 1e250)}, "point_weights"),
        ({"sites": np.zeros((40, 3))}, "sites has shape"),
        ({"sites": np.full((40, 2), np.nan)}, r"sites\[0\]"),
        ({"masses": np.full(40, 1.0)}, "masses sum to 40"),
        ({"domain": np.zeros((4, 2))}, "domain"),
        ({"ring_sizes": np.array([3])}, "ring_sizes do not fit"),
        ({"ring_sizes": np.array([2.5, 1.5])}, "ring_sizes do not fit"),
        ({"ring_sizes": np.array([np.nan])}, "ring_sizes do not fit"),
        ({"ring_sizes": None}, "ring_sizes"),
        ({"source": np.array("moon")}, "its source is moon"),
        ({"source": np.array("raster")}, "values"),
        ({"status": np.array("fine")}, "fine"),
        ({"error": np.zeros(0)}, "history is empty"),
        ({"step": np.zeros(99)}, "step has shape"),
        ({"blur": np.zeros(99)}, "blur has shape"),
        ({"coarse_steps": np.array(-1)}, "coarse_steps is -1"),
        ({"coarse_steps": np.array([1, 2])}, "coarse_steps"),
        ({**dict.fromkeys(("step", "blur", "seconds"), np.zeros(2)), "error": np.ones(2)}, "error"),
        ({"brenier_format": np.array(99)}, "format"),
        ({"sites": np.array([{"a": 1}], dtype=object)}, "pickle"),
    ],
)
def test_an_altered_file_is_refused(saved, changes, message):
    _, path = saved
    with pytest.raises(ValueError, match=message):
        brenier.load(altered(path, **changes))


@pytest.mark.parametrize("content", [b"", b"not a file of ours", b"\x80\x04N."])
def test_other_files_are_refused(tmp_path, content):
    path = tmp_path / "other.npz"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="no sound transport file"):
        brenier.load(path)


def test_pickles_are_not_run(tmp_path):
    class Bomb:
        def __reduce__(self):
            return (pytest.fail, ("a pickle was run",))

    path = tmp_path / "bomb.npz"
    path.write_bytes(pickle.dumps(Bomb()))
    with pytest.raises(ValueError, match="no sound transport file"):
        brenier.load(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("brenier_format.npy", pickle.dumps(Bomb()))
    with pytest.raises(ValueError, match="no sound transport file"):
        brenier.load(path)


def test_an_npy_is_refused(tmp_path):
    np.save(tmp_path / "codes.npy", np.zeros((3, 2)))
    with pytest.raises(ValueError, match=r"not an \.npz"):
        brenier.load(tmp_path / "codes.npy")
