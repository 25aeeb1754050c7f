"""What the judge says of pictures: its confidence, and the figures of a row of the table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from brenier.demo import metrics
from brenier.demo.classifier import CONFIDENCE
from brenier.demo.metrics import Manifold

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from brenier.datasets import Pictures
    from brenier.demo.classifier import Classifier
    from brenier.demo.decoder import Decoder


@dataclass(frozen=True)
class Row:
    """What the judge says of one kind of pictures.

    Attributes
    ----------
    name : str
        The kind.
    pictures : int
        How many.
    recognised : float
        Share named with at least 90 % confidence.
    histogram_distance : float
        Total variation between the classes named and those of the real pictures.
    precision, recall : float
        Against the real pictures, in the judge's features; of made pictures no more than there
        are real ones.
    coverage : float or None
        Likewise; None for the real pictures themselves, of which each covers itself.
    accuracy : float or None
        Share named rightly, where it is known what is right.
    new_latents : float or None
        Share of latents that are not one of the codes; None for real pictures, which have none.
    new_pictures : float or None
        Share of pictures that are not the picture of a code, likewise.
    """

    name: str
    pictures: int
    recognised: float
    histogram_distance: float
    precision: float
    recall: float
    coverage: float | None
    accuracy: float | None
    new_latents: float | None
    new_pictures: float | None


@dataclass(frozen=True)
class Judged:
    """Pictures with the judge's opinion.

    Attributes
    ----------
    images : (m, h, w) array
        The pictures.
    confidence : (m,) array
        The probability of the class named.
    named : (m,) array
        The class named.
    row : Row
        The figures for all of them together.
    """

    images: NDArray[Any]
    confidence: NDArray[np.float64]
    named: NDArray[np.int64]
    row: Row


@dataclass(frozen=True)
class Judge:
    """The classifier with what it holds pictures against.

    Attributes
    ----------
    classifier : Classifier
        It has not seen the real pictures.
    real : Pictures
        Those that the codes stand for.
    codes : (n, 2) array
        One a real picture.
    decoder : Decoder
        From the plane to pictures.
    """

    classifier: Classifier
    real: Pictures
    codes: NDArray[np.float64]
    decoder: Decoder

    @cached_property
    def decoded_codes(self) -> NDArray[np.float64]:
        """The pictures (n, h, w) of the codes."""
        return self.decoder(self.codes)

    @cached_property
    def manifold(self) -> Manifold:
        """The real pictures, in the classifier's features."""
        return Manifold.of(self.classifier.features(self.real.images))

    def on_real(self) -> Judged:
        """Judge the real pictures, each of which is held against the others."""
        closeness = metrics.closeness_of_real(self.manifold)
        return self._judged("real pictures", self.real.images, closeness, self.real.labels)

    def on_reconstructions(self) -> Judged:
        """Judge the decoded codes."""
        return self.on_made(
            "reconstructions", self.decoded_codes, self.codes, truth=self.real.labels
        )

    def on_made(
        self,
        name: str,
        images: NDArray[np.float64],
        latents: NDArray[np.float64],
        truth: NDArray[np.int64] | None = None,
    ) -> Judged:
        """Judge pictures (m, h, w) decoded from latents (m, 2), of known classes or not."""
        # As many as there are real ones: the estimates depend on the numbers.
        features = self.classifier.features(images[: len(self.real)])
        closeness = metrics.closeness(self.manifold, Manifold.of(features))
        new = (
            metrics.new_latents(latents, self.codes),
            metrics.new_pictures(images, self.decoded_codes),
        )
        return self._judged(name, images, closeness, truth, new)

    def _judged(
        self,
        name: str,
        images: NDArray[Any],
        closeness: metrics.Closeness,
        truth: NDArray[np.int64] | None,
        new: tuple[float | None, float | None] = (None, None),
    ) -> Judged:
        probabilities = self.classifier.probabilities(images)
        named = self.classifier.classes[probabilities.argmax(axis=1)]
        row = Row(
            name=name,
            pictures=len(images),
            recognised=metrics.confident_share(probabilities, CONFIDENCE),
            histogram_distance=metrics.histogram_distance(named, self.real.labels),
            precision=closeness.precision,
            recall=closeness.recall,
            coverage=closeness.coverage,
            accuracy=None if truth is None else float(np.mean(named == truth)),
            new_latents=new[0],
            new_pictures=new[1],
        )
        return Judged(images, probabilities.max(axis=1), named, row)
