"""What a solve in space costs from weights that hide a part of the cells.

    python benchmarks/hidden_blocks.py [n]      (default: 40000)

The weights are the solution's, but for the sites in a cube in the middle of the box, of 9 % of its
volume, or for 9 % of the sites at random: those are lowered by much, so that all of them are
hidden, or by little, so that those deep inside of the cube are not. Prints processor seconds, on
the box and on the torus, beside those of the solve that starts on its own.
"""

import sys
import time

import brenier
import numpy as np

PART = 0.09


def seconds(*arguments, **options):
    """Processor time of a solve, and its result."""
    begin = time.process_time()
    transport = brenier.solve(*arguments, tol=1e-6, **options)
    return time.process_time() - begin, transport


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 40_000
    rng = np.random.default_rng(1)
    sites = rng.random((n, 3))
    in_cube = np.abs(sites - 0.5).max(axis=1) < 0.5 * PART ** (1 / 3)
    at_random = rng.random(n) < PART
    print(f"{n} sites, tol 1e-6, CPU s, one thread\n")
    print(f"{'source':10}{'own start':>12}", end="")
    print(f"{'cube':>12}{'shell':>12}{'at random':>12}")
    for name, periodic in (("box", False), ("torus", True)):
        source = brenier.Uniform(((0, 0, 0), (1, 1, 1)), periodic=periodic)
        own, solved = seconds(sites, source=source)
        print(f"{name:10}{own:12.2f}", end="")
        for lowered, by in ((in_cube, 1.0), (in_cube, 0.02), (at_random, 1.0)):
            weights = solved.weights - by * lowered
            taken, transport = seconds(sites, source=source, initial_weights=weights)
            assert transport.max_relative_error <= 1e-6
            print(f"{taken:12.2f}", end="", flush=True)
        print()


if __name__ == "__main__":
    main()
