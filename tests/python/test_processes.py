"""Child processes work, whatever the parent has done before, and results travel between them."""

from __future__ import annotations

import os
import pickle

import brenier
import numpy as np
import pytest
from programs.child import run

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")

SOLVED_WITH_THREADS = """
import threading
import numpy as np, brenier
sites = np.random.default_rng(0).random((20_000, 2))
x = sites[::3]
def solve(result):
    result.append(brenier.solve(sites, tol=1e-4, workers=2))
transports = []
threads = [threading.Thread(target=solve, args=(transports,)) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
t = transports[0]
"""


@needs_fork
def test_a_forked_child_goes_on_with_its_parent_s_objects():
    run(
        SOLVED_WITH_THREADS
        + """
import os
images, m = t(x), brenier.ContinuousMap(t)
child = os.fork()
if child == 0:
    same = [
        np.array_equal(brenier.solve(sites, tol=1e-4, workers=2).weights, t.weights),
        np.array_equal(t(x), images),
        np.array_equal(brenier.ContinuousMap(t)(x), m(x)),
        np.array_equal(transports[1].diagram.masses, t.diagram.masses),
    ]
    os._exit(0 if all(same) else 1)
assert os.waitpid(child, 0)[1] == 0
assert np.array_equal(transports[2].centroids, t.centroids)
"""
    )


@pytest.mark.parametrize("method", [pytest.param("fork", marks=needs_fork), "spawn"])
def test_a_pool_of_processes_gives_back_transports(method):
    run(
        SOLVED_WITH_THREADS
        + f"""
import functools, multiprocessing
if __name__ == "__main__":
    task = functools.partial(brenier.solve, tol=1e-4, workers=2)
    with multiprocessing.get_context("{method}").Pool(2) as pool:
        for again in pool.map(task, [sites, sites]):
            assert np.array_equal(again.weights, t.weights)
            assert np.array_equal(again(x), t(x))
        images = pool.map(t, [x, x[:100]])  # the transport itself goes to the children
        assert np.array_equal(images[0], t(x))
"""
    )


def test_what_holds_a_diagram_travels_too():
    q = brenier.quantize(5, tol=1, rng=0)
    b = brenier.barycenter([brenier.Uniform(), brenier.Gaussian((0.5, 0.5), 0.1)], n=5, rng=0)
    for item in (q, b):
        again = pickle.loads(pickle.dumps(item))
        assert np.array_equal(again.sites, item.sites)
        assert repr(again) == repr(item)
