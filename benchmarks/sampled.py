"""Sampled transport in many dimensions: the error of the masses against processor time, and peers.

python benchmarks/sampled.py 1000 64                  # ten clusters, from N(0, I): minutes
python benchmarks/sampled.py 10000 64 --alone         # without peers
python benchmarks/sampled.py 1000 64 --plot docs/images/sampled.png

All are judged by the same fresh samples, which nobody has fitted. Peers: POT's averaged stochastic
gradients (`pip install POT==0.9.7`), with its defaults and with larger batches, which suit BLAS
better; OTT's, if it is installed. Times are those of the processor, of all threads together:
machines are shared.
"""

from __future__ import annotations

import argparse
import importlib.util
import resource
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import brenier
import numpy as np

TOLERANCES = (0.3, 0.2, 0.11, 0.08)
POT_RUNS = ((10_000, 32), (500, 1024), (1200, 1024), (2000, 1024))  # steps, and samples of each
OTT_STEPS = (300, 1000, 3000)
Row = tuple[str, str, float, float]  # who, how, processor seconds, weights' error


def clusters(n: int, d: int) -> np.ndarray:
    """Sites in ten clusters, with mean 0 and variance 1."""
    rng = np.random.default_rng(1)
    centres = rng.normal(size=(10, d))
    sites = centres[rng.integers(0, 10, n)] + 0.3 * rng.normal(size=(n, d))
    return (sites - sites.mean(axis=0)) / sites.std()


def ours(sites: np.ndarray, tolerances: tuple[float, ...], workers: int) -> Iterator[Row]:
    """Solve to several tolerances; tell the certificate's share of each."""
    brenier.solve_sampled(sites[:100], tol=1.0, rng=0)  # what is imported when it is first used
    for tol in tolerances:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", brenier.ConvergenceWarning)
            begin = time.process_time()
            t = brenier.solve_sampled(sites, tol=tol, rng=0, workers=workers)
            seconds = time.process_time() - begin
        begin = time.process_time()
        t.certify(t.certificate.samples, rng=1)
        share = (time.process_time() - begin) / seconds
        levels = ", ".join(f"{count / len(sites):.0f}n" for count in t.history.samples)
        how = f"tol {tol:g}: levels {levels}; certificate {share:.0%} of the time"
        yield "brenier", how, seconds, judged(t, t.weights)


def pot(sites: np.ndarray) -> Iterator[Row]:
    """Averaged stochastic gradients of POT."""
    from ot.semidiscrete import solve_semidiscrete

    judge = brenier.solve_sampled(sites, tol=1.0, rng=0)
    for steps, batch in POT_RUNS:
        rng = np.random.default_rng(0)
        begin = time.process_time()
        weights = solve_semidiscrete(
            sites,
            lambda count, rng=rng: rng.normal(size=(count, sites.shape[1])),
            max_iter=steps,
            batch_size=batch,
        )
        seconds = time.process_time() - begin
        yield "POT", f"{steps} steps of {batch}", seconds, judged(judge, weights)


def ott(sites: np.ndarray) -> Iterator[Row]:
    """Stochastic gradients of OTT, with Adam and a rate that falls, without the time of jit."""
    import jax
    import optax
    from ott.geometry.semidiscrete_pointcloud import SemidiscretePointCloud
    from ott.problems.linear.semidiscrete_linear_problem import SemidiscreteLinearProblem
    from ott.solvers.linear.semidiscrete import SemidiscreteSolver

    judge = brenier.solve_sampled(sites, tol=1.0, rng=0)
    cloud = SemidiscretePointCloud(jax.random.normal, jax.numpy.asarray(sites), epsilon=0.0)
    problem = SemidiscreteLinearProblem(cloud)
    for steps in OTT_STEPS:
        solver = SemidiscreteSolver(
            num_iterations=steps,
            batch_size=1024,
            optimizer=optax.adam(optax.cosine_decay_schedule(1.0, steps)),
            error_eval_every=steps,
        )
        run = jax.jit(lambda key, solver=solver: solver(key, problem).g)
        compiled = run.lower(jax.random.key(0)).compile()
        begin = time.process_time()
        weights = np.asarray(compiled(jax.random.key(0)), dtype=np.float64)
        seconds = time.process_time() - begin
        yield "OTT", f"{steps} steps of 1024", seconds, judged(judge, weights)


def judged(t: brenier.SampledTransport, weights: np.ndarray) -> float:
    """The error of weights on samples that are the same for all."""
    return t.certify(max(50 * len(weights), 20_000), rng=99, weights=weights).error


def plot(rows: list[Row], n: int, d: int, path: Path) -> None:
    """Draw the error against time, a line for each."""
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(6, 4), constrained_layout=True)
    for who, marker in (("brenier", "o"), ("POT", "s"), ("OTT", "^")):
        own = sorted((seconds, error) for name, _, seconds, error in rows if name == who)
        if own:
            axes.loglog(*zip(*own, strict=True), marker=marker, label=who)
    axes.set_xlabel("processor time, s")
    axes.set_ylabel("error of the masses, fresh samples")
    axes.set_title(f"{n:,} sites in {d} dimensions, from N(0, I)", fontsize=11)
    axes.set_yticks([0.1, 0.2, 0.5, 1.0], ["0.1", "0.2", "0.5", "1"])
    axes.grid(visible=True, which="both", alpha=0.3)
    axes.legend()
    figure.savefig(path, dpi=150)


def main() -> None:
    """Print a row for each run."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("n", type=int)
    parser.add_argument("d", type=int)
    parser.add_argument("--tol", type=float, action="append")
    parser.add_argument("--alone", action="store_true", help="without peers")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--plot", type=Path)
    options = parser.parse_args()
    sites = clusters(options.n, options.d)
    rows: list[Row] = []
    runs: list[Callable[[], Iterator[Row]]] = [
        lambda: ours(sites, tuple(options.tol or TOLERANCES), options.workers)
    ]
    if not options.alone and importlib.util.find_spec("ot"):
        runs.append(lambda: pot(sites))
    if not options.alone and importlib.util.find_spec("ott"):
        runs.append(lambda: ott(sites))
    for run in runs:
        for row in run():
            rows.append(row)
            who, how, seconds, error = row
            print(f"{who:8} {seconds:8.2f} s  error {error:.3f}  {how}", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"peak memory {peak:.2f} GiB")
    if options.plot:
        plot(rows, options.n, options.d, options.plot)


if __name__ == "__main__":
    main()
