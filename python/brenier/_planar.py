"""What there is in the plane only says so."""

from __future__ import annotations

from brenier.sources import Source

__all__ = ["require_planar"]


def require_planar(source: Source, what: str) -> None:
    """Raise ValueError unless the source of a transport or a diagram is in the plane."""
    if source.dimension != 2:
        raise ValueError(f"{what} works in the plane only; here sites and source are in space")
