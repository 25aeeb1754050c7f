"""The arguments of sampled transports that are arrays."""

from __future__ import annotations

import functools
from typing import Any

import brenier
import numpy as np

from inputs.argument_rows import MASSES, NUMBERS, QUERIES, SITES, row

_ENTRY = "{name}[{0}, {1}]"


def sampled(sites: Any, *arguments: Any, **options: Any) -> brenier.SampledTransport:
    return brenier.solve_sampled(sites, *arguments, tol=0.5, rng=0, **options)


@functools.cache
def codes() -> brenier.SampledTransport:
    return sampled(SITES)


def of_samples(t: brenier.SampledTransport) -> tuple[np.ndarray, ...]:
    return t.sites, t.masses, t.weights


SAMPLED = [
    row("solve_sampled", "sites", SITES, lambda a: of_samples(sampled(a)), at=_ENTRY),
    row(
        "solve_sampled",
        "masses",
        MASSES,
        lambda a: of_samples(sampled(SITES, a)),
        takes_none=True,
    ),
    row(
        "solve_sampled",
        "initial_weights",
        NUMBERS,
        lambda a: of_samples(sampled(SITES, initial_weights=a)),
        takes_none=True,
        takes_nan=True,
    ),
    *(
        row(f"SampledTransport.{name}", "x", QUERIES, call, takes_nothing=True, at=_ENTRY)
        for name, call in (
            ("index", lambda a: codes().index(a)),
            ("__call__", lambda a: codes()(a)),
            ("potential", lambda a: codes().potential(a)),
            ("nearest", lambda a: codes().nearest(a, 2)),
        )
    ),
    row(
        "SampledTransport.certify",
        "weights",
        NUMBERS,
        lambda a: (codes().certify(500, 0, weights=a).dual_value,),
        takes_none=True,
    ),
]
