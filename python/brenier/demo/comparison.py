"""The same noise decoded as it is and through the map, held against real pictures."""

from __future__ import annotations

from dataclasses import dataclass
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
    from brenier.transport import Transport


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
    """

    name: str
    pictures: int
    recognised: float
    histogram_distance: float
    precision: float
    recall: float
    coverage: float | None
    accuracy: float | None


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
class Comparison:
    """Noise, where it goes, and what it is decoded to.

    Attributes
    ----------
    noise : (m, 2) array
        Uniform in the unit square, the codes' bounding box.
    landed : (m, 2) array
        The codes that the map takes the noise to.
    real, reconstructions, naive, transported : Judged
        Real pictures, their decoded codes, decoded noise, and decoded landed noise.
    """

    noise: NDArray[np.float64]
    landed: NDArray[np.float64]
    real: Judged
    reconstructions: Judged
    naive: Judged
    transported: Judged

    @property
    def rows(self) -> tuple[Row, ...]:
        """The table."""
        return (self.real.row, self.reconstructions.row, self.naive.row, self.transported.row)


def compare(
    real: Pictures,
    codes: NDArray[np.float64],
    decoder: Decoder,
    classifier: Classifier,
    transport: Transport,
    samples: int,
    seed: int,
) -> Comparison:
    """Decode noise both ways and judge it.

    Parameters
    ----------
    real : Pictures
        Those that the codes stand for; the judge has not seen them.
    codes : (n, 2) array
        Their codes.
    decoder : Decoder
        From the plane to pictures.
    classifier : Classifier
        The judge.
    transport : Transport
        From the unit square to the codes.
    samples : int
        How many noise points to draw.
    seed : int
        Fixes the noise.

    Returns
    -------
    Comparison
    """
    noise = transport.source.sample(samples, rng=seed)
    landed = transport(noise)
    manifold = Manifold.of(classifier.features(real.images))

    def judge(
        name: str, images: NDArray[Any], truth: NDArray[np.int64] | None, made: bool = True
    ) -> Judged:
        probabilities = classifier.probabilities(images)
        named = classifier.classes[probabilities.argmax(axis=1)]
        if made:
            # As many as there are real ones: the estimates depend on the numbers.
            features = classifier.features(images[: len(real)])
            closeness = metrics.closeness(manifold, Manifold.of(features))
        else:
            closeness = metrics.closeness_of_real(manifold)
        row = Row(
            name=name,
            pictures=len(images),
            recognised=metrics.confident_share(probabilities, CONFIDENCE),
            histogram_distance=metrics.histogram_distance(named, real.labels),
            precision=closeness.precision,
            recall=closeness.recall,
            coverage=closeness.coverage,
            accuracy=None if truth is None else float(np.mean(named == truth)),
        )
        return Judged(images, probabilities.max(axis=1), named, row)

    return Comparison(
        noise=noise,
        landed=landed,
        real=judge("real pictures", real.images, real.labels, made=False),
        reconstructions=judge("reconstructions", decoder(codes), real.labels),
        naive=judge("naive noise", decoder(noise), None),
        transported=judge("transported noise", decoder(landed), None),
    )
