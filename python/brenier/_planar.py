"""What is done in the plane only, and its refusal elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import ClassVar, Protocol

    class Placed(Protocol):
        """What knows where it lies, such as a source."""

        dimension: ClassVar[int]

        @property
        def periodic(self) -> bool:
            """Whether that is a torus."""


__all__ = ["refuse_space", "refuse_torus", "require_plane"]


def require_plane(source: Placed, what: str) -> None:
    """Raise ValueError in space and on a torus."""
    refuse_space(source, what)
    refuse_torus(source, what)


def refuse_space(source: Placed, what: str) -> None:
    """Raise ValueError in space."""
    if source.dimension != 2:
        raise ValueError(f"{what}: the source is in space; expected one in the plane")


def refuse_torus(source: Placed, what: str) -> None:
    """Raise ValueError on a torus."""
    if source.periodic:
        raise ValueError(f"{what}: the source is periodic; expected one without periodic=True")
