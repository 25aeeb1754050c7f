"""The examples run as a user runs them, and show what they are there to show."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import brenier
import numpy as np
import pytest
from inputs.shapes import L_SHAPE, STAR
from inputs.sites import random_sites

pytest.importorskip("sklearn")

EXAMPLES = Path(__file__).parents[2] / "examples"
# Half of the digits, and a judge trained for a second: the demo's, which the examples borrow, takes
# ten.
DRIVER = """
import runpy, sys
import numpy as np
from brenier import datasets
from brenier.demo import classifier
half = datasets.digits().take(np.arange(900))
datasets.digits = lambda: half
classifier._EPOCHS = 20
sys.argv = sys.argv[1:]
sys.path.insert(0, sys.argv[0].rpartition("/")[0])
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def run(name, *arguments):
    """Run an example; return what it prints."""
    script = (EXAMPLES / name).as_posix()
    # joblib, of scikit-learn, warns where it cannot count the processors.
    quiet = "ignore:Could not find the number of physical cores:UserWarning"
    command = [sys.executable, "-W", "error", "-W", quiet, "-c", DRIVER, script, *arguments]
    environment = {**os.environ, "LOKY_MAX_CPU_COUNT": str(os.cpu_count())}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def row(printed, name):
    """Return the numbers of a line of the table; shares in per cent become fractions."""
    (line,) = re.findall(rf"^ *{name}  +(.*)$", printed, flags=re.MULTILINE)
    cells = re.findall(r"(\d[\d.]*)(%?)", line)
    return [float(number) / (100 if sign else 1) for number, sign in cells]


def test_the_numpy_example_prints_the_same_figures_for_a_seed_and_transport_helps():
    printed = run("numpy_decoder.py", "--seed", "1")
    assert printed == run("numpy_decoder.py", "--seed", "1")
    codes = row(printed, "decoded codes")
    transported = row(printed, "transported noise")
    for other in ("noise on the square", "noise of a fitted Gaussian"):
        clear, histogram = row(printed, other)
        assert transported[0] > clear + 0.2
        assert transported[1] < histogram / 2
    assert transported[0] == pytest.approx(codes[0], abs=0.05)


def test_the_autoencoder_example_balances_the_classes(tmp_path):
    pytest.importorskip("torch")
    pytest.importorskip("matplotlib")
    figure = tmp_path / "autoencoder.png"
    printed = run("autoencoder.py", "--epochs", "60", "--output", str(figure))
    assert figure.stat().st_size > 10_000
    _, of_codes, _, _, new, *_ = row(printed, "decoded codes")
    assert new == 0
    recognised, histogram, _, _, new, *_ = row(printed, "transported noise")
    assert new > 0.9
    assert histogram == pytest.approx(of_codes, abs=0.05)
    assert histogram < row(printed, "noise on the codes' box")[1] / 2
    assert recognised > row(printed, "noise of a fitted Gaussian")[0] + 0.1


def test_the_gan_example_repairs_a_gan(tmp_path):
    pytest.importorskip("torch")
    pytest.importorskip("matplotlib")
    figure = tmp_path / "gan.png"
    printed = run("gan.py", "--epochs", "20", "--output", str(figure))
    assert figure.stat().st_size > 10_000
    assert row(printed, "codes, drawn at random")[4] == 0
    recognised, histogram, _, _, new, *_ = row(printed, "transported noise")
    assert new > 0.9
    for other in ("plain GAN", "noise as in training", "a fitted Gaussian", "the same noise"):
        assert recognised > row(printed, other)[0] + 0.1
        assert histogram < row(printed, other)[1] / 1.5


def test_the_gan_example_takes_latents_of_any_dimension(tmp_path):
    pytest.importorskip("torch")
    pytest.importorskip("matplotlib")
    printed = run("gan.py", "--dim", "16", "--epochs", "20", "--output", str(tmp_path / "gan.png"))
    recognised, _, _, coverage, new, *_ = row(printed, "transported noise")
    assert new > 0.9
    for other in ("plain GAN", "noise as in training", "a fitted Gaussian"):
        assert recognised > row(printed, other)[0] + 0.1
        assert coverage > row(printed, other)[3]


def test_the_example_of_lifted_codes_measures_all_samplers(tmp_path):
    pytest.importorskip("torch")
    pytest.importorskip("matplotlib")
    figure = tmp_path / "lift.png"
    printed = run("lift.py", "--dim", "8", "--quick", "--output", str(figure))
    assert figure.stat().st_size > 10_000
    # FD, FDr, precision, recall, density, coverage, classes, copies, nearer
    assert row(printed, "codes, decoded")[7] == 1
    fitted = row(printed, "a Gaussian")
    for name in ("lifted, affine", "lifted, spread", "lifted, spread, low-discrepancy noise"):
        lifted = row(printed, name)
        assert lifted[0] < fitted[0]
        assert 0 < lifted[7] < 0.2
    assert row(printed, "lifted, spread, local noise × 0.5")[7] == 0


def test_the_stippling_example_puts_dots_where_the_picture_is_light_or_dark(tmp_path):
    pytest.importorskip("matplotlib")
    image = pytest.importorskip("PIL.Image")
    picture = tmp_path / "half.png"
    image.fromarray((np.arange(60) < 30)[None, :].repeat(40, axis=0)).convert("L").save(picture)
    shares = []
    for arguments in ((), ("--dark",)):
        drawing = tmp_path / "dots.png"
        run(
            "stippling.py",
            str(picture),
            "-n",
            "300",
            "--steps",
            "5",
            "-o",
            str(drawing),
            *arguments,
        )
        grey = np.asarray(image.open(drawing).convert("L"), dtype=float)
        dotted = np.abs(grey - np.median(grey)) > 60
        left, right = np.array_split(dotted, 2, axis=1)
        shares.append(left.mean() / (left.mean() + right.mean()))
    assert shares[0] > 0.9  # the left half is light
    assert shares[1] < 0.1


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


def test_the_sources_example_divides_each_into_equal_cells(tmp_path):
    printed = run("sources.py", "-n", "12", "-o", str(tmp_path / "sources.png"))
    masses = re.findall(r"masses (\S+) to (\S+)", printed)
    assert len(masses) == 6
    for low, high in masses:
        assert float(low) == pytest.approx(1 / 12, abs=1e-6) == float(high)
    assert (tmp_path / "sources.png").stat().st_size > 10_000


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


def test_the_example_of_class_balance_brings_the_classes_near_what_was_wanted():
    pytest.importorskip("sklearn")
    printed = run("class_balance.py")
    equal, rare = printed.split("wanted: half")
    for part in (equal, rare):
        before, *_ = row(part, "masses of the data, between codes")
        sent, _, new, *_ = row(part, "masses of the classes, to codes")
        drawn, *_ = row(part, "codes drawn by class weights")
        assert before > 0.3 and sent < 0.1 and abs(sent - drawn) < 0.03 and new == 0
        for way in ("rejected", "snapped"):
            between, _, new, *_ = row(part, f"the same, between codes: {way}")
            assert sent < between < 0.7 * before and new > 0.5


def test_the_example_of_flow_matching_has_straighter_flows_by_transport():
    pytest.importorskip("torch")
    printed = run("flow_matching.py", "--seeds", "1", "--steps", "60", "--batch", "64")
    for k, part in enumerate(printed.split("\n\n")[:3]):
        independent, minibatch, exact = (
            row(part, name)[::2] for name in ("independent", "minibatch", "exact")
        )
        assert exact[0] < minibatch[0] < 0.5 * independent[0]  # loss
        assert k == 2 or exact[1] < 0.5 * independent[1]  # bend, in the plane
        assert exact[2] < independent[2]  # W2 after one step
