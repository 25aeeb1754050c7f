"""Packages that only the demo needs, imported when it runs."""

from __future__ import annotations

import contextlib
import importlib
import os
import warnings
from collections.abc import Iterator
from typing import Any

_JOBLIB_CORES = "LOKY_MAX_CPU_COUNT"


def require(module: str, install: str = "brenier[demo]") -> Any:
    """Import `module`, or say what to install.

    Parameters
    ----------
    module : str
        Such as ``"sklearn.manifold"``.
    install : str
        What pip installs it by.

    Returns
    -------
    module

    Raises
    ------
    ImportError
        If the module's package is not installed; the message holds the line that installs it.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        package = module.partition(".")[0]
        if error.name is None or error.name.partition(".")[0] != package:
            raise
        raise ImportError(
            f"this way through the demo needs {package}: pip install {install}", name=package
        ) from error


@contextlib.contextmanager
def single_threaded() -> Iterator[None]:
    """Keep the numerical libraries to one thread within a ``with`` block.

    The demo's matrices are small: more threads gain little on an idle machine and wait for each
    other on a busy one. And sums in one order make a seed mean the same numbers on any of them.

    Raises
    ------
    ImportError
        If scikit-learn, which brings threadpoolctl, is not installed.
    """
    # Only libraries that are loaded by now are limited.
    for module in ("scipy.linalg", "sklearn.manifold", "sklearn.neural_network"):
        require(module)
    with require("threadpoolctl").threadpool_limits(limits=1), warnings.catch_warnings():
        # Where the system hides its cores, joblib, which counts them for scikit-learn's nearest
        # neighbours, warns and prints a traceback. Told how many to use, it does not count.
        warnings.filterwarnings("ignore", "Could not find the number of physical cores")
        before = os.environ.get(_JOBLIB_CORES)
        os.environ[_JOBLIB_CORES] = "1"
        try:
            yield
        finally:
            if before is None:
                del os.environ[_JOBLIB_CORES]
            else:
                os.environ[_JOBLIB_CORES] = before
