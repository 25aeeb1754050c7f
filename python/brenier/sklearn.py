"""A generator for the rows of a table, as an estimator of scikit-learn.

Imported by the user (``import brenier.sklearn``); `brenier` itself does without scikit-learn.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from brenier._arguments import as_choice, as_size
from brenier._arrays import FloatArray, as_values
from brenier.continuous_map import ContinuousMap
from brenier.embedding import METHODS, embed
from brenier.latent import LatentSampler
from brenier.solver import solve

try:
    from sklearn.base import BaseEstimator
    from sklearn.utils import check_random_state
    from sklearn.utils.validation import check_is_fitted, validate_data
except ImportError as error:
    raise ImportError(
        "brenier.sklearn needs scikit-learn 1.6 or newer: pip install 'brenier[sklearn]'"
    ) from error

__all__ = ["TransportSampler"]


class TransportSampler(BaseEstimator):
    """Draws new rows like those of a table, by optimal transport.

    The rows are brought to the plane, where the unit square is transported onto them; points of the
    square then stand for rows, in exactly the rows' shares, and points between their cells for new
    rows between neighbours.

    Parameters
    ----------
    embedding : {"tsne", "umap", "pca"}, default "tsne"
        How rows are brought to the plane, as for `brenier.embed`. Rows of two numbers are in the
        plane and stay as they are.
    singular : {"reject", "snap", "only", "keep"}, default "reject"
        What to do in the gaps between rows, as for `brenier.LatentSampler`.
    local : float, default 0.0
        How much noise along the nearest rows to add, as for `brenier.LatentSampler`.
    random_state : None, int or numpy.random.RandomState
        Source of randomness of the embedding and of the samples. With an int every call of `sample`
        draws the same, as elsewhere in scikit-learn; with a RandomState each goes on where the last
        one ended.

    Attributes
    ----------
    embedding_ : ndarray of shape (n, 2)
        The rows in the plane, without those of weight 0.
    map_ : ContinuousMap
        The map from the unit square to rows.
    n_features_in_ : int
        The number d of columns.
    feature_names_in_ : ndarray of shape (d,)
        Their names, if X was a data frame with names that are all strings.

    Examples
    --------
    >>> from brenier.sklearn import TransportSampler
    >>> X = np.random.default_rng(0).normal(size=(200, 5))
    >>> sampler = TransportSampler("pca", random_state=0).fit(X)
    >>> sampler.sample(1000).shape
    (1000, 5)
    """

    def __init__(
        self,
        embedding: str = "tsne",
        singular: str = "reject",
        local: float = 0.0,
        random_state: Any = None,
    ) -> None:
        self.embedding = embedding
        self.singular = singular
        self.local = local
        self.random_state = random_state

    def fit(self, X: Any, y: Any = None, sample_weight: Any = None) -> TransportSampler:
        """Transport the unit square onto rows.

        Parameters
        ----------
        X : array_like or data frame of shape (n, D)
            A row for each of three or more samples. float32 and float64 are kept.
        y : None
            Not looked at; here as in other estimators.
        sample_weight : array_like of shape (n,), optional
            The rows' masses up to a factor: >= 0, not all 0. Rows of weight 0 are left out.

        Returns
        -------
        TransportSampler
            Itself.

        Raises
        ------
        ValueError
            A shape is wrong, a number is not finite or out of range, there are too few rows or too
            few that differ, or there is no such embedding or policy.
        TypeError
            An argument is of a wrong kind.
        """
        method = as_choice(self.embedding, "embedding", METHODS)
        kinds = (np.float64, np.float32)
        rows = validate_data(self, X, dtype=kinds, order="C", copy=True, ensure_min_samples=3)
        if rows.shape[1] == 1 and method == "pca":
            raise ValueError(
                "X has 1 feature(s), which embedding 'pca' puts on a line; expected two or more "
                "columns, or embedding='tsne'"
            )
        masses = None
        if sample_weight is not None:
            weights = _as_weights(sample_weight, len(rows))
            rows, weights = rows[weights > 0], weights[weights > 0]
            masses = weights / weights.sum()
        in_plane = rows.shape[1] == 2
        rng = check_random_state(self.random_state)
        plane = rows if in_plane else embed(rows, method, rng=rng)
        self.embedding_ = plane
        self.map_ = ContinuousMap(solve(plane, masses), values=None if in_plane else rows)
        self._sampler = LatentSampler(self.map_, singular=self.singular, local=self.local)
        self._dtype = rows.dtype
        return self

    def sample(self, n: int = 1) -> npt.NDArray[Any]:
        """Draw rows.

        Parameters
        ----------
        n : int, default 1
            How many; 0 or more.

        Returns
        -------
        ndarray of shape (n, D)
            Of the dtype of the rows that it was fitted to.

        Raises
        ------
        NotFittedError
            It was not fitted.
        """
        check_is_fitted(self, "map_")
        batch = self._sampler.sample(as_size(n, "n"), check_random_state(self.random_state))
        return batch.latents.astype(self._dtype, copy=False)


def _as_weights(sample_weight: Any, count: int) -> FloatArray:
    """Check weights of rows: >= 0, and some of them over 0."""
    weights = as_values(sample_weight, "sample_weight", count)
    bad = ~(np.isfinite(weights) & (weights >= 0))
    if bad.any():
        k = int(np.argmax(bad))
        raise ValueError(f"sample_weight[{k}] is {weights[k]}; expected finite numbers, 0 or more")
    positive = int(np.count_nonzero(weights))
    if positive < 3:
        raise ValueError(
            f"sample_weight has {positive} weights that are not zero; expected three or more"
        )
    shares: FloatArray = weights / weights.max()
    return shares
