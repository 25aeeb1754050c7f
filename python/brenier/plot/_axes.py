"""What every picture shares: its colours, and the axes it is drawn into."""

from __future__ import annotations

from typing import Any

from brenier._arguments import shown

INK = "#22303c"
PAPER = "#e9eef3"
BLUE = "#0072b2"  # Okabe and Ito's palette, told apart by colour-blind readers
ORANGE = "#d55e00"


def axes_or_new(ax: Any, projection: str | None = None) -> Any:
    """Check axes to draw on, or make new ones of None."""
    from matplotlib.axes import Axes

    if ax is None:
        return new_axes(projection)
    if not isinstance(ax, Axes):
        raise TypeError(f"ax is {shown(ax)}; expected axes of matplotlib: figure.add_subplot()")
    return ax


def new_axes(projection: str | None = None) -> Any:
    """Return the only axes of a new figure of pyplot's."""
    from matplotlib import pyplot

    size = (7, 6) if projection else (6, 6)
    figure = pyplot.figure(figsize=size, layout="constrained")
    return figure.add_subplot(projection=projection)


def require_matplotlib() -> None:
    """Raise ImportError with the line that installs it, if it is missing."""
    try:
        import matplotlib  # noqa: F401
    except ImportError as error:
        raise ImportError("plotting needs matplotlib: pip install brenier[plot]") from error
