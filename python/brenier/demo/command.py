"""The command line of the demo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from brenier.demo.options import BACKENDS, EMBEDDINGS, FOLDER_LIMIT, SAMPLES, Options

if TYPE_CHECKING:
    import argparse

_DESCRIPTION = """\
Brings real pictures to the plane, a code each, and trains a decoder from there. Then decodes noise:
as it is, sent to the codes by the optimal transport, and sent between them by its continuous
extension, with every way to deal with the gaps. A classifier that has not seen the pictures judges
what comes out: a table, report.json, figures of the codes, the cells, the singular set, the
pictures, and an interpolation, and atlas.html, a page to walk in.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Give a parser the demo's description and flags."""
    parser.description = _DESCRIPTION
    parser.add_argument(
        "--data",
        type=Path,
        metavar="PATH",
        help="folder of MNIST-format IDX files, gzipped or not (default: scikit-learn's digits)",
    )
    parser.add_argument(
        "--limit",
        type=int,
        metavar="N",
        help=f"take at most N pictures (default: all digits, or {FOLDER_LIMIT} of the folder's "
        "training half)",
    )
    parser.add_argument(
        "--embedding",
        choices=EMBEDDINGS,
        default=Options.embedding,
        help="what brings the pictures to the plane (default: %(default)s)",
    )
    parser.add_argument(
        "--backend",
        choices=BACKENDS,
        default=Options.backend,
        help="what trains the decoder (default: %(default)s)",
    )
    parser.add_argument(
        "--samples",
        type=int,
        metavar="N",
        help=f"noise points to decode in every way (default: {SAMPLES})",
    )
    parser.add_argument(
        "--seed", type=int, default=Options.seed, metavar="N", help="default: %(default)s"
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        default=Options.output,
        metavar="DIR",
        help="folder for the report and the figures (default: %(default)s)",
    )
    parser.add_argument(
        "--no-figures",
        dest="figures",
        action="store_false",
        help="draw no figures, and make no page",
    )
    parser.add_argument("--quiet", action="store_true", help="show no progress bar")
    parser.add_argument(
        "--force",
        action="store_true",
        help="overwrite files that are there, in another folder than the default",
    )


def main(args: argparse.Namespace) -> int:
    """Run the demo that the parsed flags ask for.

    Parameters
    ----------
    args : argparse.Namespace
        From a parser with `add_arguments`.

    Returns
    -------
    int
        The exit status: 0, or 1 if the transport was not solved.

    Raises
    ------
    ImportError, ValueError, OSError
        As `brenier.demo.run` does.
    """
    from brenier.demo.pipeline import run

    options = Options(
        data=args.data,
        limit=args.limit,
        embedding=args.embedding,
        backend=args.backend,
        samples=args.samples,
        seed=args.seed,
        output=args.output,
        figures=args.figures,
        quiet=args.quiet,
        force=args.force or args.output == Options.output,
    )
    report = run(options)
    print(report.to_text())
    print(f"\nwritten to {options.output}: " + ", ".join(("report.json", *report.figures)))
    return 0 if report.transport.success else 1
