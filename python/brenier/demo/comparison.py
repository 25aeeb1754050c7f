"""Noise decoded as it is and through the maps, held against real pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import brenier

if TYPE_CHECKING:
    from brenier.demo.judge import Judge, Judged, Row


@dataclass(frozen=True)
class Comparison:
    """Pictures of every kind, with the judge's opinion.

    Attributes
    ----------
    real, reconstructions : Judged
        Real pictures, and their decoded codes.
    naive : Judged
        Decoded noise, uniform in the unit square, which is the codes' bounding box.
    transported : Judged
        The same noise sent to codes by the transport.
    keep, snap : Judged
        The same noise through the continuous map: interpolated across the singular set, or sent
        to the codes there.
    reject : Judged
        Through the continuous map, but none from the singular set: other noise is drawn instead.
    only : Judged or None
        Noise from nowhere but the singular set, interpolated; None if nothing is singular.
    singular_share : float
        Share of the noise that lies on the singular set.
    """

    real: Judged
    reconstructions: Judged
    naive: Judged
    transported: Judged
    keep: Judged
    snap: Judged
    reject: Judged
    only: Judged | None
    singular_share: float

    @property
    def rows(self) -> tuple[Row, ...]:
        """The table."""
        columns = (
            self.real, self.reconstructions, self.naive, self.transported,
            self.keep, self.snap, self.reject, self.only,
        )  # fmt: skip
        return tuple(judged.row for judged in columns if judged is not None)


def compare(judge: Judge, m: brenier.ContinuousMap, samples: int, seed: int) -> Comparison:
    """Decode noise in every way and judge it.

    Parameters
    ----------
    judge : Judge
        With the decoder.
    m : ContinuousMap
        From the unit square to the codes.
    samples : int
        How many noise points to draw.
    seed : int
        Fixes the noise.

    Returns
    -------
    Comparison
    """

    def through(name: str, sampler: brenier.LatentSampler) -> Judged:
        # A seed means the same latents, decoded or not.
        images = brenier.generate(judge.decoder, sampler, samples, rng=seed)
        return judge.on_made(name, images, sampler.sample(samples, rng=seed).latents)

    def across(policy: str) -> Judged:
        sampler = brenier.LatentSampler(m, singular=policy)
        return through(f"continuous, {policy}", sampler)

    # Samplers that redraw nothing send the same noise through their maps.
    noise = brenier.LatentSampler(m, singular="keep").sample(samples, rng=seed)
    return Comparison(
        real=judge.on_real(),
        reconstructions=judge.on_reconstructions(),
        naive=judge.on_made("naive noise", judge.decoder(noise.source), noise.source),
        transported=through("transported noise", brenier.LatentSampler(m.transport)),
        keep=across("keep"),
        snap=across("snap"),
        reject=across("reject"),
        only=across("only") if m.singular_simplices.any() else None,
        singular_share=float(noise.singular.mean()),
    )
