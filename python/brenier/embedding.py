"""Codes of any dimension brought to the plane: t-SNE, UMAP or principal components."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import os
import re
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from brenier._arguments import as_choice, as_flag, as_generator
from brenier._arrays import FloatArray, require_real
from brenier.progress import progress_bar

__all__ = ["METHODS", "embed"]

METHODS = ("tsne", "umap", "pca")
_FEWEST = 3  # rows, of which a triangle can be made
_PERPLEXITY = 30.0  # of t-SNE, and the default of its packages
_NEIGHBOURS = 15  # of UMAP, and the default of umap-learn
_FEWEST_FOR_SPECTRAL = 16  # rows: with fewer, UMAP's spectral start may fail
_WIDEST = 64  # columns that t-SNE and UMAP are given as they are
_COMPONENTS = 50  # principal components that they are given of more
_MANY = 5000  # rows, from which on openTSNE is the faster: benchmarks/embeddings.py
_ITERATIONS = 1000  # of scikit-learn's t-SNE
_ITERATIONS_OPEN = 750  # of openTSNE's
_EVERY = 50  # iterations between its reports
_LINE = 1e-6  # width by length, of what t-SNE would take for a line
_SAFE = (1e-10, 1e10)  # sizes whose squares neither method loses, also in single precision

Rows = npt.NDArray[Any]


def embed(
    values: Any, method: str = "tsne", *, rng: Any = None, progress: bool = False
) -> FloatArray:
    """Bring codes of any dimension to the plane, near ones near each other.

    The plane is where transport is solved; `ContinuousMap` then gives back values in the codes'
    own space.

    Parameters
    ----------
    values : array_like of shape (n, D)
        A code in each row; three or more, which differ.
    method : {"tsne", "umap", "pca"}
        How. ``"tsne"`` (needs scikit-learn) keeps neighbours best, with gaps between clusters; its
        perplexity is 30, or (n - 1)/3 where n is under 91. ``"umap"`` (needs umap-learn) looks at
        15 neighbours, and keeps fewer of them. Of more than 64 columns both are given the first
        50 principal components. ``"pca"``, the first two principal components, is the fastest, and
        lays clusters over others; of one column the second component is 0. From 5000 rows on
        t-SNE is done by openTSNE where that is installed, as well and in less time.
    rng : None, int, numpy.random.Generator or numpy.random.RandomState
        Source of randomness; the same seed gives the same plane with the same version of the
        package. ``"pca"`` needs none.
    progress : bool, default False
        Show a progress bar (needs tqdm).

    Returns
    -------
    ndarray of shape (n, 2)
        A point of the plane for each row. Its scale and axes have no meaning.

    Raises
    ------
    ImportError
        The method's package is not installed; the message says how to get it.
    TypeError
        `values` does not hold real numbers, or another argument is of a wrong kind.
    ValueError
        There is no such method; or `values` has another shape, a number that is not finite, too few
        rows, or rows that are all equal.

    Warns
    -----
    UserWarning
        There are no more than 30 rows: t-SNE looks at fewer neighbours than it should.

    References
    ----------
    L. van der Maaten, G. Hinton (2008), Visualizing data using t-SNE. JMLR 9.
    L. McInnes, J. Healy, J. Melville (2018), UMAP: uniform manifold approximation and projection
    for dimension reduction. arXiv:1802.03426.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> values = rng.normal(rng.normal(0, 9, (3, 1, 16)), 1, (3, 50, 16)).reshape(150, 16)
    >>> brenier.embed(values, "pca").shape
    (150, 2)
    """
    name, show = as_choice(method, "method", METHODS), as_flag(progress, "progress")
    rows, seed = _as_rows(values), _seed(rng)
    if name == "pca":
        return _principal_plane(rows)
    points = (_tsne if name == "tsne" else _umap)(rows, seed, show)
    return np.ascontiguousarray(points, dtype=np.float64)


def _as_rows(values: Any) -> Rows:
    """Check values, and scale them if their squares would be lost."""
    rows = require_real(values, "values")
    if rows.ndim != 2 or rows.shape[1] == 0:
        raise ValueError(f"values has shape {rows.shape}; expected (n, D), a code in each row")
    if len(rows) < _FEWEST:
        raise ValueError(f"values has {len(rows)} rows; expected {_FEWEST} or more")
    if rows.dtype not in (np.float32, np.float64):
        rows = rows.astype(np.float64)
    finite = np.isfinite(rows)
    if not finite.all():
        i, j = np.argwhere(~finite)[0].tolist()
        raise ValueError(f"values[{i}, {j}] is {rows[i, j]}; expected finite numbers")
    if (rows == rows[0]).all():
        raise ValueError(f"values has {len(rows)} rows that are all equal; expected some to differ")
    rows = np.ascontiguousarray(rows)  # the same sums, however the rows lie in memory
    largest = float(np.abs(rows).max())
    return rows if _SAFE[0] < largest < _SAFE[1] else rows.astype(np.float64) / largest


def _seed(rng: Any) -> int:
    """A seed as the packages take it: one that they would take themselves stays what it is."""
    generator = as_generator(rng)
    if isinstance(rng, (int, np.integer)) and rng < 2**32:
        return int(rng)
    return int(generator.integers(2**32))


def _principal_plane(rows: Rows) -> FloatArray:
    """Coordinates along the two directions of largest variance, of a sign that is always the same.

    By the smaller of the two matrices of products, of rows or of columns.
    """
    from scipy.linalg import eigh

    centred = rows.astype(np.float64) - rows.mean(axis=0, dtype=np.float64)
    centred /= np.abs(centred).max()
    n, columns = centred.shape
    plane = np.zeros((n, 2))
    count = min(2, columns)
    if columns <= n:
        largest = [columns - count, columns - 1]
        directions = eigh(centred.T @ centred, subset_by_index=largest)[1][:, ::-1]
        plane[:, :count] = centred @ directions
    else:
        variances, vectors = eigh(centred @ centred.T, subset_by_index=[n - 2, n - 1])
        plane[:] = (vectors * np.sqrt(np.maximum(variances, 0.0)))[:, ::-1]
    farthest = plane[np.abs(plane).argmax(axis=0), [0, 1]]
    return plane * np.where(farthest < 0, -1.0, 1.0)


def _narrowed(rows: Rows, seed: int) -> Rows:
    """The first principal components of wide rows, as is usual before both methods."""
    if rows.shape[1] <= _WIDEST:
        return rows
    from sklearn.decomposition import PCA

    components = min(_COMPONENTS, *rows.shape)
    narrow: Rows = PCA(components, random_state=seed).fit_transform(rows)
    return narrow


def _start(rows: Rows) -> str:
    """Principal components; but t-SNE that starts on a line stays on it."""
    spread = _principal_plane(rows).std(axis=0)
    return "pca" if spread[1] > _LINE * spread[0] else "random"


def _tsne(rows: Rows, seed: int, show: bool) -> Rows:
    try:
        from sklearn.manifold import TSNE
    except ImportError as error:
        raise ImportError("method 'tsne' needs scikit-learn: pip install brenier[embed]") from error
    perplexity = min(_PERPLEXITY, max((len(rows) - 1) / 3, 1.0))
    if len(rows) <= _PERPLEXITY:
        warnings.warn(
            f"values has {len(rows)} rows, and t-SNE looks at the 30 nearest of each; its "
            f"perplexity is {perplexity:.3g} in place of 30",
            UserWarning,
            stacklevel=3,
        )
    rows = _narrowed(rows, seed)
    if len(rows) >= _MANY and importlib.util.find_spec("openTSNE") is not None:
        return _open_tsne(rows, seed, show)
    tsne = TSNE(
        perplexity=perplexity, init=_start(rows), random_state=seed, verbose=2 if show else 0
    )
    with progress_bar(show, "t-SNE", _ITERATIONS) as bar, _watched(show, bar):
        points: Rows = tsne.fit_transform(rows)
    return points


def _open_tsne(rows: Rows, seed: int, show: bool) -> Rows:
    """The same by openTSNE, whose forces are interpolated on a grid: faster for many rows."""
    from openTSNE import TSNE

    with progress_bar(show, "t-SNE", _ITERATIONS_OPEN) as bar:

        def report(*_state: Any) -> None:
            bar(_EVERY)

        tsne = TSNE(
            perplexity=_PERPLEXITY,
            initialization=_start(rows),
            random_state=seed,
            n_jobs=os.cpu_count() or 1,
            callbacks=report if show else None,
            callbacks_every_iters=_EVERY,
        )
        return np.asarray(tsne.fit(rows))


@contextlib.contextmanager
def _watched(show: bool, bar: Callable[[int], object]) -> Iterator[None]:
    """Tell the bar of the iterations that scikit-learn prints, which nobody else is shown."""
    if not show:
        yield
        return
    with contextlib.redirect_stdout(_Iterations(bar)):
        yield


class _Iterations(io.StringIO):
    """Takes scikit-learn's lines in, and passes on how far they say that it is."""

    def __init__(self, bar: Callable[[int], object]) -> None:
        super().__init__()
        self._bar, self._done = bar, 0

    def write(self, text: str) -> int:
        said = re.match(r"\[t-SNE\] Iteration (\d+): error", text)
        if said is not None:
            self._bar(int(said[1]) - self._done)
            self._done = int(said[1])
        return len(text)


def _umap(rows: Rows, seed: int, show: bool) -> Rows:
    try:
        from umap import UMAP
    except ImportError as error:
        raise ImportError("method 'umap' needs umap-learn: pip install brenier[umap]") from error
    bar: dict[str, Any] = {"disable": not show, "desc": "UMAP"}
    umap = UMAP(
        n_neighbors=min(_NEIGHBOURS, len(rows) - 1),
        init="spectral" if len(rows) >= _FEWEST_FOR_SPECTRAL else "random",
        random_state=seed,
        n_jobs=1,  # with a seed it runs on one thread; saying so spares its warning
        tqdm_kwds=bar,
    )
    points: Rows = umap.fit_transform(_narrowed(rows, seed))
    return points
