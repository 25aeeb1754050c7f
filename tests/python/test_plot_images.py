"""Sheets of pictures as they are drawn."""

from __future__ import annotations

import brenier
import numpy as np
import pytest

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")


@pytest.mark.parametrize("count", [1, 5, 6, 9])
def test_every_picture_stands_whole_in_its_place(ax, count):
    pictures = np.random.default_rng(2).random((count, 4, 6))
    brenier.plot.images(pictures, ax, columns=3)
    sheet = ax.images[0].get_array().filled(np.nan)
    rows = -(-count // 3)
    assert sheet.shape == (rows * 6, 3 * 8)
    assert tuple(ax.images[0].get_extent()) == (0, 3, rows, 0)
    for k, picture in enumerate(pictures):
        r, c = 6 * (k // 3) + 1, 8 * (k % 3) + 1
        np.testing.assert_array_equal(sheet[r : r + 4, c : c + 6], picture)
    assert np.isfinite(sheet).sum() == pictures.size


def test_flat_pictures_are_square_or_of_the_shape_given(ax):
    pictures = np.random.default_rng(3).random((4, 36))
    brenier.plot.images(pictures, ax)
    assert ax.images[0].get_array().shape == (16, 16)
    brenier.plot.images(pictures, ax, shape=(4, 9))
    assert ax.images[1].get_array().shape == (12, 22)


@pytest.mark.parametrize(
    ("grid", "options", "message"),
    [
        (np.zeros((2, 10)), {}, "not 3 x 3: give their shape"),
        (np.zeros((2, 10)), {"shape": (3, 4)}, "not 3 x 4"),
        (np.zeros(10), {}, r"got \(10,\)"),
        (np.zeros((0, 4, 4)), {}, r"got \(0, 4, 4\)"),
        (np.zeros((0, 16)), {}, r"got \(0, 16\)"),
        (np.zeros((2, 4, 4)), {"columns": 0}, "columns must be at least 1"),
    ],
)
def test_what_is_no_grid_of_pictures_is_refused(ax, grid, options, message):
    with pytest.raises(ValueError, match=message):
        brenier.plot.images(grid, ax, **options)
