"""Examples in space: grains of given volumes, and matter moved back to where it came from."""

from __future__ import annotations

import re
import runpy

import brenier
import numpy as np
import pytest
from inputs.examples import EXAMPLES, run

pytest.importorskip("sklearn")
pytest.importorskip("brenier_space", reason="the distribution brenier-space is not installed")


def functions(name):
    pytest.importorskip("matplotlib")
    return runpy.run_path(str(EXAMPLES / name))


def test_the_grains_example_has_the_volumes_that_were_asked_for(tmp_path):
    image = pytest.importorskip("PIL.Image")
    drawing, cells = tmp_path / "grains.png", tmp_path / "grains.vtu"
    printed = run(
        *("grains.py", "-n", "150", "--moves", "2", "--pixels", "100"),
        *("-o", str(drawing), "--vtk", str(cells)),
    )
    low, high, error = map(float, re.search(r"from (\S+) to (\S+) .* to (\S+)\n", printed).groups())
    assert 0.1 < low < 0.5 < 2 < high < 8 and error <= 1e-6
    mean, fewest, most = map(float, re.findall(r"[\d.]+", printed.split("neighbours:")[1])[:3])
    assert 13 < mean < 16 and 4 <= fewest < most
    assert b'NumberOfCells="150"' in cells.read_bytes()
    colours = np.asarray(image.open(drawing).convert("RGB")).reshape(-1, 3)
    assert len(np.unique(colours, axis=0)) > 100


def test_a_section_shows_each_grain_where_it_is():
    section = functions("grains.py")["section"]
    corners = np.stack(np.meshgrid([0.25, 0.75], [0.25, 0.75], [0.25, 0.75], indexing="ij"), -1)
    t = brenier.solve(corners.reshape(-1, 3))
    colours = np.arange(1, 25).reshape(8, 3) / 24
    picture = section(t, (0, 0, 1), (1, 0, 0), (0, 1, 0), colours, 16)
    quarters = [picture[4, 4], picture[12, 4], picture[4, 12], picture[12, 12]]
    np.testing.assert_array_equal(quarters, colours[[1, 3, 5, 7]])  # y upwards, x to the right
    assert picture[4, 7].max() < colours[5].max()  # the border between them is dark


def test_the_displacement_example_finds_the_way_back(tmp_path):
    drawing = tmp_path / "displacement.png"
    printed = run("displacement.py", "--side", "12", "--growth", "2", "-o", str(drawing))
    rows = re.findall(r"^([a-z, ]+?) +(-?[\d.]+) +([\d.]+) +([\d.]+) +(\d+)%$", printed, re.M)
    table = {name: [float(number) for number in numbers] for name, *numbers in rows}
    assert list(table) == ["none", "density, once", "density, often", "optimal transport"]
    assert table["none"][0] == 0 and table["none"][3] < 30
    correlation, error, median, near = table["optimal transport"]
    assert correlation > 0.7 and median < 0.2 and near > 75
    assert near > table["density, once"][3] and error < 0.8 * table["none"][1]
    assert drawing.stat().st_size > 10_000


def test_the_pull_of_a_wave_is_a_wave():
    grid = functions("displacement.py")["Grid"](16)
    x = np.arange(16) / 16
    wave = np.broadcast_to(np.cos(2 * np.pi * x)[:, None, None], (16, 16, 16))
    pull = grid.pull(np.fft.fftn(wave))
    expected = -np.sin(2 * np.pi * x) / (2 * np.pi)  # its divergence is minus the wave
    np.testing.assert_allclose(pull[0], expected[:, None, None] + np.zeros((16, 16)), atol=1e-15)
    np.testing.assert_allclose(pull[1:], 0, atol=1e-15)
    smooth = grid.pull(np.fft.fftn(wave), smoothing=0.1)
    np.testing.assert_allclose(smooth, pull * np.exp(-0.5 * (0.2 * np.pi) ** 2), atol=1e-15)
    np.testing.assert_allclose(grid.at(pull, np.array([(0.25, 0.3, 0.9)])), [[-0.5 / np.pi, 0, 0]])


def test_points_on_a_lattice_have_no_excess_and_small_waves_grow_in_proportion():
    module = functions("displacement.py")
    start, x = module["universe"](8, 1e-3 / 8, np.random.default_rng(0))
    assert np.abs(module["Grid"](8).excess(start)).max() < 1e-10
    ways = x - start
    # The shortest waves grow a little less, as the grid is no finer than the lattice.
    assert 0.7e-3 / 8 < np.sqrt(np.mean(np.sum(ways**2, axis=1))) < 1e-3 / 8
    _, twice = module["universe"](8, 2e-3 / 8, np.random.default_rng(0))
    np.testing.assert_allclose(twice - start, 2 * ways, atol=0.02 * np.abs(ways).max())
    assert module["correlation"](start + 0.5 * ways, start, x) == pytest.approx(1)
