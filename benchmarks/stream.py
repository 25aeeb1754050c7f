"""Many small problems through Dask: two worker processes, time, and memory that does not grow.

    python benchmarks/stream.py 100000
    python benchmarks/stream.py 100000 --threads     # the same in threads, for comparison

Problems come from a generator, and results are let go as they come. Memory is that which is in use
now, in this process and in the workers, after each tenth.
"""

import argparse
import contextlib
import os
import time

import brenier
import numpy as np


def problems(count, sites):
    for k in range(count):
        yield np.random.default_rng(k).random((sites, 2))


def resident():
    """What this process has in memory, in MiB."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


@contextlib.contextmanager
def dask(workers):
    """An executor, and a function that says what the workers have in memory."""
    import dask
    from distributed import Client, LocalCluster

    # Else Dask keeps the last 1,000 messages on each way, problems included.
    dask.config.set({"distributed.admin.low-level-log-length": 100})
    options = {"threads_per_worker": 1, "dashboard_address": None}
    with LocalCluster(n_workers=workers, **options) as cluster, Client(cluster) as client:
        yield client.get_executor(), lambda: list(client.run(resident).values())


@contextlib.contextmanager
def threads(_workers):
    """No executor, which means threads, and no workers' memory."""
    yield None, list


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("count", type=int)
    parser.add_argument("--sites", type=int, default=30, help="of a problem (default: 30)")
    parser.add_argument("--chunksize", type=int, default=50, help="default: 50")
    parser.add_argument("--workers", type=int, default=2, help="processes (default: 2)")
    parser.add_argument("--threads", action="store_true", help="threads in place of Dask")
    args = parser.parse_args()

    with (threads if args.threads else dask)(args.workers) as (executor, of_workers):
        begin, total = time.perf_counter(), 0.0
        given = problems(args.count, args.sites)
        options = {"executor": executor, "chunksize": args.chunksize, "tol": 1e-6}
        for k, t in enumerate(brenier.solve_many(given, **options), 1):
            total += t.cost
            if k % max(args.count // 10, 1) == 0:
                seconds = time.perf_counter() - begin
                memory = " ".join(f"{megabytes:.0f}" for megabytes in [resident(), *of_workers()])
                print(f"{k:>8} problems  {seconds:8.1f} s  {memory} MiB", flush=True)
    print(f"{1000 * seconds / args.count:.2f} ms a problem, mean cost {total / args.count:.6f}")


if __name__ == "__main__":
    main()
