"""The demo's numbers: as JSON, and as text for the terminal."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from brenier.continuous_map import ContinuousMap
    from brenier.demo.classifier import Examination
    from brenier.demo.judge import Row
    from brenier.demo.options import Options
    from brenier.power_diagram import PowerDiagram
    from brenier.transport import Transport

RECONSTRUCTION_NEEDED = 0.85
_NAMES = 18  # characters
_WIDEST_CELL = len("100.0%")
_HEADS = (
    "recognised", "rightly", "classes", "precision", "recall", "coverage", "new codes", "new",
)  # fmt: skip
_LEGEND = (
    "naive noise is decoded as it is; transported noise is sent to codes; the continuous map sends",
    "it between them too, and on the singular set across the gap (keep), to codes (snap), or draws",
    "other noise instead (reject); only: noise from nowhere but the singular set",
    "",
    "recognised: named with at least 90 % confidence; rightly: named as what they are; classes:",
    "total variation between those named and the data's; precision, recall, coverage: against real",
    "pictures; new codes: latents that are none of the codes; new: pictures that are no code's",
)


@dataclass(frozen=True)
class Certificate:
    """What the solver certifies.

    Attributes
    ----------
    sites : int
        How many codes.
    success : bool
        Whether the tolerance was met.
    max_relative_error : float
        The largest relative error of a power cell's mass.
    voronoi_max_relative_error : float
        The same of the Voronoi cells, which is what the codes get without a transport.
    cost : float
        Squared Wasserstein distance between the unit square and the codes.
    nit : int
        Newton steps.
    """

    sites: int
    success: bool
    max_relative_error: float
    voronoi_max_relative_error: float
    cost: float
    nit: int

    @classmethod
    def of(cls, transport: Transport, voronoi: PowerDiagram) -> Certificate:
        """Take the certificate of a solved transport, and the error it began from."""
        return cls(
            sites=len(transport.sites),
            success=bool(transport.success),
            max_relative_error=float(transport.max_relative_error),
            voronoi_max_relative_error=float(np.abs(voronoi.masses / transport.masses - 1).max()),
            cost=float(transport.cost),
            nit=int(transport.nit),
        )


@dataclass(frozen=True)
class Singularity:
    """Where the continuous map tears.

    Attributes
    ----------
    edges : int
        Pairs of codes whose cells meet.
    singular_edges : int
        Those across a gap.
    usual_jump, singular_jump : float
        Median distance of two codes whose cells meet, across no gap and across one; nan if none
        is across one.
    singular_share : float
        Share of the noise that lies on the singular set.
    """

    edges: int
    singular_edges: int
    usual_jump: float
    singular_jump: float
    singular_share: float

    @classmethod
    def of(cls, m: ContinuousMap, singular_share: float) -> Singularity:
        """Count and measure the edges of a map."""
        usual, singular = m.jumps[~m.singular], m.jumps[m.singular]
        return cls(
            edges=len(m.edges),
            singular_edges=len(singular),
            usual_jump=float(np.median(usual)),
            singular_jump=float(np.median(singular)) if len(singular) else float("nan"),
            singular_share=singular_share,
        )

    def to_lines(self) -> tuple[str, ...]:
        """Return the lines about it in the text."""
        if not self.singular_edges:
            return ("map         continuous everywhere: no edge is across a gap",)
        return (
            f"map         continuous, but for gaps: {self.singular_edges / self.edges:.1%} of its "
            f"edges, {self.singular_jump / self.usual_jump:.0f} times as long as the others,",
            f"            and the triangles at these, where {self.singular_share:.1%} of the noise "
            "lies: the singular set",
        )


@dataclass(frozen=True)
class Report:
    """All numbers of one run.

    Attributes
    ----------
    data : str
        Where the pictures come from.
    options : Options
        What was run.
    judge_pictures, model_pictures : int
        Real pictures that the classifier learnt from, and that the codes stand for.
    temperature : float
        The classifier's.
    examination : Examination
        How the classifier does on real pictures that it has not seen.
    transport : Certificate
        Of the transport onto the codes.
    singularity : Singularity
        Of the continuous map.
    rows : tuple of Row
        Real pictures, reconstructions, naive and transported noise, and the noise through the
        continuous map, a row for each way to deal with the singular set.
    figures : tuple of str
        Files in the output folder: pictures, and the page.
    seconds : dict
        Wall clock of each stage.
    """

    data: str
    options: Options
    judge_pictures: int
    model_pictures: int
    temperature: float
    examination: Examination
    transport: Certificate
    singularity: Singularity
    rows: tuple[Row, ...]
    figures: tuple[str, ...]
    seconds: dict[str, float]

    @property
    def conclusive(self) -> bool:
        """Whether enough decoded codes are named rightly for the comparison to say anything."""
        accuracy = next(row.accuracy for row in self.rows if row.name == "reconstructions")
        return accuracy is not None and accuracy >= RECONSTRUCTION_NEEDED

    def to_json(self) -> str:
        """Return the report as JSON; what is not a number becomes null."""
        return json.dumps(_plain({**asdict(self), "conclusive": self.conclusive}), indent=2) + "\n"

    def to_text(self) -> str:
        """Return the report as lines for the terminal."""
        e, t = self.examination, self.transport
        lines = [
            f"pictures    {self.data}: {self.judge_pictures} for the judge, "
            f"{self.model_pictures} others with a code each",
            f"judge       names {e.accuracy:.1%} of real pictures that it has not seen rightly; "
            f"recognises {e.confident:.1%}",
            f"            of them and {e.blends_confident:.1%} of blends of two classes; "
            f"calibration error {e.calibration_error:.3f}",
            f"transport   {'solved' if t.success else 'NOT SOLVED'}: largest relative error "
            f"{t.max_relative_error:.1e} (Voronoi cells: {t.voronoi_max_relative_error:.1f}),",
            f"            cost W2² {t.cost:.6f}, {t.nit} Newton steps, "
            f"{self.seconds['transport']:.3f} s",
            *self.singularity.to_lines(),
            "",
            *_table(self.rows),
            "",
            *_LEGEND,
        ]
        if not self.conclusive:
            lines += [
                "",
                "*** THE COMPARISON SAYS NOTHING: of the decoded codes themselves the judge names "
                "fewer than",
                f"*** {RECONSTRUCTION_NEEDED:.0%} rightly, so poor pictures are not the noise's "
                "doing alone.",
            ]
        return "\n".join(lines)


def _table(rows: tuple[Row, ...]) -> list[str]:
    lines = [_line("", _HEADS)]
    for row in rows:
        cells = (
            f"{row.recognised:.1%}",
            _share(row.accuracy),
            f"{row.histogram_distance:.3f}",
            f"{row.precision:.3f}",
            f"{row.recall:.3f}",
            "–" if row.coverage is None else f"{row.coverage:.3f}",
            _share(row.new_latents),
            _share(row.new_pictures),
        )
        lines.append(_line(row.name, cells))
    return lines


def _line(name: str, cells: tuple[str, ...]) -> str:
    widths = [max(len(head), _WIDEST_CELL) + 2 for head in _HEADS]
    return f"{name:<{_NAMES}}" + "".join(
        f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True)
    )


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"


def _plain(value: Any) -> Any:
    """Return `value` made of what JSON knows."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, PurePath):
        return str(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
