"""Pictures of diagrams in space: which faces are drawn, in which colours, and what is seen."""

from __future__ import annotations

from itertools import pairwise

import brenier
import numpy as np
import pytest

pytest.importorskip("brenier_space", reason="the distribution brenier-space is not installed")
matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402 - after the backend is chosen


@pytest.fixture(autouse=True)
def no_figures():
    yield
    pyplot.close("all")


@pytest.fixture(scope="module")
def d():
    return brenier.PowerDiagram(np.random.default_rng(0).random((40, 3)))


def faces_of(ax):
    """The faces that a picture has, as sets of corners, before any is hidden."""
    points, begin = ax.collections[0]._points, ax.collections[0]._begin
    return [points[a:b] for a, b in pairwise(begin)]


def test_the_faces_on_the_boundary_are_drawn_and_none_inside(d):
    ax = brenier.plot.diagram(d)
    expected = [f for i in range(40) for f in np.array(d.cell(i).neighbors) if f < 0]
    faces = faces_of(ax)
    assert len(faces) == len(expected)
    assert all(np.any(np.all((f == 0) | (f == 1), axis=0)) for f in faces)
    np.testing.assert_allclose(ax.get_xlim(), (0, 1))


def test_what_is_cut_away_shows_the_cells_behind_it(d):
    shown = ~np.all(d.centroids > 0.5, axis=1)
    assert 0 < np.sum(~shown) < 20
    expected = sum(
        int(np.sum((j < 0) | ~shown[j]))
        for i in np.flatnonzero(shown)
        for j in [d.cell(i).neighbors]
    )
    assert len(faces_of(brenier.plot.diagram(d, cells=shown))) == expected


@pytest.mark.parametrize("turns", [0, 1])
@pytest.mark.parametrize("n", [1, 2, 9, 40])
def test_the_faces_of_cells_on_a_torus_enclose_what_is_shown(n, turns):
    """By the divergence theorem; cells are whole, around their sites, wherever these are."""
    rng = np.random.default_rng(n)
    source = brenier.Uniform(((0, 0, 0), (2, 1, 1)), periodic=True)
    sites = source.sample(n, rng) + turns * rng.integers(-1, 2, (n, 3)) * (2, 1, 1)
    d = brenier.PowerDiagram(sites, 0.01 * rng.random(n), source)
    for shown in (np.ones(n, dtype=bool), rng.random(n) < 0.6):
        shown[0] = True
        ax = brenier.plot.diagram(d, cells=shown)
        faces = faces_of(ax)
        normals = [np.cross(f[1:-1] - f[0], f[2:] - f[0]) / 2 for f in faces]
        assert np.abs(np.sum([v.sum(axis=0) for v in normals], axis=0)).max() < 1e-12
        volume = sum(v @ f[0] for f, vs in zip(faces, normals, strict=True) for v in vs) / 3
        assert volume == pytest.approx(d.volumes[shown].sum(), rel=1e-9)
        area = sum(np.linalg.norm(v, axis=1).sum() for v in normals)
        assert turns or n < 40 or area < 20  # nothing inside, where each cell has an area of 0.7
        corners = np.concatenate(faces)
        limits = np.transpose([ax.get_xlim(), ax.get_ylim(), ax.get_zlim()])
        assert np.all(corners >= limits[0]) and np.all(corners <= limits[1])


def test_exploded_cells_are_shrunk_about_their_middles_and_drawn_whole(d):
    faces = faces_of(brenier.plot.diagram(d, explode=0.25))
    expected = [
        0.75 * cell.vertices[f] + 0.25 * cell.vertices.mean(axis=0)
        for cell in map(d.cell, range(40))
        for f in cell.faces
    ]
    assert len(faces) == len(expected)
    for face, other in zip(faces, expected, strict=True):
        np.testing.assert_allclose(face, other, atol=1e-15)


@pytest.mark.parametrize("inverted", [False, True])
@pytest.mark.parametrize(("azim", "elev"), [(-60, 30), (20, -50)])
def test_faces_that_look_away_are_not_seen(azim, elev, inverted):
    d = brenier.PowerDiagram([(0.5, 0.5, 0.5)])
    ax = brenier.plot.diagram(d)
    ax.view_init(elev, azim)
    if inverted:
        ax.invert_zaxis()
    ax.figure.canvas.draw()
    cells = ax.collections[0]
    cells.do_3d_projection()
    a, e = np.radians([azim, elev])
    viewer = np.array([np.cos(a) * np.cos(e), np.sin(a) * np.cos(e), np.sin(e)])
    if inverted:
        viewer[2] = -viewer[2]
    normals = np.array([2 * f.mean(axis=0) - 1 for f in faces_of(ax)])
    hidden = normals @ viewer < 0
    assert hidden.sum() == 3
    np.testing.assert_array_equal(cells._facecolor3d[:, 3] == 0, hidden)


def test_values_colour_the_cells_and_a_colour_bar_explains_them(d):
    values = d.volumes.copy()
    values[0] = np.nan
    ax = brenier.plot.diagram(d, values=values, cmap="plasma")
    cells = ax.collections[0]
    assert cells.norm.vmin == np.nanmin(values) and cells.norm.vmax == np.nanmax(values)
    ax.figure.colorbar(cells)
    ax.figure.canvas.draw()
    drawn = [j for i in range(1, 40) for j in d.cell(i).neighbors if j <= 0]  # not cell 0
    assert len(faces_of(ax)) == len(drawn)
    limited = brenier.plot.diagram(d, values=values, clim=(0, 1)).collections[0]
    assert (limited.norm.vmin, limited.norm.vmax) == (0, 1)
    # Shading darkens: no colour is lighter than that of its value.
    full = matplotlib.colormaps["plasma"](cells.norm(np.sort(values)))
    assert cells._colours[0][:, :3].max() <= full[:, :3].max()


def test_colours_translucency_and_edges_are_as_wanted(d):
    colours = np.random.default_rng(1).random((40, 3))
    for options in (
        {"values": colours, "edgecolor": "none"},
        {"values": colours, "edgecolor": "face"},
        {"alpha": 0.3},
    ):
        ax = brenier.plot.diagram(d, **options)
        assert len(ax.lines) == ("alpha" in options)  # the sites
        ax.figure.canvas.draw()


def test_bad_input_is_refused(d):
    plane = brenier.PowerDiagram([(0.5, 0.5)])
    with pytest.raises(ValueError, match="ax is flat"):
        brenier.plot.diagram(d, pyplot.figure().add_subplot())
    with pytest.raises(ValueError, match=r"explode is 1; expected a part"):
        brenier.plot.diagram(d, explode=1.0)
    with pytest.raises(ValueError, match=r"explode is 0.5; expected 0 in the plane"):
        brenier.plot.diagram(plane, explode=0.5)
    with pytest.raises(ValueError, match=r"cells has shape \(3,\).* a bool for each of 40"):
        brenier.plot.diagram(d, cells=[True, False, True])
    with pytest.raises(ValueError, match="values must be"):
        brenier.plot.diagram(d, values=[1.0])
    assert len(brenier.plot.diagram(plane, cells=[False]).collections[0].get_paths()) == 0
