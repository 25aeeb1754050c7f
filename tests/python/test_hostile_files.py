"""Files that are damaged, or hold other arrays: refused as ValueError, or the same transport."""

from __future__ import annotations

import os

import brenier
import numpy as np
import pytest
from brenier.storage import pack_arrays, unpack_arrays
from inputs.files import loaded
from inputs.hostile_arrays import ARRAYS


def test_a_file_that_is_cut_short_is_refused(path, content):
    assert loaded(path, content) is not None
    for length in {*range(0, len(content), 5), *range(len(content) - 30, len(content))}:
        assert loaded(path, content[:length]) is None, length


def test_with_a_byte_wrong_a_file_is_refused_or_says_the_same(path, content):
    t = loaded(path, content)
    refused, places = 0, range(0, len(content), 3)
    for k, at in enumerate(places):
        other = bytearray(content)
        other[at] ^= (0xFF, 0x01, 0x80)[k % 3]
        u = loaded(path, other)
        refused += u is None
        if u is not None:
            assert np.array_equal(u.weights, t.weights), at
            assert np.array_equal(u.sites, t.sites) and np.array_equal(u.masses, t.masses), at
            assert u.message == t.message and u.success, at
    assert refused > 0.6 * len(places)


def test_what_is_put_in_or_left_out_makes_no_other_transport(path, content):
    rng = np.random.default_rng(0)
    t = loaded(path, content)
    for _ in range(100):
        a, b = np.sort(rng.integers(0, len(content), 2))
        for other in (
            content[:a] + content[b:],
            content[:a] + rng.bytes(b - a) + content[b:],
            content[:b] + content[a:],
        ):
            u = loaded(path, other)
            assert u is None or np.array_equal(u.weights, t.weights)


@pytest.mark.parametrize("kind", ARRAYS)
def test_every_array_is_looked_at(path, content, kind):
    """Any array of a file may be any other: most are refused; nothing else is raised."""
    given = unpack_arrays(content, ())
    for name in given:
        np.savez(path, **{**given, name: ARRAYS[kind]})
        free = {"step", "blur", "seconds"}  # tell of the past: any number will do
        u = loaded(path, path.read_bytes())
        assert u is None or name in free, name


@pytest.mark.parametrize(
    "source",
    [
        brenier.Raster([[1, 2], [3, 4]]),
        brenier.Bilinear([[1, 2], [3, 4]]),
        brenier.Gaussian((0.5, 0.5), 0.1),
        brenier.GaussianMixture([(0, 0), (1, 1)], [1, 2]),
    ],
)
def test_every_array_of_a_source_is_looked_at(path, source):
    brenier.solve([(0.1, 0.2), (0.7, 0.4)], source=source).save(path)
    given = unpack_arrays(path.read_bytes(), ())
    for name in given.keys() & source._to_arrays().keys():
        for kind, array in ARRAYS.items():
            if (name, kind) == ("cov", "number"):
                continue  # a variance
            np.savez(path, **{**given, name: array})
            assert loaded(path, path.read_bytes()) is None, (name, kind)


def test_names_lead_nowhere(path, content, tmp_path):
    """They are keys: nothing is written."""
    given = unpack_arrays(content, ())
    names = ("../escaped", "/tmp/../escaped", "..\\escaped", "C:escaped", "a/b", "é", "")
    np.savez(path, **given, **{name: np.zeros(2) for name in names if name})
    before = sorted(tmp_path.rglob("*")), sorted(tmp_path.parent.glob("*"))
    assert loaded(path, path.read_bytes()) is not None
    assert (sorted(tmp_path.rglob("*")), sorted(tmp_path.parent.glob("*"))) == before


def test_files_that_cannot_be_opened_are_as_open_says(tmp_path):
    with pytest.raises(FileNotFoundError):
        brenier.load(tmp_path / "nothing.npz")
    with pytest.raises(IsADirectoryError):
        brenier.load(tmp_path)
    if os.geteuid() != 0:
        (tmp_path / "locked.npz").touch(mode=0)
        with pytest.raises(PermissionError):
            brenier.load(tmp_path / "locked.npz")


def test_arrays_come_back_as_they_were():
    arrays = {"a": np.arange(6.0).reshape(2, 3), "b": np.array("text"), "c": np.zeros((0, 2))}
    again = unpack_arrays(pack_arrays(arrays), arrays)
    assert again.keys() == {*arrays, "brenier_format"}
    for name, array in arrays.items():
        np.testing.assert_array_equal(again[name], array)
        assert again[name].dtype == array.dtype
