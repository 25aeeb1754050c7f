"""The singular set as it is drawn: where the map is singular, and where it leaps."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from inputs.shapes import HORSESHOE
from inputs.sites import random_sites
from oracles.exact import area

figure = pytest.importorskip("matplotlib.figure")


@pytest.fixture
def horseshoe():
    return brenier.Uniform(HORSESHOE)


@pytest.fixture
def clusters():
    rng = np.random.default_rng(0)
    return rng.normal([[0, 0], [9, 0], [4, 7]], 1, (60, 3, 2)).reshape(-1, 2)


def drawn_singular_set(m, ax, **kw):
    """The triangles (s, 3, 2) and the creases (c, 2, 2) that are drawn."""
    assert brenier.plot.singular_set(m, ax, **kw) is ax
    triangles, creases = ax.collections[-2:]
    corners = np.array([path.vertices[:3] for path in triangles.get_paths()])
    return corners, np.array(creases.get_segments())


def test_the_triangles_drawn_are_the_singular_set(clusters, ax):
    m = brenier.ContinuousMap(brenier.solve(clusters))
    triangles, _ = drawn_singular_set(m, ax)
    x = np.random.default_rng(1).random((4000, 2))
    singular = m.is_singular(x)
    assert 0.03 < singular.mean() < 0.3
    # On the left of all three sides.
    side = np.roll(triangles, -1, axis=1) - triangles
    offset = x[:, None, None] - triangles
    inside = (side[..., 0] * offset[..., 1] - side[..., 1] * offset[..., 0] > 0).all(axis=-1)
    np.testing.assert_array_equal(inside.sum(axis=1), singular)
    share = sum(area(triangle) for triangle in triangles)
    assert share == pytest.approx(singular.mean(), abs=4 * np.sqrt(share / len(x)))


def test_the_creases_drawn_are_where_the_map_leaps(clusters, ax, horseshoe):
    for source in (None, horseshoe):
        t = brenier.solve(clusters, source=source)
        m = brenier.ContinuousMap(t, max_jump=2.5)
        _, creases = drawn_singular_set(m, ax)
        along = creases[:, 1] - creases[:, 0]
        across = np.column_stack([-along[:, 1], along[:, 0]]) * 1e-6
        middle = creases.mean(axis=1)
        leap = np.linalg.norm(t(middle + across) - t(middle - across), axis=1)
        assert (leap > 2.5).all()
        # None is missing: of all facets across which the map leaps, the length is the same.
        facets = t.diagram.facets
        far = np.linalg.norm(np.diff(t.sites[facets.sites], axis=1)[:, 0], axis=1) > 2.5
        length = np.linalg.norm(np.diff(facets.points[far], axis=1)[:, 0], axis=1).sum()
        assert np.linalg.norm(along, axis=1).sum() == pytest.approx(length)


def test_the_singular_set_is_cut_to_a_domain_that_is_not_convex(clusters, horseshoe):
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    m = brenier.ContinuousMap(brenier.solve(clusters, source=horseshoe))
    page = figure.Figure(figsize=(3, 3), dpi=100)
    canvas = FigureCanvasAgg(page)
    ax = page.add_axes((0, 0, 1, 1), xlim=(0, 3), ylim=(0, 3))
    triangles, _ = drawn_singular_set(m, ax, color="black", alpha=1)
    ax.set_axis_off()
    canvas.draw()
    ink = np.asarray(canvas.buffer_rgba())[::-1, :, 0] < 255
    # Some triangles reach into the notch, whose pixels but for those at its rim stay white.
    assert (m.transport.source.density(triangles.mean(axis=1)) == 0).any()
    assert not ink[102:, 102:198].any()
    assert 0.03 < ink.mean() < 0.3


def test_parts_of_the_singular_set_and_styles_are_optional(clusters, horseshoe, ax):
    m = brenier.ContinuousMap(brenier.solve(clusters, source=horseshoe))
    ax.plot([0.4, 0.6], [0.4, 0.6])
    limits = ax.get_xlim(), ax.get_ylim()
    brenier.plot.singular_set(m, ax, creases=False, color="red", alpha=0.5, zorder=7)
    triangles = ax.collections[-1]
    np.testing.assert_allclose(triangles.get_facecolor()[0], (1, 0, 0, 0.5))
    assert triangles.get_zorder() == 7
    brenier.plot.singular_set(m, ax, triangles=False, color="red", linewidth=3)
    assert len(ax.collections) == 2
    np.testing.assert_allclose(ax.collections[-1].get_color()[0], (1, 0, 0, 1))
    assert ax.collections[-1].get_linewidth()[0] == 3
    assert (ax.get_xlim(), ax.get_ylim()) == limits


def test_of_a_map_without_gaps_nothing_is_drawn(ax):
    m = brenier.ContinuousMap(brenier.solve(random_sites(40)), max_jump=np.inf)
    brenier.plot.singular_set(m, ax)
    assert [len(collection.get_paths()) for collection in ax.collections] == [0, 0]
    ax.figure.canvas.draw()
