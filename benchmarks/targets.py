"""The table of targets: what was measured beside what must be and what is aimed at."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass, field
from typing import NamedTuple

from timing import Seconds


class Goal(NamedTuple):
    """The largest ratio that must be reached, and the one that is aimed at."""

    must: str
    aim: str


NONE = Goal("", "")


def at_most(must: float, aim: float) -> Goal:
    """Bounds of a ratio."""
    return Goal(f"≤ {must:g}", f"≤ {aim:g}")


def size(n: int) -> str:
    """100000 as 1e5."""
    return f"{n:.0e}".replace("e+0", "e") if n >= 1000 else str(n)


HEADER = "| what | n | measured | must | aim |\n| --- | --- | --- | --- | --- |"


def line(row: tuple[str, ...]) -> str:
    """Write one row."""
    return "| " + " | ".join(row) + " |"


@dataclass
class Targets:
    """What was measured so far."""

    rows: list[tuple[str, ...]] = field(default_factory=list)
    most_disturbed: float = 1.0

    def add(self, what: str, n: int, measured: str, goal: Goal = NONE) -> None:
        """Add a row."""
        self.rows.append((what, size(n), measured, *goal))

    def add_ratio(
        self,
        what: str,
        n: int,
        ours: Seconds,
        unit: Seconds,
        goal: Goal = NONE,
        *,
        wall: bool = False,
        note: str = "",
    ) -> None:
        """Add a ratio of processor times, or of wall-clock times if threads run."""
        if wall:
            a, b = ours.wall, unit.wall
        else:
            a, b = ours.cpu, unit.cpu
            self.most_disturbed = max(self.most_disturbed, ours.wall / a, unit.wall / b)
        measured = f"{a / b:.2f} = {a:.3g} s / {b:.3g} s" + (f"; {note}" if note else "")
        self.add(what, n, measured, goal)

    def markdown(self) -> str:
        """Write the table for docs/performance.md."""
        order = list(dict.fromkeys(row[0] for row in self.rows))
        rows = sorted(self.rows, key=lambda row: order.index(row[0]))  # sizes of one thing together
        return "\n".join([HEADER, *map(line, rows), "", self.circumstances()])

    def circumstances(self) -> str:
        """Tell where and how undisturbed this was."""
        lines = [f"{platform.platform()}, {os.cpu_count()} processors."]
        if self.most_disturbed > 1.1:
            lines.append(
                "NOT A QUIET MACHINE: wall-clock time was up to "
                f"{self.most_disturbed:.1f} times the processor time of one thread."
            )
        return "\n".join(lines)
