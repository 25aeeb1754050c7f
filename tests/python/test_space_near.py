"""Sites in space that are far nearer to each other than to the rest; domains as files give them."""

from __future__ import annotations

from types import SimpleNamespace

import brenier
import numpy as np
import pytest

pytest.importorskip("brenier_space", reason="the distribution brenier-space is not installed")

CORNERS = np.array([(0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1)], dtype=float)
FACES = [(0, 2, 1), (0, 1, 3), (0, 3, 2), (1, 2, 3)]


@pytest.mark.parametrize("apart", [1e-6, 1e-13, 1e-16, 1e-18, 1e-40, 1e-100])
def test_masses_of_near_sites_sum_to_one_and_are_their_volumes(apart):
    near = apart * CORNERS
    far = [(0.5, 0.1, 0.2), (-0.3, 0.4, 0.1), (0.1, -0.6, -0.2)]
    source = brenier.Uniform(((-1, -1, -1), (1, 1, 1)))
    d = brenier.PowerDiagram(np.vstack([near, far]), source=source)
    assert d.masses.sum() == pytest.approx(1, abs=1e-12)
    np.testing.assert_allclose(d.masses, d.volumes / 8, atol=1e-12)
    if apart >= 1e-16:
        volumes = [d.cell(i).volume if len(d.cell(i).vertices) else 0.0 for i in range(7)]
        np.testing.assert_allclose(d.masses, np.array(volumes) / 8, atol=1e-9)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.filterwarnings("ignore::brenier.ConvergenceWarning")
def test_near_copies_leave_all_other_cells_and_their_sums_right(seed):
    rng = np.random.default_rng(seed)
    n, count = int(rng.integers(4, 80)), int(rng.integers(1, 20))
    scale = 10.0 ** rng.integers(-6, 7)
    sites = scale * rng.random((n, 3))
    which = np.full(count, 0) if seed % 2 else rng.integers(0, n, count)
    distance = scale * 10 ** rng.uniform(-16, -7)
    copies = sites[which] + distance * rng.standard_normal((count, 3))
    t = brenier.solve(np.vstack([sites, copies]))
    own = np.concatenate([np.arange(n), which])
    sums, wanted = np.bincount(own, t.diagram.masses), np.bincount(own, t.masses)
    np.testing.assert_allclose(sums, wanted, rtol=1.1e-8)
    assert t.success or "apart" in t.message


@pytest.mark.parametrize("spread", [1e-6, 3e-7, 1e-7, 1e-8])
def test_clusters_in_space_are_solved_however_small_they_are(spread):
    rng = np.random.default_rng(5)
    centers = rng.random((5, 3))
    sites = centers[rng.integers(5, size=1000)] + spread * rng.standard_normal((1000, 3))
    # As well as the rounding of weights lets them.
    t = brenier.solve(sites, tol=min(1e-14 / spread, 1e-6) * 10)
    assert t.success


def test_near_copies_share_the_cell_of_the_lowest_index_and_files_keep_that(tmp_path):
    sites = np.random.default_rng(1).random((20, 3))
    sites[17] = np.nextafter(sites[3], 1)
    t = brenier.solve(sites)
    assert t.success
    assert list(np.flatnonzero(t.groups != np.arange(20))) == [17]
    assert t.groups[17] == 3
    assert t.diagram.masses[17] == 0
    assert t.diagram.masses[3] == pytest.approx(0.1, rel=1e-8)
    t.save(tmp_path / "t.npz")
    again = brenier.load(tmp_path / "t.npz")
    np.testing.assert_array_equal(again.groups, t.groups)
    np.testing.assert_array_equal(again.diagram.masses, t.diagram.masses)


def test_vertices_on_no_face_do_not_count():
    mesh = SimpleNamespace(vertices=np.vstack([[(9, 9, 9)], CORNERS]), faces=np.array(FACES) + 1)
    source = brenier.Uniform(mesh)
    assert source.bounds == ((0, 0, 0), (1, 1, 1))
    assert np.all(source.density(source.sample(1000, rng=0)) > 0)


def test_two_bodies_are_refused():
    twice = SimpleNamespace(
        vertices=np.vstack([CORNERS, CORNERS]), faces=[*FACES, *np.add(FACES, 4)]
    )
    with pytest.raises(ValueError, match="not one surface around one body"):
        brenier.Uniform(twice)


@pytest.mark.parametrize("size", [1e-120, 1e120])
def test_volumes_are_numbers(size):
    with pytest.raises(ValueError, match="domain has the volume"):
        brenier.Uniform(((0, 0, 0), (size, size, size)))


@pytest.mark.parametrize(
    ("vertices", "faces", "words"),
    [
        (CORNERS, None, "faces is None; expected"),
        (CORNERS, 5, "faces is 5; expected"),
        (CORNERS[:, :2], FACES, r"vertices has shape \(4, 2\); expected \(n, 3\)"),
        (None, FACES, "vertices"),
    ],
)
def test_meshes_that_are_none_are_refused_by_name(vertices, faces, words):
    with pytest.raises((TypeError, ValueError), match=words):
        brenier.Uniform(SimpleNamespace(vertices=vertices, faces=faces))


def test_many_problems_in_space_need_no_source():
    sites = np.random.default_rng(0).random((9, 3))
    [t] = brenier.solve_many([sites])
    assert np.array_equal(t.weights, brenier.solve(sites).weights)


def test_data_of_cells_are_real_numbers(tmp_path):
    d = brenier.PowerDiagram(CORNERS * 0.9)
    for wrong in (["a"] * 4, np.ones(4) * 1j, [[1], [1, 2], [1], [1]]):
        with pytest.raises((TypeError, ValueError), match="grain"):
            d.to_vtk(tmp_path / "cells", grain=wrong)


@pytest.mark.parametrize("seam", [0.0, 0.3, 0.7])
def test_near_copies_on_a_torus_share_a_cell_wherever_its_seam_is(seam, tmp_path):
    sites = np.random.default_rng(3).random((60, 3))
    sites[0] = seam  # and its copy beyond it
    near = sites[:5] - 1e-14 + 1
    source = brenier.Uniform([(seam,) * 3, (seam + 1,) * 3], periodic=True)
    t = brenier.solve(np.vstack([sites, near]), source=source)
    assert t.success
    np.testing.assert_array_equal(t.groups, np.concatenate([np.arange(60), np.arange(5)]))
    mass = np.bincount(t.groups, t.diagram.masses, minlength=60)
    np.testing.assert_allclose(mass, np.bincount(t.groups, t.masses), rtol=1e-7)
    t.save(tmp_path / "t.npz")
    np.testing.assert_array_equal(brenier.load(tmp_path / "t.npz").groups, t.groups)
    # The cost is that of one site in place of each two, which moves by next to nothing.
    alone = brenier.solve(sites, t.masses[:60] + np.r_[t.masses[60:], np.zeros(55)], source=source)
    assert t.cost == pytest.approx(alone.cost, rel=1e-9)
