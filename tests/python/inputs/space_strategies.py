"""What hypothesis draws in space: degenerate sites, weights, and domains.

As in the plane (strategies.py), coordinates are multiples of powers of two, so that what looks as
if it were on a line, in a plane or on a sphere is so to the last bit, also after it has been moved,
turned by quarters and scaled.
"""

from __future__ import annotations

import itertools

import brenier
import numpy as np
from hypothesis import strategies as st

from inputs.strategies import nudged

QUARTERS = st.integers(-2, 6).map(lambda k: k / 4)
PLACES = st.tuples(QUARTERS, QUARTERS, QUARTERS)
# All points of the sphere of radius 3 whose coordinates are integers: 30 of them.
SPHERE = [p for p in itertools.product(range(-3, 4), repeat=3) if sum(x * x for x in p) == 9]
DIRECTIONS = [(1, 0, 0), (0, 0, 1), (1, 1, 0), (1, 1, 1), (2, -1, 3)]


@st.composite
def on_a_line(draw, most):
    start, way = np.array(draw(PLACES)), np.array(draw(st.sampled_from(DIRECTIONS)))
    steps = draw(st.lists(st.integers(-6, 6), min_size=1, max_size=most))
    return [tuple((start + k / 16 * way).tolist()) for k in steps]


@st.composite
def in_a_plane(draw, most):
    start = np.array(draw(PLACES))
    ways = np.array([draw(st.sampled_from(DIRECTIONS)), draw(st.sampled_from(DIRECTIONS))])
    step = st.tuples(st.integers(-4, 4), st.integers(-4, 4))
    steps = draw(st.lists(step, min_size=1, max_size=most))
    return [tuple((start + np.array(k) @ ways / 16).tolist()) for k in steps]


@st.composite
def on_a_sphere(draw, most):
    middle, size = np.array(draw(PLACES)), draw(st.sampled_from([1 / 8, 1 / 64]))
    shell = draw(st.lists(st.sampled_from(SPHERE), min_size=1, max_size=most - 1))
    centre = [(0, 0, 0)] if draw(st.booleans()) else []
    return [tuple((middle + size * np.array(p)).tolist()) for p in shell + centre]


@st.composite
def moved_by_ulps(draw, most):
    places = draw(st.lists(PLACES, min_size=1, max_size=2))
    moves = st.tuples(*3 * [st.integers(-2, 2)])
    picks = draw(st.lists(st.tuples(st.sampled_from(places), moves), min_size=1, max_size=most))
    return [tuple(map(nudged, place, move)) for place, move in picks]


def site_lists(most=10):
    """Lists of 1 to `most` sites in [-2, 3]³, several of them often at one place."""
    free = st.floats(-1, 2, allow_subnormal=False)
    return st.one_of(
        st.lists(PLACES, min_size=1, max_size=most),
        on_a_line(most),
        in_a_plane(most),
        on_a_sphere(most),
        moved_by_ulps(most),
        st.lists(st.tuples(free, free, free), min_size=1, max_size=most),
    )


@st.composite
def weight_lists(draw, sites):
    """Weights: zero, on a lattice, or such that all sites have equal powers at a point."""
    kind = draw(st.sampled_from(["zero", "lattice", "equal powers"]))
    if kind == "zero":
        return [0.0] * len(sites)
    if kind == "lattice":
        return [draw(st.integers(-64, 64)) / 64 for _ in sites]
    powers = np.sum((np.array(sites) - draw(PLACES)) ** 2, axis=1)
    return [w + draw(st.sampled_from([0, 0, 0, 1 / 64])) for w in powers.tolist()]


CORNERS = [((0, 0, 0), (1, 1, 1)), ((-1, 0, 0.5), (1, 2, 1))]
OCTAHEDRON = brenier.Polyhedron(
    np.array([(1.0, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1)]),
    [
        *(np.array(face) for face in [(0, 2, 4), (2, 1, 4), (1, 3, 4), (3, 0, 4)]),
        *(np.array(face) for face in [(2, 0, 5), (1, 2, 5), (3, 1, 5), (0, 3, 5)]),
    ],
    np.full(8, -1),
)
TETRAHEDRON = brenier.Polyhedron(
    np.array([(0.0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 2)]),
    [np.array(face) for face in [(0, 2, 1), (0, 1, 3), (1, 2, 3), (2, 0, 3)]],
    np.full(4, -1),
)


def sources():
    """Boxes and polyhedra of the size of 1."""
    return st.sampled_from([*CORNERS, OCTAHEDRON, TETRAHEDRON]).map(brenier.Uniform)


def periodic_sources():
    return st.sampled_from(CORNERS).map(lambda box: brenier.Uniform(box, periodic=True))


def all_sources():
    return st.one_of(sources(), periodic_sources())


def points_of(sites):
    """Queries: anywhere around, at the sites, and halfway between them."""
    coordinate = st.floats(-2, 3, allow_subnormal=False)
    at_sites = st.sampled_from([tuple(map(float, y)) for y in sites])
    between = st.tuples(at_sites, at_sites).map(lambda ends: tuple(np.mean(ends, axis=0).tolist()))
    place = st.one_of(st.tuples(*3 * [coordinate]), PLACES, at_sites, between)
    return st.lists(place, min_size=1, max_size=12)
