"""The command line: ``brenier solve``, ``sample``, ``plot``, ``atlas``, ``demo``, ``info``."""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path

import brenier
from brenier import demo
from brenier._files import with_ending
from brenier._planar import refuse_space
from brenier._space import points_dimension
from brenier.command_line import atlas
from brenier.command_line.completion import SHELLS, PrintCompletion
from brenier.command_line.outputs import Outputs, picture_name, samples_name, write_samples
from brenier.command_line.sources import read_source
from brenier.command_line.tables import read_table
from brenier.loading import load_planar

__all__ = ["main"]

_NOT_CONVERGED = 1
_BAD_INPUT = 2


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
    except (ValueError, TypeError, OSError, ImportError, brenier.BrenierError) as error:
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
        prog="brenier", description="Exact semi-discrete optimal transport."
    )
    parser.add_argument("--version", action="version", version=f"brenier {brenier.__version__}")
    parser.add_argument(
        "--print-completion",
        action=PrintCompletion,
        choices=SHELLS,
        help="print what a shell needs to complete commands, options and files",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    _add_solve(commands.add_parser("solve", help="transport a source onto codes"))
    _add_sample(commands.add_parser("sample", help="draw latents from a solved plan"))
    _add_plot(commands.add_parser("plot", help="draw a solved plan"))
    atlas.add_arguments(commands.add_parser("atlas", help="make a page to walk in a plan in"))
    commands.choices["atlas"].set_defaults(run=atlas.main)
    demo.add_arguments(
        commands.add_parser("demo", help="digits decoded from noise, as it is and transported")
    )
    commands.choices["demo"].set_defaults(run=demo.main)

    commands.add_parser("info", help="versions, for a report").set_defaults(run=_info)
    return parser


def _add_solve(solve: argparse.ArgumentParser) -> None:
    table = ".npy, .csv, .tsv or .txt"
    solve.add_argument("codes", type=Path, metavar="CODES", help=f"(n, 2) or (n, 3) array: {table}")
    solve.add_argument("-o", "--output", type=Path, help="the plan, an .npz (default: CODES.npz)")
    solve.add_argument("--masses", type=Path, help="(n,) array of target masses (default: equal)")
    solve.add_argument(
        "--source",
        help="gaussian; gaussian:X,Y,VARIANCE (or X,Y,XX,YY, or X,Y,XX,XY,YY); the uniform "
        "box:XMIN,YMIN,XMAX,YMAX, or in space box:XMIN,YMIN,ZMIN,XMAX,YMAX,ZMAX; or a file: a grey "
        "picture, a .npy of its values, or polygons in .geojson (default: uniform)",
    )
    solve.add_argument(
        "--domain",
        type=Path,
        help="(k, 2) polygon or .geojson, of a uniform or Gaussian source; in space the (2, 3) "
        "corners of a box (default: unit square or cube, and 8 standard deviations)",
    )
    solve.add_argument(
        "--bounds",
        type=float,
        nargs=4,
        metavar=("XMIN", "YMIN", "XMAX", "YMAX"),
        help="the rectangle of a picture (default: unit square)",
    )
    solve.add_argument(
        "--origin",
        choices=("lower", "upper"),
        help="where a picture's first row is (default: upper, of a .npy lower)",
    )
    solve.add_argument(
        "--periodic",
        action="store_true",
        help="opposite sides of the box of a uniform source or a picture are one",
    )
    solve.add_argument(
        "--tol", type=float, default=1e-8, help="relative error, 1 at most (default: 1e-8)"
    )
    solve.add_argument("--max-iter", type=int, default=100, help="steps (default: 100)")
    solve.add_argument("--workers", type=int, default=-1, help="threads (default: all processors)")
    solve.add_argument("--plot", type=Path, metavar="PNG", help="also draw the power diagram")
    solve.add_argument("--quiet", action="store_true", help="print errors only")
    _add_force(solve)
    solve.set_defaults(run=_solve)


def _add_sample(sample: argparse.ArgumentParser) -> None:
    sample.add_argument("plan", type=Path, metavar="PLAN", help="an .npz made by brenier solve")
    sample.add_argument("-n", "--number", type=int, default=1000, help="default: %(default)s")
    sample.add_argument(
        "-o",
        "--output",
        type=Path,
        help="the latents, .npy, .csv, .tsv or .txt (default: PLAN-samples.npy)",
    )
    sample.add_argument(
        "--singular",
        choices=("reject", "snap", "only", "keep"),
        default="reject",
        help="what to do with noise in the gaps between codes (default: %(default)s)",
    )
    sample.add_argument("--seed", type=int, help="fixes what is drawn (default: chance)")
    sample.add_argument("--quiet", action="store_true", help="print errors only")
    _add_force(sample)
    sample.set_defaults(run=_sample)


def _add_plot(plot: argparse.ArgumentParser) -> None:
    plot.add_argument("plan", type=Path, metavar="PLAN", help="an .npz made by brenier solve")
    plot.add_argument("-o", "--output", type=Path, help="the picture (default: PLAN.png)")
    plot.add_argument(
        "--what",
        choices=("diagram", "singular", "potential", "convergence"),
        default="diagram",
        help="what to draw: the cells (the default), the singular set over them, the Brenier "
        "potential, or the error of every step",
    )
    _add_force(plot)
    plot.set_defaults(run=_plot)


def _add_force(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--force", action="store_true", help="overwrite files that are there")


def _solve(options: argparse.Namespace) -> int:
    inputs = [options.codes, options.masses, options.domain]
    if options.source is not None:
        inputs.append(Path(options.source))
    outputs = Outputs(inputs, force=options.force)
    plan = outputs.plan(with_ending(options.output or options.codes.with_suffix(".npz"), ".npz"))
    picture = None if options.plot is None else outputs.plan(picture_name(options.plot))
    codes = read_table(options.codes, 2, 3)
    masses = None if options.masses is None else read_table(options.masses, 1)
    source = read_source(
        options.source,
        options.domain,
        options.bounds,
        options.origin,
        options.periodic,
        points_dimension(codes),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", brenier.ConvergenceWarning)  # said below
        transport = brenier.solve(
            codes,
            masses,
            source,
            tol=options.tol,
            max_iter=options.max_iter,
            workers=options.workers,
        )
    outputs.write(plan, transport.save)
    if picture is not None:
        outputs.write(picture, lambda draft: _draw(transport, "diagram", draft))
    if not options.quiet:
        print(transport.message)
        print(f"sites           {len(transport.sites)}")
        print(f"relative error  {transport.max_relative_error:.2e}")
        print(f"cost W2²        {transport.cost:.10g}")
        print(f"steps           {transport.nit} in {transport.history.seconds[-1]:.2f} s")
        print(f"written         {plan}" + (f", {picture}" if picture else ""))
    if transport.success:
        return 0
    print(f"brenier solve: {transport.message}", file=sys.stderr)
    return _NOT_CONVERGED


def _sample(options: argparse.Namespace) -> int:
    outputs = Outputs([options.plan], force=options.force)
    default = options.plan.with_name(f"{options.plan.stem}-samples.npy")
    file = outputs.plan(samples_name(options.output or default))
    plan = brenier.ContinuousMap(load_planar(options.plan))
    sampler = brenier.LatentSampler(plan, singular=options.singular)
    batch = sampler.sample(options.number, rng=options.seed)
    outputs.write(file, lambda draft: write_samples(draft, batch.latents))
    if not options.quiet:
        print(f"latents   {len(batch)}")
        print(f"singular  {batch.singular.mean():.1%}" if len(batch) else "singular  none")
        print(f"written   {file}")
    return 0


def _plot(options: argparse.Namespace) -> int:
    outputs = Outputs([options.plan], force=options.force)
    picture = outputs.plan(picture_name(options.output or options.plan.with_suffix(".png")))
    transport = load_planar(options.plan)
    outputs.write(picture, lambda draft: _draw(transport, options.what, draft))
    print(f"written  {picture}")
    return 0


def _draw(transport: brenier.Transport, what: str, path: Path) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 8), layout="constrained")
    if what == "diagram":
        in_space = {"projection": "3d"} if transport.source.dimension == 3 else {}
        brenier.plot.diagram(transport.diagram, figure.add_subplot(**in_space))
    elif what == "singular":
        refuse_space(transport.source, "--what singular")
        axes = brenier.plot.diagram(transport.diagram, figure.add_subplot(), sites=False)
        brenier.plot.singular_set(brenier.ContinuousMap(transport), axes)
    elif what == "potential":
        refuse_space(transport.source, "--what potential")
        brenier.plot.potential(transport, figure.add_subplot(projection="3d"))
    else:
        brenier.plot.convergence(transport, figure.add_subplot())
    figure.savefig(path, dpi=200)


def _info(_options: argparse.Namespace) -> int:
    brenier.show_versions()
    return 0


if __name__ == "__main__":
    sys.exit(main())
