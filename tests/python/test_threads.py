"""Eight threads at once, on the same objects: every bit is that of one thread alone."""

from __future__ import annotations

import pickle
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import brenier
import numpy as np
import pytest
from inputs.sites import random_sites
from inputs.source_cases import SOURCES, Frame, sites_over

THREADS = 8


@pytest.fixture(autouse=True)
def impatient_threads():
    """Let the interpreter go from thread to thread as often as it can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def at_once(tasks: list[Callable[[], object]]) -> list[object]:
    """Run every task in a thread of its own, all of them let go at the same moment."""
    barrier = threading.Barrier(len(tasks))

    def run(task):
        barrier.wait()
        return task()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return [future.result() for future in [pool.submit(run, task) for task in tasks]]


def bits(value: object) -> bytes:
    """What a result is, to the last bit."""
    if isinstance(value, np.ndarray):
        return value.tobytes()
    if isinstance(value, (tuple, list)):
        return b"|".join(map(bits, value))
    return repr(value).encode()


X = random_sites(3000, 5)

OF_A_DIAGRAM = {
    "masses": lambda d: d.masses,
    "areas": lambda d: d.areas,
    "moments": lambda d: (d.centroids, d.second_moments),
    "hidden": lambda d: d.hidden,
    "simplices": lambda d: d.simplices,
    "facets": lambda d: (d.facets.sites, d.facets.points, d.facets.masses),
    "hessian": lambda d: (d.hessian().indptr, d.hessian().indices, d.hessian().data),
    "cells": lambda d: [d.cell(k) for k in range(20)],
    "index": lambda d: d.index(X),
}
OF_A_TRANSPORT = {
    "heights": lambda t: t.heights,
    "cost": lambda t: t.cost,
    "dual value": lambda t: t.dual_value,
    "centroids": lambda t: t.centroids,
    "images": lambda t: t(X),
    "potential": lambda t: t.potential(X),
    "conjugate": lambda t: t.conjugate(X),
    "map": lambda t: brenier.ContinuousMap(t)(X),
    "pickle": lambda t: pickle.loads(pickle.dumps(t)).weights,
    "again": lambda t: brenier.solve(t.sites, t.masses, t.source, workers=2).weights,
}
OF_A_MAP = {
    "images": lambda m: m(X),
    "singular": lambda m: m.is_singular(X),
    **{
        policy: lambda m, policy=policy: (
            brenier.LatentSampler(m, singular=policy).sample(500, rng=3).latents
        )
        for policy in ("reject", "snap", "keep")
    },
    "pictures": lambda m: brenier.generate(np.sin, brenier.LatentSampler(m), 500, rng=4),
}
OF_A_SOURCE = {
    "samples": lambda s: s.sample(500, rng=7),
    "density": lambda s: s.density(X),
    "bounds": lambda s: s.bounds,
    "masses": lambda s: brenier.PowerDiagram(sites_over(s, 30), source=s, workers=2).masses,
    "quantize": lambda s: brenier.quantize(20, s, max_iter=2, tol=1, rng=5).sites,
}


def check(make: Callable[[], object], questions: dict[str, Callable]) -> None:
    """Ask a new object everything at once: in several threads all, each from another one on."""
    alone = {name: bits(ask(make())) for name, ask in questions.items()}
    names = list(questions)
    for name, ask in questions.items():  # the same question from all: a race to be the first
        shared = make()
        results = at_once([lambda ask=ask, shared=shared: bits(ask(shared))] * THREADS)
        assert set(results) == {alone[name]}
    shared = make()

    def ask_all(first):
        order = names[first:] + names[:first]
        return {name: bits(questions[name](shared)) for name in order}

    tasks = [lambda k=k: ask_all(k % len(names)) for k in range(THREADS)]
    for answers in at_once(tasks):
        assert answers == alone


def test_a_diagram_is_asked():
    weights = 1e-3 * np.random.default_rng(2).random(2000)
    check(lambda: brenier.PowerDiagram(random_sites(2000), weights), OF_A_DIAGRAM)


def test_a_transport_is_asked():
    saved = pickle.dumps(brenier.solve(random_sites(1500)))
    check(lambda: pickle.loads(saved), OF_A_TRANSPORT)
    check(lambda: pickle.loads(saved).diagram, OF_A_DIAGRAM)


def test_a_continuous_map_is_asked():
    codes = np.concatenate([random_sites(300), random_sites(300, 1) + np.array([3, 0])])
    saved = pickle.dumps(brenier.ContinuousMap(brenier.solve(codes)))
    check(lambda: pickle.loads(saved), OF_A_MAP)


@pytest.mark.parametrize("kind", SOURCES)
def test_a_source_is_asked(kind):
    check(lambda: SOURCES[kind](Frame()), OF_A_SOURCE)


def test_problems_of_all_kinds_are_solved():
    def solve(kind):
        source = SOURCES[kind](Frame())
        return bits(brenier.solve(sites_over(source, 300), source=source, tol=1e-6).weights)

    alone = [solve(kind) for kind in SOURCES]
    assert at_once([lambda kind=kind: solve(kind) for kind in SOURCES]) == alone
