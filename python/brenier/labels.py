"""Classes as labels say them, and masses that give each of them its share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from brenier._arguments import shown
from brenier._arrays import FloatArray, IntArray
from brenier._masses import as_shares

__all__ = ["as_classes", "class_masses"]

_SHOWN = 10  # names of classes in a message


def class_masses(labels: Any, shares: Any = None) -> FloatArray:
    """Give each class its share of the mass, evenly among its members.

    With these masses `solve` makes samples in which every class comes as often as is wanted,
    however many of the codes are of it.

    Parameters
    ----------
    labels : array_like of shape (n,)
        The class of each code: strings, ints, bools, or a categorical of pandas.
    shares : dict or array_like of shape (classes,), optional
        What each class is to have, >= 0 and with sum 1: by its label, or in the order of the sorted
        labels, which is that of the categories for a categorical. Equal by default.

    Returns
    -------
    ndarray of shape (n,)
        Masses with sum 1, for `solve`.

    Raises
    ------
    TypeError
        The labels are of kinds that cannot be sorted together, or shares are no real numbers.
    ValueError
        There are no labels, or not in a row, or one is missing; or the shares leave a class out,
        name one that is not there, are negative or not finite, or do not sum to 1.

    Examples
    --------
    >>> brenier.class_masses(["a", "b", "b", "a", "a", "a"])
    array([0.125, 0.25 , 0.25 , 0.125, 0.125, 0.125])
    >>> brenier.class_masses([3, 7, 7], {3: 0.9, 7: 0.1})
    array([0.9 , 0.05, 0.05])
    """
    classes, index = as_classes(labels, "labels")
    counts = np.bincount(index, minlength=len(classes))
    if shares is None:
        of_class = np.full(len(classes), 1 / len(classes))
    else:
        given = _by_label(shares, classes) if isinstance(shares, Mapping) else shares
        of_class = _as_shares(given, classes)
    masses: FloatArray = (of_class / counts)[index]
    return masses


def as_classes(value: Any, name: str) -> tuple[list[Any], IntArray]:
    """Tell the classes, in their order, and the index of each label's among them."""
    dtype = getattr(value, "dtype", None)
    in_order = getattr(dtype, "categories", None)  # of a categorical
    try:
        labels = np.asarray(value)
    except Exception as error:  # of any kind, as it is the value's own
        raise TypeError(f"{name}: {error}; expected a label for each code") from error
    if labels.ndim != 1 or len(labels) == 0:
        hint = f": {name}.argmax(axis=1), if they are one-hot" if labels.ndim == 2 else ""
        raise ValueError(f"{name} has shape {labels.shape}; expected (n,), a label each{hint}")
    if labels.dtype.kind not in "biufUSO":
        raise TypeError(f"{name} has dtype {labels.dtype}; expected strings, ints or bools")
    missing = _missing(labels)
    if missing.any():
        i = int(np.argmax(missing))
        raise ValueError(f"{name}[{i}] is {shown(labels[i])}; expected a label for each code")
    try:
        unique, index = np.unique(labels, return_inverse=True)
    except TypeError as error:
        kinds = sorted({type(label).__name__ for label in labels})
        raise TypeError(f"{name} has labels of kinds {', '.join(kinds)}; expected one") from error
    classes: list[Any] = unique.tolist()
    if in_order is None:
        return classes, index.astype(np.intp)
    position = {label: k for k, label in enumerate(np.asarray(in_order).tolist())}
    order = sorted(range(len(classes)), key=lambda k: position[classes[k]])
    return [classes[k] for k in order], np.argsort(order)[index]


def _missing(labels: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """None, nan and pandas' own word for what is missing: what is not equal to itself."""
    if labels.dtype.kind == "f":
        nan: npt.NDArray[np.bool_] = np.isnan(labels)
        return nan
    if labels.dtype.kind != "O":
        return np.zeros(len(labels), dtype=bool)
    return np.array([x is None or type(x).__name__ == "NAType" or x != x for x in labels])


def _by_label(shares: Mapping[Any, Any], classes: list[Any]) -> list[Any]:
    """The shares in the classes' order."""
    for label in shares:
        if label not in classes:
            raise ValueError(f"shares has {shown(label)}; expected {_listed(classes)}")
    for label in classes:
        if label not in shares:
            raise ValueError(f"shares has no {shown(label)}; expected a share for each class")
    return [shares[label] for label in classes]


def _as_shares(value: Any, classes: list[Any]) -> FloatArray:
    try:
        return as_shares(value, len(classes), lambda k: f"shares of {shown(classes[k])}")
    except ValueError as error:
        if "shape" not in str(error):
            raise
        raise ValueError(f"{error}, one for each of {_listed(classes)}") from None


def _listed(classes: list[Any]) -> str:
    names = ", ".join(shown(label) for label in classes[:_SHOWN])
    return names + (f", … ({len(classes)} classes)" if len(classes) > _SHOWN else "")
