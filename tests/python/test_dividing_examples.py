"""Examples that divide: countries into districts, trees into cells, points into groups."""

from __future__ import annotations

import re
import runpy

import brenier
import numpy as np
import pytest
from inputs.examples import EXAMPLES, row, run
from inputs.shapes import L_SHAPE, STAR
from inputs.sites import random_sites

pytest.importorskip("sklearn")


def test_the_districts_example_makes_equal_areas_around_holes_and_over_islands(tmp_path):
    pytest.importorskip("matplotlib")
    image = pytest.importorskip("PIL.Image")
    drawing = tmp_path / "districts.png"
    printed = run("districts.py", "-n", "12", "-o", str(drawing)).replace(",", "")
    areas = [float(area) for area in re.findall(r": (\d+) km² in 12 districts", printed)]
    assert areas == pytest.approx([1_221_037, 302_068], rel=0.01)  # as reference books say
    lines = re.findall(r"^  \D.* (\d+) +(\d+) +([\d.]+)$", printed, flags=re.MULTILINE)
    table = np.array(lines, dtype=float).reshape(2, 3, 3)
    for area, (drawn, free, equal) in zip(areas, table, strict=True):
        assert drawn[0] < 0.5 * area / 12 < 1.5 * area / 12 < drawn[1]
        assert free[0] < 0.95 * area / 12 < 1.05 * area / 12 < free[1]
        assert equal[:2] == pytest.approx([area / 12] * 2, rel=1e-4)
        assert free[2] <= equal[2] < 0.9 * drawn[2]
    colours = np.asarray(image.open(drawing).convert("RGB")).reshape(-1, 3)
    counts = np.unique(colours, axis=0, return_counts=True)[1]
    assert (counts > 0.03 * len(colours)).sum() >= 5  # the paper, and four colours or more


def test_maps_are_projected_without_changing_areas():
    pytest.importorskip("matplotlib")
    project = runpy.run_path(str(EXAMPLES / "districts.py"))["project"]
    corners = np.array([(-10, 5), (50, 5), (50, 45), (-10, 45)])
    t = np.arange(1000)[:, None] / 1000
    sides = [a + t * (b - a) for a, b in zip(corners, np.roll(corners, -1, axis=0), strict=True)]
    (ring,) = project([np.concatenate(sides)])
    (west, south), (east, north) = np.radians(corners[[0, 2]])
    area = 6371.007**2 * (east - west) * (np.sin(north) - np.sin(south))
    assert brenier.Uniform(ring).area == pytest.approx(area, rel=1e-6)
    south, east, north, west = ring.reshape(4, 1000, 2).mean(axis=1)
    assert south[1] < north[1] and west[0] < east[0]


def test_neighbouring_districts_differ_in_colour():
    pytest.importorskip("matplotlib")
    colour = runpy.run_path(str(EXAMPLES / "districts.py"))["colour"]
    for domain in (None, L_SHAPE, STAR):
        d = brenier.PowerDiagram(random_sites(300), source=brenier.Uniform(domain))
        i, j = d.facets.sites.T
        colours = np.array(colour(d))
        assert np.all(colours[i] != colours[j])
        assert set(colours) == set(range(6))


def test_the_treemap_example_gives_every_file_its_area_four_levels_deep(tmp_path):
    folder, rng = tmp_path / "tree", np.random.default_rng(0)
    for part in ("a", "b", "c"):
        for place in ("d/e/f/g", "d/e/h", "d/i", ""):
            (folder / part / place).mkdir(parents=True, exist_ok=True)
            for k in range(3):
                lines = "line\n" * int(rng.integers(1, 500))
                (folder / part / place / f"{k}.py").write_text(lines, "utf-8")
    (folder / "nothing.py").touch()
    (folder / "picture.png").write_bytes(b"1" * 999)
    drawing = tmp_path / "treemap.png"
    printed = run("treemap.py", str(folder), "-o", str(drawing))
    cells = re.findall(r"level (\d): +(\d+) cells, areas right to (\S+)", printed)
    assert [int(count) for _, count, _ in cells] == [3, 12, 6, 15]
    assert all(float(error) <= 2e-8 for _, _, error in cells)
    assert drawing.stat().st_size > 10_000


def test_the_cells_of_a_treemap_lie_in_each_other():
    pytest.importorskip("matplotlib")
    shapely = pytest.importorskip("shapely")
    treemap = runpy.run_path(str(EXAMPLES / "treemap.py"))
    tree = treemap["read"](EXAMPLES.parent / "python")
    tree.cell = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=float)
    treemap["divide"](tree, np.random.default_rng(0))

    def check(node):
        outline = shapely.Polygon(node.cell)
        inside = [shapely.Polygon(child.cell) for child in node.children]
        if inside:
            areas = np.array([cell.area for cell in inside])
            lines = np.array([child.lines for child in node.children])
            np.testing.assert_allclose(areas, outline.area * lines / node.lines, rtol=1e-7)
            assert max(shapely.difference(inside, outline.buffer(1e-9)), key=shapely.area).area == 0
            for child in node.children:
                check(child)

    check(tree)


def test_the_example_of_balanced_clusters_makes_groups_of_equal_size(tmp_path):
    pytest.importorskip("matplotlib")
    drawing = tmp_path / "groups.png"
    printed = run("balanced_clusters.py", "-k", "12", "-o", str(drawing))
    low, high, near = row(printed, "nearest centre")
    assert low < 250 < 1000 < high
    low, high, _ = row(printed, "cells of equal mass")
    assert 475 < low <= high < 525
    low, high, distance = row(printed, "groups of equal size")
    assert low == high == 500
    assert near < distance < 1.3 * near
    assert drawing.stat().st_size > 10_000


def test_balanced_groups_are_the_best_of_their_size():
    """As the assignment says in which every centre stands for as many places."""
    pytest.importorskip("matplotlib")
    from scipy.optimize import linear_sum_assignment

    balanced = runpy.run_path(str(EXAMPLES / "balanced_clusters.py"))["balanced"]
    points = random_sites(60)
    for count in (3, 5, 7):  # of 60 points, 7 groups have 8 or 9
        diagram = brenier.solve(random_sites(count, 5), source=brenier.Uniform()).diagram
        groups = balanced(points, diagram)
        sizes = np.bincount(groups, minlength=count)
        assert sizes.min() == 60 // count and sizes.max() == -(-60 // count)
        cost = np.sum((points[:, None] - diagram.sites) ** 2, axis=2)
        places = np.repeat(np.arange(count), sizes)
        best = linear_sum_assignment(cost[:, places])
        expected = cost[:, places][best].sum()
        assert cost[np.arange(60), groups].sum() == pytest.approx(expected, rel=1e-9)
