"""`brenier demo`: why a latent space wants a transport map, told on real pictures.

Each stage returns the next: pictures -> codes in the plane -> a decoder and, from other pictures,
a classifier that judges it -> the transport of the unit square onto the codes, and its continuous
extension -> noise decoded as it is, sent to the codes, and sent between them by every sampler -> a
report with figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from brenier.demo.command import add_arguments, main
from brenier.demo.options import Options

if TYPE_CHECKING:
    from brenier.demo.pipeline import run
    from brenier.demo.report import Report

__all__ = ["Options", "Report", "add_arguments", "main", "run"]


def __getattr__(name: str) -> Any:
    """Import the stages when they are first used: the command line needs only the flags."""
    if name == "run":
        from brenier.demo.pipeline import run

        return run
    if name == "Report":
        from brenier.demo.report import Report

        return Report
    raise AttributeError(f"module 'brenier.demo' has no attribute {name!r}")
