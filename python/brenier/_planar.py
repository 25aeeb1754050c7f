"""What is done in the plane only, and its refusal elsewhere: errors, and attributes that miss."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import ClassVar, Protocol

    class Placed(Protocol):
        """What knows where it lies, such as a source."""

        dimension: ClassVar[int]

        @property
        def periodic(self) -> bool:
            """Whether that is a torus."""


__all__ = ["Elsewhere", "ElsewhereError", "refuse_space", "refuse_torus", "require_plane"]


class ElsewhereError(ValueError, AttributeError):
    """An attribute that others of the class have: `hasattr` is false, and all that build on it."""


class Elsewhere:
    """What lacks some attributes where it lies: `dir` leaves them out, and so does completion."""

    @property
    def _elsewhere(self) -> frozenset[str]:
        """The names of those that raise ElsewhereError."""
        return frozenset()

    def __dir__(self) -> Iterable[str]:
        return (name for name in super().__dir__() if name not in self._elsewhere)


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
