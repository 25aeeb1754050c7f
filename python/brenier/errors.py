"""The library's own exceptions and warnings; bad arguments raise ValueError or TypeError."""

from __future__ import annotations

__all__ = ["BrenierError", "ConvergenceWarning"]


class BrenierError(Exception):
    """Base class of the exceptions that only this library raises."""


class ConvergenceWarning(UserWarning):
    """A solve ended before it reached its tolerance; the last iterate is in the result."""
