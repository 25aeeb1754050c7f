"""A sampled problem, solved: from level to level, until a certificate ends it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import numpy as np

from brenier._arrays import FloatArray, read_only
from brenier._sampled.certificate import samples_for
from brenier._sampled.certify import certified
from brenier._sampled.frame import Frame
from brenier._sampled.levels import Levels, SampledRecord
from brenier._sampled.problem import Cells
from brenier._sampled.samples import Seeds
from brenier._sampled.scoring import Scorer
from brenier._sampled.sources import SampledSource
from brenier._sampled.starts import given_start, own_start
from brenier.sampled_transport import SampledTransport
from brenier.solution import SampledCertificate, SampledHistory, Status

__all__ = ["MOST_SAMPLES", "Callback", "SampledProblem"]

Callback = Callable[[SampledRecord], object]

MOST_SAMPLES = 1 << 24  # of a level, which memory holds lists of
_PILOT = 4096
_DISTINCT = 0.9  # with a smaller part of distinct points, a source has points of some mass
_WORTH = 1.15  # of tol: an error by few samples with which a certificate is worth the while
_MORE, _NO_PROGRESS = 4, 0.95  # so many times the samples should halve the error


class SampledProblem:
    """A problem with its arguments converted."""

    def __init__(
        self,
        sites: FloatArray,
        masses: FloatArray,
        law: SampledSource,
        tol: float,
        most: int,
        workers: int,
        device: Any,
        rng: np.random.Generator,
    ) -> None:
        self.sites, self.masses, self.law, self.tol, self.most = sites, masses, law, tol, most
        self.cells, self.workers = Cells.of(sites, masses), workers
        self._seeds = Seeds(law, rng)
        origin, unit = _centre_and_size(law, self._seeds)
        self.frame = Frame.of(sites[self.cells.site], origin, unit)
        self._scorer = Scorer(self.frame, workers, device)

    def solve(self, start: FloatArray | None, callback: Callback | None) -> SampledTransport:
        """Go from level to level until the certificate is good enough, or nothing helps."""
        nu, n = self.cells.masses, len(self.cells.masses)
        if start is None:
            first = own_start(self._scorer, nu, self._seeds)
        else:
            first = given_start(self._scorer, nu, self._seeds, self.frame.heights(start))
        levels, heights = Levels(self._scorer, nu, self._seeds, self.tol), first.heights
        records: list[SampledRecord] = []
        errors: list[tuple[int, float]] = []  # by the samples that heights stand on
        status, certificate = None, None
        while status is None:
            count = min(levels.next_count(), self.most)
            if not (records or first.is_near):
                heights = levels.approach(heights, count)
            heights, record = levels.fit(heights, count)
            records.append(record)
            certificate = None
            if levels.expected <= _WORTH * self.tol:
                certificate = self._certificate(heights, self.tol)
                if certificate.error <= self.tol:
                    status = Status.CONVERGED
                else:
                    records[-1] = record = levels.corrected(record, certificate.error)
            if callback is not None:
                try:
                    callback(record)
                except StopIteration:
                    status = status or Status.STOPPED
            errors.append((levels.fitted, record.error))
            if status is None and count >= self.most:
                status = Status.SAMPLES
            if status is None and _is_stalled(errors):
                status = Status.STALLED
        if certificate is None:
            certificate = self._certificate(heights, levels.expected)
            if certificate.error <= self.tol:
                status = Status.CONVERGED
        unit = self.frame.unit * self.frame.length
        return SampledTransport._of(
            self.sites,
            self.masses,
            self.cells,
            self.frame,
            heights,
            source=self.law.given,
            status=status,
            message=_message(status, certificate, self.tol, records[-1].samples, n)
            + (self._why_stalled() if status is Status.STALLED else ""),
            history=_history(records, unit),
            certificate=certificate,
            _workers=self.workers,
        )

    def _why_stalled(self) -> str:
        x = self._seeds.fresh(_PILOT).whole()
        distinct = len(np.unique(x, axis=0))
        if distinct < _DISTINCT * len(x):
            return (
                f". Of {len(x)} points of the source {distinct} are distinct: one that comes again "
                "and again cannot be shared by cells. Give a source without such points: a little "
                "noise added to them is enough"
            )
        return (
            ". Sites may be too near to each other for samples to tell their cells apart: give "
            "such sites as one, or raise tol"
        )

    def _certificate(self, heights: FloatArray, error: float) -> SampledCertificate:
        """Judge heights by as many fresh samples as tell an error like this, or the tolerance."""
        count = min(samples_for(len(self.cells.masses), max(error, self.tol)), MOST_SAMPLES)
        return certified(self._scorer, self.cells.masses, heights, self._seeds.fresh(count))


def _is_stalled(errors: list[tuple[int, float]]) -> bool:
    """Whether many more samples have not lowered the error."""
    last_count, last = errors[-1]
    before = [error for count, error in errors if _MORE * count <= last_count]
    return len(before) > 1 and last > _NO_PROGRESS * before[-1]


def _message(
    status: Status, certificate: SampledCertificate, tol: float, samples: int, n: int
) -> str:
    low, high = certificate.error_interval
    error = (
        f"on {certificate.samples} fresh samples the error of the masses is "
        f"{certificate.error:.2g}, between {low:.2g} and {high:.2g}, tol {tol:.2g}"
    )
    if status is Status.CONVERGED:
        return f"converged: {error}"
    if status is Status.STOPPED:
        return f"not converged: stopped by the callback; {error}"
    if status is Status.SAMPLES:
        needed = math.ceil(n / tol**2)
        return (
            f"not converged: {samples} samples were not enough; {error}. About {needed} might be: "
            "raise max_samples, or tol"
        )
    return f"not converged: more samples do not lower the error; {error}"


def _history(records: list[SampledRecord], unit: float) -> SampledHistory:
    columns = {
        f.name: np.array([getattr(r, f.name) for r in records]) for f in fields(SampledHistory)
    }
    columns["smoothing"] = columns["smoothing"] * unit
    return SampledHistory(**{name: read_only(array) for name, array in columns.items()})


def _centre_and_size(law: SampledSource, seeds: Seeds) -> tuple[FloatArray, float]:
    """About where the source is, and how large."""
    if law.given == "normal":
        return read_only(np.zeros(law.dimension)), 1.0
    x = seeds.fresh(_PILOT).whole()
    centre = np.median(x, axis=0)
    away = np.abs(x - centre).max(axis=1)
    return read_only(centre), float(np.median(away)) or float(away.max()) or 1.0
