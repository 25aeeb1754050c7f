"""Inputs that once gave a wrong answer, each with the right one."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from oracles.exact import exact_areas
from shapely.geometry import Polygon


def up(values):
    return np.nextafter(values, 2)


def test_borders_that_meet_on_an_edge_and_one_on_its_first_vertex():
    comb = [(0, 0), (1.25, 0), (1.25, 0.75), (1, 0.75), (1, 0.25), (0.75, 0.25)]
    comb += [(0.75, 0.75), (0.5, 0.75), (0.5, 0.25), (0.25, 0.25), (0.25, 0.75), (0, 0.75)]
    d = brenier.PowerDiagram(
        [(1.5, 0), (0.5, 0), (1, 0.5), (-0.5, 0)], source=brenier.Uniform(comb)
    )
    assert d.areas == pytest.approx([0.03125, 0.375, 0.28125, 0], abs=1e-14)


def test_a_border_through_two_vertices_on_either_side_of_a_gap():
    horseshoe = [(0, 0), (3, 0), (3, 3), (2, 3), (2, 1), (1, 1), (1, 3), (0, 3)]
    d = brenier.PowerDiagram(
        [(-0.5, 0), (-0.75, 1), (3.75, 3.25)], [13.25, 18, 18.5625], brenier.Uniform(horseshoe)
    )
    assert d.areas == pytest.approx([0, 4.25, 2.75], abs=1e-14)
    for i, area in enumerate(d.areas):
        assert sum(Polygon(piece).area for piece in d.cell(i)) == pytest.approx(area, abs=1e-14)


@pytest.mark.parametrize("step", [1e-8, 1e-7, 1e-6])
def test_a_small_cluster_keeps_every_bit_of_its_weights(step):
    sites = np.array([(0.75, 0.25), (0.75, 0.25 + step), (up(0.75), up(0.25))])
    areas = brenier.PowerDiagram(sites).areas
    assert areas == pytest.approx(exact_areas(sites), abs=1e-13)


def test_distinct_voronoi_sites_are_never_hidden():
    x = np.array([0.30000000000004096, 0.3000000000002698, 0.3000000000006369, 0.300001])
    d = brenier.PowerDiagram(np.column_stack([x, np.full(4, 0.6)]))
    assert len(d.hidden) == 0


@pytest.mark.parametrize("tiny", [1e-30, 1e-60, 1e-100, 1e-200, 5e-324])
def test_sites_a_tiny_distance_apart_beside_a_nearly_parallel_side(tiny):
    sites = np.array(
        [(0, 0), (up(0.75), up(1.0)), (tiny, tiny), (up(0.75), up(0.25)), (up(0.25), up(0.25))]
    )
    areas = brenier.PowerDiagram(sites).areas
    assert areas == pytest.approx(exact_areas(sites), abs=1e-13)


def test_a_start_far_from_the_domain_keeps_the_digits_of_the_differences():
    assert brenier.solve([(-7, 0.5), (-6.5, 0.5)], [0.999, 0.001], tol=4e-12).success


@pytest.mark.parametrize("common", [0.0, 2.0**50, 2.0**53])
def test_a_common_part_of_the_weights_costs_nothing(common):
    sites = [(1e4 + 0.25, 0.5), (1e4 + 0.75, 0.5)]
    masses = brenier.PowerDiagram(sites, common + np.array([0, 1e4])).masses
    assert masses == pytest.approx([0.5, 0.5], abs=1e-12)


def test_equal_masses_sum_to_one_for_many_sites():
    """A plain sum of 1e5 times 1e-5 is off by 2e-12, which no transport can make up for."""
    sites = np.random.default_rng(0).random((100_000, 2))
    assert brenier.solve(sites, tol=1e-9).success


def test_queries_and_domains_that_are_not_numbers_or_empty():
    with pytest.raises(ValueError, match=r"x\[0\] is \(nan, 0\)"):
        brenier.Uniform().density([[np.nan, 0]])
    with pytest.raises(ValueError, match="ring 0 has 0 distinct vertices"):
        brenier.Uniform(np.zeros((0, 2)))


def test_diagrams_cannot_be_changed():
    d = brenier.PowerDiagram([(0.5, 0.5)])
    with pytest.raises(AttributeError, match="masses"):
        d.masses = None
