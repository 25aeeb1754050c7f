"""What power diagrams take and give: arrays, threads, errors."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from inputs.diagram_cases import CONVEX, STAR, diagram, random_case
from oracles.exact import UNIT_SQUARE

# Workers


def test_results_do_not_depend_on_the_number_of_workers():
    sites, weights, _ = random_case(20_000, 1e-5)
    x = np.random.default_rng(6).uniform(-1, 2, (20_000, 2))

    def results(workers):
        d = brenier.PowerDiagram(sites, weights, brenier.Uniform(STAR), workers=workers)
        h = d.hessian()
        yield from (d.masses, d.areas, d.centroids, d.second_moments, d.hidden, d.simplices)
        yield from (d.facets.sites, d.facets.points, d.facets.masses, h.data, h.indices, h.indptr)
        yield d.index(x)
        yield from (polygon for i in range(0, len(d), 50) for polygon in d.cell(i))

    for one, two, all_of_them in zip(results(1), results(2), results(-1), strict=True):
        assert one.tobytes() == two.tobytes() == all_of_them.tobytes()


# Arrays in and out


def test_results_are_read_only():
    d = diagram(CONVEX["three"])
    f = d.facets
    arrays = [d.sites, d.weights, d.masses, d.areas, d.centroids, d.second_moments, d.hidden]
    arrays += [d.simplices, f.sites, f.points, f.masses, *d.cell(0)]
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
    for name in ("sites", "weights", "source"):
        with pytest.raises(AttributeError):
            setattr(d, name, None)


@pytest.mark.parametrize("lazy", [True, False])
def test_the_callers_arrays_are_neither_kept_nor_changed(lazy):
    case = random_case(30, 0.01)
    sites, weights, domain = (np.array(column, float) for column in case)
    d, expected = diagram((sites, weights, domain)), diagram(case)
    if not lazy:
        assert d.masses.sum() == pytest.approx(1)
        assert d.centroids.shape == (30, 2)
    for given, original in zip((sites, weights, domain), case, strict=True):
        np.testing.assert_array_equal(given, original)
        assert given.flags.writeable
        given[...] = 0.5
    np.testing.assert_array_equal(d.sites, expected.sites)
    np.testing.assert_array_equal(d.weights, expected.weights)
    np.testing.assert_array_equal(d.source.domain, expected.source.domain)
    np.testing.assert_array_equal(d.masses, expected.masses)
    np.testing.assert_array_equal(d.centroids, expected.centroids)
    np.testing.assert_array_equal(d.index(expected.sites), expected.index(expected.sites))
    np.testing.assert_array_equal(d.hessian().toarray(), expected.hessian().toarray())


# Errors

SITES = [(0.1, 0.2), (0.4, 0.9), (0.7, 0.3)]


def with_entry(values, index, entry):
    array = np.array(values, float)
    array[index] = entry
    return array


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (([],), ValueError, "sites"),
        ((np.zeros((0, 2)),), ValueError, "sites.*at least one"),
        ((np.zeros(4),), ValueError, r"sites has shape \(4,\)"),
        ((np.zeros((4, 5)),), ValueError, r"sites has shape \(4, 5\)"),
        ((np.zeros((2, 2, 2)),), ValueError, "sites has shape"),
        ((1.0,), ValueError, "sites has shape"),
        ((None,), TypeError, "sites"),
        ((SITES, [0, 0]), ValueError, r"weights has shape \(2,\); expected \(3,\)"),
        ((SITES, [[0], [0], [0]]), ValueError, "weights has shape"),
        ((SITES, 0.0), ValueError, "weights has shape"),
        ((np.array(SITES) * 1j,), TypeError, "sites.*complex"),
        ((SITES, [0, 0, 1j]), TypeError, "weights.*complex"),
        ((np.array(SITES, object),), TypeError, "sites.*object"),
        ((SITES, ["0", "1", "2"]), TypeError, "weights"),
        (([("a", "b")],), TypeError, "sites"),
        (([(0, 1), (2,)],), ValueError, "sites"),
        ((np.zeros((1, 2), "M8[s]"),), TypeError, "sites"),
        ((np.ma.masked_equal(SITES, 0.9),), ValueError, "sites.*mask"),
        ((SITES, np.ma.masked_equal([0, 1, 0], 1)), ValueError, "weights.*mask"),
        ((with_entry(SITES, (2, 0), 1e300),), ValueError, r"sites\[2\]"),
        ((SITES, [0, 1e300, 0]), ValueError, r"weights\[1\]"),
        ((SITES, [0, 0, -1e300]), ValueError, r"weights\[2\]"),
        ((SITES, None, "uniform"), TypeError, "source"),
        ((SITES, None, UNIT_SQUARE), TypeError, "source"),
        ((SITES, None, brenier.Uniform), TypeError, "source"),
    ],
)
def test_wrong_arguments_are_refused_by_name(arguments, error, message):
    with pytest.raises(error, match=message):
        brenier.PowerDiagram(*arguments)


@pytest.mark.parametrize(
    ("workers", "error"),
    [(0, ValueError), (-2, ValueError), (10**9, ValueError), (1.5, TypeError), ("2", TypeError)],
)
def test_wrong_numbers_of_workers_are_refused(workers, error):
    with pytest.raises(error, match="workers"):
        brenier.PowerDiagram(SITES, workers=workers)


@pytest.mark.parametrize("i", [3, -4, 10**30])
def test_cells_of_no_site(i):
    with pytest.raises(IndexError, match="3 sites"):
        brenier.PowerDiagram(SITES).cell(i)


@pytest.mark.parametrize("i", [1.0, "1", None])
def test_cells_have_whole_numbers(i):
    with pytest.raises(TypeError):
        brenier.PowerDiagram(SITES).cell(i)


@pytest.mark.parametrize("x", [(0, 0), [(0, 0, 0)], 0.5, [[]]])
def test_queries_are_points(x):
    with pytest.raises(ValueError, match="x has shape"):
        brenier.PowerDiagram(SITES).index(x)
