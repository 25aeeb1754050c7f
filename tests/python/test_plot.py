"""What is drawn is what was asked for: as many polygons, of the right area, in the right place."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from inputs.shapes import HORSESHOE
from oracles.exact import area
from programs.child import run_silently

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")

from matplotlib.figure import Figure  # noqa: E402


@pytest.fixture
def sites():
    return np.random.default_rng(0).random((40, 2))


@pytest.fixture
def ax3d():
    return Figure().add_subplot(projection="3d")


@pytest.fixture
def hole():
    """A horseshoe: the cell of a site across its mouth falls into two pieces."""
    return brenier.Uniform(HORSESHOE)


def drawn_areas(ax):
    return [area(path.vertices[:-1]) for path in ax.collections[0].get_paths()]


def test_the_cells_drawn_tile_the_domain(sites, ax):
    d = brenier.PowerDiagram(sites)
    assert brenier.plot.diagram(d, ax) is ax
    np.testing.assert_allclose(drawn_areas(ax), d.areas, rtol=1e-9)
    ax.figure.canvas.draw()
    assert ax.get_aspect() == 1
    (x0, x1), (y0, y1) = ax.get_xlim(), ax.get_ylim()
    assert -0.05 < x0 <= 0
    assert 1 <= x1 < 1.05
    assert -0.05 < y0 <= 0
    assert 1 <= y1 < 1.05


def test_empty_cells_draw_nothing_and_values_stay_with_their_cells(sites, ax):
    weights = np.zeros(len(sites))
    weights[7] = -10.0
    d = brenier.PowerDiagram(sites, weights)
    assert d.cell(7) == []
    brenier.plot.diagram(d, ax, values=np.arange(40))
    np.testing.assert_array_equal(ax.collections[0].get_array(), np.delete(np.arange(40), 7))
    np.testing.assert_allclose(drawn_areas(ax), np.delete(d.areas, 7), rtol=1e-9)


def test_a_cell_in_two_pieces_draws_both_in_its_colour(hole, ax):
    d = brenier.PowerDiagram([(1.5, 2.9), (1.5, 0.2)], source=hole)
    pieces = [len(d.cell(i)) for i in range(2)]
    assert pieces == [2, 1]
    brenier.plot.diagram(d, ax, values=[5.0, 6.0])
    np.testing.assert_array_equal(ax.collections[0].get_array(), [5, 5, 6])
    assert sum(drawn_areas(ax)) == pytest.approx(7)


def test_holes_that_a_cell_goes_around_stay_blank():
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    rings = [
        np.array([(a, b), (a + s, b), (a + s, b + s), (a, b + s)])
        for a, b, s in [(0, 0, 4), (0.5, 1, 1), (0.5, 3, 0.5), (2.5, 1, 1)]
    ]
    d = brenier.PowerDiagram([(0, 0), (4, 0), (4, 4)], [0, 0, -10], brenier.Uniform(rings))
    assert [len(d.cell(i)) for i in range(3)] == [3, 2, 1]
    figure = Figure(figsize=(4, 4), dpi=10)
    canvas = FigureCanvasAgg(figure)
    ax = figure.add_axes((0, 0, 1, 1))
    shades = np.array([0.2, 0.5, 0.8])
    colours = np.repeat(shades[:, None], 3, axis=1)
    brenier.plot.diagram(d, ax, values=colours, sites=False, edgecolor="none")
    ax.set(xlim=(0, 4), ylim=(0, 4))
    ax.set_axis_off()
    canvas.draw()
    drawn = np.asarray(canvas.buffer_rgba())[::-1, :, 0] / 255
    pixels = np.stack(np.meshgrid(*2 * [np.arange(0.05, 4, 0.1)]), axis=-1).reshape(-1, 2)
    ground = d.source.density(pixels) > 0
    assert (~ground).sum() == 225
    owners = d.index(pixels)
    expected = np.where(ground, shades[owners], 1)
    corners = 0.1 * np.array([*np.ndindex(2, 2)]) - 0.05
    whole = np.all([d.index(pixels + corner) == owners for corner in corners], axis=0)
    assert whole.sum() > 1500
    np.testing.assert_allclose(drawn.ravel()[whole], expected[whole], atol=0.005)


def test_colours_may_be_given_outright(sites, ax):
    colours = np.random.default_rng(1).random((40, 3))
    brenier.plot.diagram(brenier.PowerDiagram(sites), ax, values=colours)
    ax.figure.canvas.draw()
    np.testing.assert_allclose(ax.collections[0].get_facecolor()[:, :3], colours)


def test_sites_and_styles_are_optional(sites, ax):
    d = brenier.PowerDiagram(sites)
    brenier.plot.diagram(d, ax, sites=False, linewidth=3, facecolor="red")
    assert not ax.lines
    assert ax.collections[0].get_linewidth()[0] == 3
    np.testing.assert_allclose(ax.collections[0].get_facecolor()[0], (1, 0, 0, 1))
    brenier.plot.diagram(d, ax)
    np.testing.assert_array_equal(ax.lines[0].get_xydata(), sites)


def test_values_of_another_shape_are_refused(sites, ax):
    with pytest.raises(ValueError, match=r"values .*\(40,\).* got \(3,\)"):
        brenier.plot.diagram(brenier.PowerDiagram(sites), ax, values=[1, 2, 3])


def test_the_pieces_of_the_potential_are_its_values(sites, ax3d):
    t = brenier.solve(sites)
    assert brenier.plot.potential(t, ax3d) is ax3d
    pieces = pieces_of(t, ax3d)
    assert len(pieces) == 40
    for i, piece in enumerate(pieces):
        np.testing.assert_allclose(piece[:, 2], t.potential(piece[:, :2]), atol=1e-9)
        assert area(piece[:, :2]) == pytest.approx(t.diagram.areas[i])
    (z0, z1), heights = ax3d.get_zlim(), np.concatenate(pieces)[:, 2]
    assert z0 <= heights.min() + 1e-9
    assert z1 >= heights.max() - 1e-9
    ax3d.figure.canvas.draw()


def pieces_of(t, ax3d):
    """The vertices handed to matplotlib, caught on their way."""
    caught = []
    from mpl_toolkits.mplot3d.art3d import Poly3DCollection

    original = Poly3DCollection.__init__

    def spy(self, verts, *args, **kwargs):
        caught.append(np.array(verts))
        original(self, verts, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Poly3DCollection, "__init__", spy)
        brenier.plot.potential(t, ax3d)
    return list(caught[0])


def test_the_potential_needs_three_dimensions(sites, ax):
    with pytest.raises(ValueError, match="projection='3d'"):
        brenier.plot.potential(brenier.solve(sites), ax)


def test_without_axes_a_new_figure_is_made_and_settings_are_kept(sites):
    from matplotlib import pyplot

    before = dict(matplotlib.rcParams)
    t = brenier.solve(sites)
    made = [
        brenier.plot.diagram(t.diagram),
        brenier.plot.potential(t),
        brenier.plot.images(np.zeros((2, 3, 3))),
        brenier.plot.convergence(t),
        brenier.plot.singular_set(brenier.ContinuousMap(t)),
    ]
    assert len({axes.figure for axes in made}) == 5
    assert dict(matplotlib.rcParams) == before
    pyplot.close("all")


@pytest.mark.parametrize(
    "call", ["diagram(None)", "images([[0]])", "convergence(None)", "singular_set(None)"]
)
def test_without_matplotlib_the_error_says_what_to_install(call):
    script = (
        "import sys; sys.modules['matplotlib'] = None\n"
        "import brenier.plot\n"
        f"try: brenier.plot.{call}\n"
        "except ImportError as error: assert 'pip install brenier[plot]' in str(error)\n"
        "else: raise SystemExit('no error')\n"
    )
    run_silently(script)


def test_importing_the_module_leaves_matplotlib_alone():
    script = "import sys, brenier.plot; assert 'matplotlib' not in sys.modules"
    run_silently(script)
