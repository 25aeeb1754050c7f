"""Domains a million million times as long as wide are divided as exactly as others."""

from __future__ import annotations

import math

import brenier
import numpy as np
import pytest
from inputs.shapes import SQUARE
from inputs.sites import random_masses, random_sites
from oracles.exact import exact_areas, exact_cells, exact_raster_masses

WIDTHS = pytest.mark.parametrize("width", [1e-3, 1e-6, 1e-9, 1e-12])
TURNED = pytest.mark.parametrize("turned", [False, True], ids=["", "turned"])
PLACES = pytest.mark.parametrize("place", ["in the domain", "over a square", "on its axis"])


def sites_at(place, n, width):
    reach = {"in the domain": width, "over a square": 1, "on its axis": 0}[place]
    return random_sites(n) * (1, reach) + (0, width / 2 if reach == 0 else 0)


def by_a_right_angle(points, turned):
    return np.asarray(points)[:, ::-1] * (-1, 1) if turned else np.asarray(points)


@WIDTHS
@TURNED
@PLACES
def test_masses_are_the_rational_ones(width, turned, place):
    domain = by_a_right_angle(SQUARE * (1, width), turned)
    sites = by_a_right_angle(sites_at(place, 40, width), turned)
    for weights in (np.zeros(40), 1e-2 * random_sites(40, 5)[:, 0]):
        masses = brenier.PowerDiagram(sites, weights, brenier.Uniform(domain)).masses
        expected = exact_areas(sites, weights, domain)
        np.testing.assert_allclose(masses, expected, rtol=0, atol=1e-14)
        assert math.fsum(masses) == pytest.approx(1, abs=1e-15)


@WIDTHS
def test_pixels_may_be_as_thin(width):
    values = np.random.default_rng(0).integers(1, 9, (3, 5))
    sites = sites_at("in the domain", 30, width)
    bounds = (0, 0, 1, width)
    masses = brenier.PowerDiagram(sites, source=brenier.Raster(values, bounds)).masses
    cells = exact_cells(sites, domain=SQUARE * (1, width))
    expected = exact_raster_masses(cells, values.tolist(), bounds)
    np.testing.assert_allclose(masses, expected, rtol=0, atol=1e-14)


@WIDTHS
@TURNED
@PLACES
def test_transports_are_found(width, turned, place):
    source = brenier.Uniform(by_a_right_angle(SQUARE * (1, width), turned))
    sites = by_a_right_angle(sites_at(place, 300, width), turned)
    t = brenier.solve(sites, random_masses(300), source)
    assert t.success
    np.testing.assert_allclose(t.diagram.masses, t.masses, rtol=1e-8)


ASLANT = np.array([[0.8, 0.6], [-0.6, 0.8]])


def test_a_domain_aslant_is_as_exact_as_its_width_holds_digits():
    """What is rounded are places, by 1e-16 of the length: the more of the area, the less width."""
    for width in (1e-3, 1e-6, 1e-9):
        domain = (SQUARE * (1, width)) @ ASLANT
        sites = sites_at("in the domain", 40, width) @ ASLANT
        masses = brenier.PowerDiagram(sites, source=brenier.Uniform(domain)).masses
        expected = exact_areas(sites, None, domain)
        np.testing.assert_allclose(masses, expected, rtol=0, atol=2e-17 / width)


@pytest.mark.parametrize("width", [1e-3, 1e-6])
@PLACES
def test_transports_from_domains_aslant_are_found(width, place):
    source = brenier.Uniform((SQUARE * (1, width)) @ ASLANT)
    t = brenier.solve(sites_at(place, 300, width) @ ASLANT, random_masses(300), source)
    assert t.success
    assert t.nit < 20
    assert not t.history.blur.any()
