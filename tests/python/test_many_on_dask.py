"""Many problems on a cluster of Dask's: two processes, one of which is killed in between."""

from __future__ import annotations

import pytest
from programs.child import run

pytest.importorskip("distributed")

# A main program, as the processes of a cluster import it.
PROGRAM = """
import os, signal
import brenier, dask, numpy as np
from distributed import Client, LocalCluster

problems = [np.random.default_rng(k).random((30, 2)) for k in range(200)]
if __name__ == "__main__":
    dask.config.set({"distributed.comm.timeouts.connect": "2s"})  # to who is dead
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        with Client(cluster) as client:
            results = brenier.solve_many(problems, executor=client.get_executor(), tol=1e-6)
            transports = [next(results)]
            os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)
            transports += results
    for t, sites in zip(transports, problems, strict=True):
        assert np.array_equal(t.weights, brenier.solve(sites, tol=1e-6).weights)
        assert np.array_equal(t(sites), brenier.solve(sites, tol=1e-6)(sites))
"""


def test_a_worker_that_is_killed_loses_nothing():
    run(PROGRAM, timeout=600)


# Problems come from a generator; the first worker is killed when half of them are back.
STREAM = """
import os, signal
import brenier, dask, numpy as np
from distributed import Client, LocalCluster

COUNT, CHUNK, IN_HAND = 5_000, 20, 64
read = 0

def problems():
    global read
    for read in range(COUNT):
        yield np.random.default_rng(read).random((5, 2))

if __name__ == "__main__":
    dask.config.set({"distributed.comm.timeouts.connect": "2s"})  # to who is dead
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        with Client(cluster) as client:
            executor = client.get_executor()
            results = brenier.solve_many(problems(), executor=executor, chunksize=CHUNK, tol=1e-6)
            for k, t in enumerate(results):
                assert read < k + CHUNK * (IN_HAND + 1)
                if k % 1000 == 0:
                    sites = np.random.default_rng(k).random((5, 2))
                    assert np.array_equal(t.weights, brenier.solve(sites, tol=1e-6).weights)
                    assert len(client.futures) <= IN_HAND + 2
                if k == COUNT // 2:
                    os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)
    assert k == COUNT - 1
"""


def test_thousands_of_problems_stream_through_in_bounded_memory():
    run(STREAM, timeout=600)
