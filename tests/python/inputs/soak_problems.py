"""Random transports of every kind, for the soak."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import brenier
import numpy as np
from brenier.sources import source_class

from inputs.soak_sources import SOURCES, SPACE


@dataclass(frozen=True)
class Problem:
    """What a solve gets, and what it is called."""

    kind: tuple[str, str, str]  # of source, sites, masses
    source: brenier.Source
    sites: np.ndarray
    masses: np.ndarray | None
    options: dict[str, Any] = field(default_factory=dict)
    initial_weights: np.ndarray | None = None
    stop_at: int | None = None  # the step at which the callback stops the solve

    def to_arrays(self):
        arrays = {"kind": np.array(self.kind), "source": np.array(self.source._kind)}
        arrays |= self.source._to_arrays()
        arrays |= {"sites": self.sites, "options": np.array(list(self.options))}
        arrays["settings"] = np.array(list(self.options.values()), dtype=float)
        for name in ("masses", "initial_weights", "stop_at"):
            if getattr(self, name) is not None:
                arrays[name] = np.array(getattr(self, name))
        return arrays

    @classmethod
    def from_arrays(cls, arrays):
        settings = zip(arrays["options"].tolist(), arrays["settings"].tolist(), strict=True)
        return cls(
            tuple(arrays["kind"].tolist()),
            source_class(str(arrays["source"]))._from_arrays(arrays),
            arrays["sites"],
            arrays.get("masses"),
            {name: value if name == "tol" else int(value) for name, value in settings},
            arrays.get("initial_weights"),
            None if "stop_at" not in arrays else int(arrays["stop_at"]),
        )


MOST_IN_SPACE = 40  # sites, as their cells are found one by one, by linear programming


def random_problem(seed, number, most=2000, kinds=SOURCES):
    """Problem `number` of a seed, with up to `most` sites, in the plane or in space."""
    rng = np.random.default_rng((seed, number))
    most = min(most, MOST_IN_SPACE) if kinds is SPACE else most
    n = int(math.exp(rng.uniform(0, math.log(most + 1))))
    source_kind, make_source = pick(rng, kinds)
    sites_kind, make_sites = pick(rng, SITES)
    masses_kind, make_masses = pick(rng, MASSES)
    source = make_source(rng)
    sites = make_sites(n, source, rng)
    options = {"workers": int(rng.choice([1, 1, 1, 2, 3, -1]))}
    if rng.random() < 0.4:
        options["tol"] = float(10 ** rng.uniform(-10, -2))
    if rng.random() < 0.05:
        options["max_iter"] = int(rng.integers(0, 6))
    return Problem(
        (source_kind, sites_kind, masses_kind),
        source,
        sites,
        make_masses(n, rng),
        options,
        initial_weights(n, source, rng) if rng.random() < 0.2 else None,
        int(rng.integers(1, 8)) if rng.random() < 0.05 else None,
    )


def pick(rng, kinds):
    name = list(kinds)[rng.integers(len(kinds))]
    return name, kinds[name]


def initial_weights(n, source, rng):
    """None too good: zeros, noise at some scale, beyond all measure."""
    size = np.ptp(np.reshape(source.bounds, (2, -1)), axis=0).max() ** 2
    return rng.choice([0.0, 10 ** rng.uniform(-8, 2) * size, 1e300]) * rng.standard_normal(n)


# Sites, in a square or a cube as wide as the domain: n of them in `d` dimensions


def anywhere(n, d, rng):
    return rng.random((n, d))


def clustered(n, d, rng):
    middles = rng.random((int(rng.integers(1, 8)), d))
    width = 10 ** rng.uniform(-5, -1)
    return middles[rng.integers(0, len(middles), n)] + width * rng.standard_normal((n, d))


def lattice(n, d, rng):
    side = math.ceil(n ** (1 / d) - 1e-9)
    return (np.column_stack(np.unravel_index(np.arange(n), d * (side,))) + 0.5) / side


def duplicates(n, d, rng):
    return rng.random((max(1, n // 2), d))[rng.integers(0, max(1, n // 2), n)]


def collinear(n, d, rng):
    ends = rng.random((2, d))
    if rng.random() < 0.5:
        ends[1, 0] = ends[0, 0]
    return ends[0] + rng.random((n, 1)) * (ends[1] - ends[0])


def far_outside(n, d, rng):
    way = rng.standard_normal(d)
    return rng.random((n, d)) + 10 ** rng.uniform(0, 4) * way / np.linalg.norm(way)


def scaled(n, d, rng):
    return 10 ** rng.uniform(-8, 8) * (rng.random((n, d)) - 0.5) + 0.5


def on_circle(n, d, rng):
    """Evenly; in space around one of its axes."""
    angle = 2 * np.pi * np.arange(n) / n
    circle = np.column_stack([np.cos(angle), np.sin(angle), np.zeros(n)])[:, :d]
    return 0.5 + rng.uniform(0.1, 2) * circle


def over(make):
    """Sites that are made for the unit square or cube, in the frame of a source."""

    def made(n, source, rng):
        low, high = np.reshape(source.bounds, (2, -1))
        sites = low + (high - low).max() * make(n, source.dimension, rng)
        # On a torus all sites are around; where they are far off, no digit would say where.
        return low + np.mod(sites - low, high - low) if source.periodic else sites

    return made


SITES = {
    make.__name__.replace("_", " "): over(make)
    for make in (
        anywhere,
        clustered,
        lattice,
        duplicates,
        collinear,
        far_outside,
        scaled,
        on_circle,
    )
}


# Masses


def random_shares(n, rng):
    return normalised(0.05 + rng.random(n))


def with_zeros(n, rng):
    masses = np.where(rng.random(n) < 0.3, 0.0, 0.2 + rng.random(n))
    masses[rng.integers(n)] = 1.0
    return normalised(masses)


def steep(n, rng):
    return normalised(10 ** (rng.uniform(1, 9) * rng.random(n)))


def normalised(masses):
    return masses / math.fsum(masses)


MASSES = {
    "equal": lambda n, rng: None,
    "random": random_shares,
    "zeros": with_zeros,
    "steep": steep,
}
