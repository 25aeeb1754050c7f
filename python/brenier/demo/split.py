"""Real pictures in two parts: for the judge, and for the codes that are decoded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from brenier import datasets
from brenier.demo.options import FEWEST_PICTURES, FOLDER_LIMIT, Options

if TYPE_CHECKING:
    from brenier.datasets import Pictures

_FOR_THE_JUDGE = 1 / 3


@dataclass(frozen=True)
class Split:
    """Real pictures in two parts that have none in common.

    Attributes
    ----------
    judge : Pictures
        The classifier learns from these, and never sees the others before it judges.
    model : Pictures
        These have codes; the decoder learns from them, and decoded pictures are held against them.
    """

    judge: Pictures
    model: Pictures


def load(options: Options) -> Split:
    """Return the real pictures that the options name, in two parts.

    The judge learns from a third of the digits, or from the test half of a folder.
    """
    if options.data is None:
        return split_pictures(_some(datasets.digits(), options.limit, options.seed), options.seed)
    model = datasets.mnist(options.data, "train")
    return Split(
        judge=datasets.mnist(options.data, "test"),
        model=_some(model, options.limit or FOLDER_LIMIT, options.seed),
    )


def split_pictures(pictures: Pictures, seed: int) -> Split:
    """Give the judge a third of every class, at least two pictures, and the model the rest."""
    order = np.random.default_rng(seed).permutation(len(pictures))
    judge = np.zeros(len(pictures), dtype=bool)
    for label in np.unique(pictures.labels):
        members = order[pictures.labels[order] == label]
        judge[members[: max(2, round(_FOR_THE_JUDGE * len(members)))]] = True
    return Split(
        judge=pictures.take(np.flatnonzero(judge)), model=pictures.take(np.flatnonzero(~judge))
    )


def _some(pictures: Pictures, limit: int | None, seed: int) -> Pictures:
    """Return pictures drawn at random, or all if there are no more than `limit`."""
    if len(pictures) < FEWEST_PICTURES:
        raise ValueError(
            f"{pictures.name}: {len(pictures)} pictures are too few, {FEWEST_PICTURES} are needed"
        )
    if limit is None or limit >= len(pictures):
        return pictures
    rng = np.random.default_rng(seed)
    return pictures.take(np.sort(rng.choice(len(pictures), limit, replace=False)))
