"""The judge: a classifier whose confidence means something, trained on real pictures only.

A plain network is sure of nearly everything: of two digits laid over each other, it recognises
more than one in five with 90 % confidence. This one is trained on such blends, whose label is as
mixed as they are [zhang2018mixup; thulasidasan2019], then its confidence is set right by one
temperature [guo2017], fitted to real pictures left out of the training. It hesitates at blends,
and on real pictures it is as often right as it says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax

from brenier.demo.metrics import calibration_error, confident_share
from brenier.demo.packages import require

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from brenier.datasets import Pictures

CONFIDENCE = 0.9
_FOLDS = 4
_HIDDEN = 256
_LEARNING_RATE = 5e-3
_EPOCHS = 200
_BLENDS_PER_EPOCH = 2000
_BLEND_SHAPE = 0.4  # of the beta distribution of the shares: mostly a little of one in the other
_PRINCIPAL_COMPONENTS = 100
_SMALLEST = 1e-12  # probability, so that logarithms stay finite


@dataclass(frozen=True)
class Classifier:
    """Networks that each left out one fold, pooled, with one temperature.

    The logarithms of their probabilities are averaged: where the networks differ, as they do on
    strange pictures, the pool is less sure than each.

    Attributes
    ----------
    members : tuple of sklearn MLPClassifier
        One a fold.
    reduce : sklearn PCA or None
        Applied first to pictures of many pixels.
    temperature : float
        Divides the averaged logarithms.
    classes : (c,) array
        The labels, in the order of the probabilities' columns.
    """

    members: tuple[Any, ...]
    reduce: Any
    temperature: float
    classes: NDArray[np.int64]

    def probabilities(self, images: NDArray[Any]) -> NDArray[np.float64]:
        """Return the class probabilities (m, c) of the pictures (m, h, w)."""
        rows = _rows(images, self.reduce)
        logs = np.mean([_log(member.predict_proba(rows)) for member in self.members], axis=0)
        pooled: NDArray[np.float64] = softmax(logs / self.temperature, axis=1)
        return pooled

    def features(self, images: NDArray[Any]) -> NDArray[np.float64]:
        """Return what the members' hidden layers see in the pictures, (m, f)."""
        rows = _rows(images, self.reduce)
        return np.concatenate(
            [np.maximum(rows @ m.coefs_[0] + m.intercepts_[0], 0) for m in self.members], axis=1
        )


@dataclass(frozen=True)
class Examination:
    """How the judge does on real pictures that it has not seen.

    Attributes
    ----------
    pictures : int
        How many.
    accuracy : float
        Share named rightly.
    confident : float
        Share recognised, that is, named with at least `CONFIDENCE`.
    accuracy_when_confident : float
        Share of the recognised that are named rightly.
    calibration_error : float
        Expected difference between confidence and accuracy.
    blends_confident : float
        Share recognised among even blends of two pictures of different classes.
    """

    pictures: int
    accuracy: float
    confident: float
    accuracy_when_confident: float
    calibration_error: float
    blends_confident: float


def train_classifier(pictures: Pictures, seed: int, show: Callable[[float], None]) -> Classifier:
    """Train the judge.

    Parameters
    ----------
    pictures : Pictures
        Real ones, which the judge will not be asked about; at least two of each class.
    seed : int
        Fixes the folds, the networks' start and the blends.
    show : callable
        Is told the fraction done.

    Returns
    -------
    Classifier

    Raises
    ------
    ImportError
        If scikit-learn is not installed.
    """
    reduce = None
    if pictures.flat.shape[1] > _PRINCIPAL_COMPONENTS:
        pca = require("sklearn.decomposition").PCA
        components = min(_PRINCIPAL_COMPONENTS, len(pictures))
        reduce = pca(components, random_state=seed).fit(pictures.flat)
    rows = _rows(pictures.images, reduce)
    classes, targets = np.unique(pictures.labels, return_inverse=True)
    fold = _folds(targets, np.random.default_rng(seed))
    left_out = np.empty((len(rows), len(classes)))
    members = []
    for k in range(_FOLDS):

        def show_member(fraction: float, k: int = k) -> None:
            show((k + fraction) / _FOLDS)

        inside = fold != k
        rng = np.random.default_rng([seed, k])
        member = _train_member(rows[inside], pictures.labels[inside], classes, rng, show_member)
        left_out[~inside] = member.predict_proba(rows[~inside])
        members.append(member)
    return Classifier(tuple(members), reduce, _fit_temperature(left_out, targets), classes)


def examine(classifier: Classifier, pictures: Pictures, seed: int) -> Examination:
    """Ask the judge about real pictures that it has not seen, and about blends of them."""
    probabilities = classifier.probabilities(pictures.images)
    correct = classifier.classes[probabilities.argmax(axis=1)] == pictures.labels
    sure = probabilities.max(axis=1) >= CONFIDENCE
    rng = np.random.default_rng(seed)
    one, other = rng.integers(len(pictures), size=(2, 2 * len(pictures)))
    differ = pictures.labels[one] != pictures.labels[other]
    blends = (pictures.images[one[differ]] + pictures.images[other[differ]]) / 2
    return Examination(
        pictures=len(pictures),
        accuracy=float(correct.mean()),
        confident=float(sure.mean()),
        accuracy_when_confident=float(correct[sure].mean()) if sure.any() else float("nan"),
        calibration_error=calibration_error(probabilities, correct),
        blends_confident=confident_share(classifier.probabilities(blends), CONFIDENCE),
    )


def _rows(images: NDArray[Any], reduce: Any) -> NDArray[np.float64]:
    flat = np.asarray(images, dtype=float).reshape(len(images), -1)
    return flat if reduce is None else reduce.transform(flat)


def _log(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.log(np.maximum(probabilities, _SMALLEST))


def _folds(targets: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    """Return a fold a picture, every class spread evenly over the folds."""
    order = rng.permutation(len(targets))
    order = order[np.argsort(targets[order], kind="stable")]
    fold = np.empty(len(targets), dtype=np.int64)
    fold[order] = np.arange(len(targets)) % _FOLDS
    return fold


def _train_member(
    rows: NDArray[np.float64],
    labels: NDArray[np.int64],
    classes: NDArray[np.int64],
    rng: np.random.Generator,
    show: Callable[[float], None],
) -> Any:
    member: Any = require("sklearn.neural_network").MLPClassifier(
        (_HIDDEN,), learning_rate_init=_LEARNING_RATE, random_state=int(rng.integers(2**31))
    )
    for epoch in range(_EPOCHS):
        one, other = rng.integers(len(rows), size=(2, _BLENDS_PER_EPOCH))
        share = rng.beta(_BLEND_SHAPE, _BLEND_SHAPE, _BLENDS_PER_EPOCH)
        blends = share[:, None] * rows[one] + (1 - share[:, None]) * rows[other]
        # Blends are new in every epoch, so a label drawn with the share for its probability
        # stands, on average, for the mixed label.
        drawn = np.where(rng.random(_BLENDS_PER_EPOCH) < share, labels[one], labels[other])
        member.partial_fit(blends, drawn, classes=classes)
        show((epoch + 1) / _EPOCHS)
    return member


def _fit_temperature(probabilities: NDArray[np.float64], targets: NDArray[np.int64]) -> float:
    """Return the temperature at which the targets are most likely."""
    logs = _log(probabilities)

    def loss(log_temperature: float) -> float:
        chosen = log_softmax(logs / np.exp(log_temperature), axis=1)
        return float(-chosen[np.arange(len(targets)), targets].mean())

    fitted = minimize_scalar(loss, bounds=(np.log(0.1), np.log(10)), method="bounded")
    return float(np.exp(fitted.x))
