"""The command line: ``brenier solve``, ``plot``, ``demo`` and ``info``."""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import platform
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

import brenier
from brenier import demo

__all__ = ["main"]

_NOT_CONVERGED = 1
_BAD_INPUT = 2
_OPTIONAL = ("matplotlib", "tqdm", "scikit-learn", "umap-learn", "torch", "shapely")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : sequence of str, optional
        What follows the program's name; by default that of this process.

    Returns
    -------
    int
        The exit status: 0, or 1 when a solve did not converge, or 2 for bad input, or for more
        than there is memory for.
    """
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except (ValueError, TypeError, OSError, ImportError) as error:
        print(f"brenier {options.command}: {error}", file=sys.stderr)
        return _BAD_INPUT
    except MemoryError:
        print(f"brenier {options.command}: not enough memory", file=sys.stderr)
        return _BAD_INPUT
    except KeyboardInterrupt:
        print(f"brenier {options.command}: interrupted", file=sys.stderr)
        return 130
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="brenier", description="Exact semi-discrete optimal transport in the plane."
    )
    parser.add_argument("--version", action="version", version=f"brenier {brenier.__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    solve = commands.add_parser("solve", help="transport a uniform source onto codes")
    solve.add_argument("codes", type=Path, metavar="CODES", help="(n, 2) array: .npy, .csv or .txt")
    solve.add_argument("-o", "--output", type=Path, help="the plan, an .npz (default: CODES.npz)")
    solve.add_argument("--masses", type=Path, help="(n,) array of target masses (default: equal)")
    solve.add_argument(
        "--domain", type=Path, help="(k, 2) polygon or .geojson (default: unit square)"
    )
    solve.add_argument("--tol", type=float, default=1e-8, help="relative error (default: 1e-8)")
    solve.add_argument("--max-iter", type=int, default=100, help="steps (default: 100)")
    solve.add_argument("--workers", type=int, default=-1, help="threads (default: all processors)")
    solve.add_argument("--plot", type=Path, metavar="PNG", help="also draw the power diagram")
    solve.add_argument("--quiet", action="store_true", help="print errors only")
    solve.set_defaults(run=_solve)

    plot = commands.add_parser("plot", help="draw a solved plan")
    plot.add_argument("plan", type=Path, metavar="PLAN", help="an .npz made by brenier solve")
    plot.add_argument("-o", "--output", type=Path, help="the picture (default: PLAN.png)")
    plot.add_argument(
        "--what",
        choices=("diagram", "singular", "potential", "convergence"),
        default="diagram",
        help="what to draw: the cells (the default), the singular set over them, the Brenier "
        "potential, or the error of every step",
    )
    plot.set_defaults(run=_plot)

    demo.add_arguments(
        commands.add_parser("demo", help="digits decoded from noise, as it is and transported")
    )
    commands.choices["demo"].set_defaults(run=demo.main)

    commands.add_parser("info", help="versions, for a report").set_defaults(run=_info)
    return parser


def _read(path: Path) -> Any:
    if path.suffix in (".csv", ".txt"):
        return np.loadtxt(path, delimiter="," if path.suffix == ".csv" else None, ndmin=1)
    try:
        array = np.load(path, allow_pickle=False)
    except (ValueError, EOFError, RecursionError) as error:
        raise ValueError(f"{path} is not a .npy file of numbers: {error}") from error
    if not isinstance(array, np.ndarray):
        array.close()
        raise ValueError(f"{path} holds several arrays; expected one, in a .npy file")
    return array


def _read_domain(path: Path) -> Any:
    if path.suffix not in (".geojson", ".json"):
        return _read(path)
    try:
        return json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise ValueError(f"{path} is not JSON: {error}") from error


def _solve(options: argparse.Namespace) -> int:
    codes = _read(options.codes)
    source = brenier.Uniform(None if options.domain is None else _read_domain(options.domain))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", brenier.ConvergenceWarning)  # said below
        transport = brenier.solve(
            codes,
            None if options.masses is None else _read(options.masses),
            source,
            tol=options.tol,
            max_iter=options.max_iter,
            workers=options.workers,
        )
    output = options.output or options.codes.with_suffix(".npz")
    transport.save(output)
    if options.plot is not None:
        _draw(transport, "diagram", options.plot)
    if not options.quiet:
        print(transport.message)
        print(f"sites           {len(transport.sites)}")
        print(f"relative error  {transport.max_relative_error:.2e}")
        print(f"cost W2²        {transport.cost:.10g}")
        print(f"steps           {transport.nit} in {transport.history.seconds[-1]:.2f} s")
        print(f"written         {output}" + (f", {options.plot}" if options.plot else ""))
    if transport.success:
        return 0
    print(f"brenier solve: {transport.message}", file=sys.stderr)
    return _NOT_CONVERGED


def _plot(options: argparse.Namespace) -> int:
    output = options.output or options.plan.with_suffix(".png")
    _draw(brenier.load(options.plan), options.what, output)
    print(f"written  {output}")
    return 0


def _draw(transport: brenier.Transport, what: str, path: Path) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 8), layout="constrained")
    if what == "diagram":
        brenier.plot.diagram(transport.diagram, figure.add_subplot())
    elif what == "singular":
        axes = brenier.plot.diagram(transport.diagram, figure.add_subplot(), sites=False)
        brenier.plot.singular_set(brenier.ContinuousMap(transport), axes)
    elif what == "potential":
        brenier.plot.potential(transport, figure.add_subplot(projection="3d"))
    else:
        brenier.plot.convergence(transport, figure.add_subplot())
    figure.savefig(path, dpi=200)


def _info(_options: argparse.Namespace) -> int:
    rows = [
        ("brenier", brenier.__version__),
        ("Python", f"{platform.python_version()} ({platform.python_implementation()})"),
        ("system", f"{platform.system()} {platform.release()}, {platform.machine()}"),
        ("numpy", np.__version__),
        ("scipy", importlib.metadata.version("scipy")),
    ]
    for package in _OPTIONAL:
        try:
            version = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            version = "not installed"
        rows.append((package, version))
    for name, value in rows:
        print(f"{name:<14}{value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
