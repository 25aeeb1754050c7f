"""What sources that are given by values on a grid have in common."""

from __future__ import annotations

import copy
import math

import brenier
import numpy as np
import pytest
from inputs.sites import random_sites

VALUES = np.random.default_rng(0).integers(1, 256, (13, 9)).astype(np.uint8)
BOUNDS = (-1.0, 2.0, 0.5, 4.0)
GRIDS = pytest.mark.parametrize("grid", [brenier.Raster, brenier.Bilinear])


def places(n, seed=0):
    xmin, ymin, xmax, ymax = BOUNDS
    return (xmin, ymin) + random_sites(n, seed) * (xmax - xmin, ymax - ymin)


@GRIDS
def test_values_come_upside_down_and_in_any_dtype(grid):
    lower = grid(VALUES, BOUNDS)
    for other in (
        grid(VALUES[::-1], BOUNDS, origin="upper"),
        grid(VALUES.astype(np.float32) / 255, BOUNDS),
        grid(np.asfortranarray(VALUES), BOUNDS),
        grid(VALUES.tolist(), list(BOUNDS)),
        copy.deepcopy(lower),
    ):
        x = places(100, seed=5)
        np.testing.assert_allclose(other.density(x), lower.density(x), rtol=1e-6)
        masses = brenier.PowerDiagram(x, source=other).masses
        expected = brenier.PowerDiagram(x, source=lower).masses
        np.testing.assert_allclose(masses, expected, rtol=1e-6, atol=1e-9)
    image = pytest.importorskip("PIL.Image").fromarray(VALUES)
    assert np.array_equal(grid(image, origin="upper").values, VALUES[::-1])


@GRIDS
def test_tensors_are_values_unless_they_require_grad(grid):
    torch = pytest.importorskip("torch")
    tensor = torch.from_numpy(VALUES.astype(np.float32))
    assert np.array_equal(grid(tensor).values, VALUES)
    with pytest.raises(TypeError, match=r"values requires grad.*values\.detach\(\)"):
        grid(tensor.requires_grad_())


@GRIDS
def test_points_a_rounding_error_inside_the_border_have_a_density(grid):
    for columns in range(2, 60):
        source = grid(np.ones((columns, columns)), (0.1, 0.1, 0.8, 0.8))
        assert source.density([np.nextafter((0.8, 0.8), 0)]) == pytest.approx([1 / 0.49])


@GRIDS
def test_state_is_read_only_and_not_the_caller_s(grid):
    mine = np.ones((3, 4))
    source = grid(mine)
    mine[0, 0] = 9
    assert source.values[0, 0] == 1
    with pytest.raises(ValueError, match="read-only"):
        source.values[0, 0] = 2


@GRIDS
def test_scales_do_not_matter(grid):
    d = brenier.PowerDiagram(places(30), source=grid(VALUES, BOUNDS))
    x = d.source.sample(100, rng=0)
    for scale in (1e-100, 1e100):
        source = grid(1e300 * VALUES.astype(float), tuple(scale * b for b in BOUNDS))
        scaled = brenier.PowerDiagram(scale * places(30), source=source)
        np.testing.assert_allclose(scaled.masses, d.masses, rtol=1e-9)
        np.testing.assert_allclose(source.sample(100, rng=0), scale * x, rtol=1e-12)
        ratio = source.density(scale * x) * scale**2
        np.testing.assert_allclose(ratio, d.source.density(x), rtol=1e-9)


@GRIDS
@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        (([[1, -1], [1, 1]],), ValueError, r"values\[0, 1\] is -1"),
        (([[1, 1], [math.nan, 1]],), ValueError, r"values\[1, 0\] is nan"),
        (([[1, 1], [math.inf, 1]], (0, 0, 1, 1), "upper"), ValueError, r"values\[1, 0\] is inf"),
        (([[0, 0], [0, 0]],), ValueError, "values are all 0"),
        (([1, 2],), ValueError, r"values has shape \(2,\); expected \(rows, columns\)"),
        ((np.ones((2, 2, 3)),), ValueError, r"values has shape \(2, 2, 3\)"),
        ((np.ones((0, 3)),), ValueError, r"values has shape \(0, 3\)"),
        (([["a"]],), TypeError, "values has dtype"),
        ((np.ones((2, 2)), (0, 0, 0, 1)), ValueError, "bounds are from .*; expected .*increasing"),
        ((np.ones((2, 2)), (0, 0, math.nan, 1)), ValueError, r"bounds\[2\] is nan"),
        ((np.ones((2, 2)), (0, 0, 1)), ValueError, r"bounds has shape \(3,\); expected \(4,\)"),
        ((np.ones((2, 2)), (0, 0, 1, 1), "top"), ValueError, "origin is 'top'; expected one of"),
    ],
)
def test_bad_arguments_are_refused(grid, arguments, error, words):
    with pytest.raises(error, match=words):
        grid(*arguments)


@pytest.mark.parametrize("make", [brenier.Raster, brenier.Bilinear])
@pytest.mark.parametrize("shape", [(5, 6, 3), (5, 6, 4), (3, 5, 6), (4, 5, 6)])
def test_pictures_in_colour_are_refused_with_the_remedy(make, shape):
    channels = shape[2] if shape[2] in (3, 4) else shape[0]
    for values in (np.ones(shape), np.ones(shape, np.uint8).tolist()):
        words = rf"^values has shape .*expected \(rows, columns\) .* {channels} channels: .*\("
        with pytest.raises(ValueError, match=words) as caught:
            make(values)
        assert '.convert("L")' in str(caught.value)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "CMYK"])
def test_pictures_of_pil_are_taken_when_they_are_grey(mode):
    image = pytest.importorskip("PIL.Image")
    grey = image.fromarray(np.arange(12, dtype=np.uint8).reshape(3, 4) * 20)
    assert brenier.Raster(grey).values.tolist() == np.asarray(grey).tolist()
    with pytest.raises(ValueError, match=r'^values .*convert\("L"\)'):
        brenier.Raster(grey.convert(mode))
    assert brenier.Raster(grey.convert("RGB").convert("L")).values.shape == (3, 4)


@pytest.mark.parametrize("shape", [(5,), (5, 6, 7), (2, 2, 2, 3), (0, 3)])
def test_other_shapes_are_no_pictures(shape):
    with pytest.raises(ValueError, match=r"^values has shape .*expected \(rows, columns\)$"):
        brenier.Raster(np.ones(shape))
