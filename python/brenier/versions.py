"""Which versions of what are installed, for a report."""

from __future__ import annotations

import os
import platform

from brenier._core import __version__

__all__ = ["show_versions"]

_NEEDED = ("numpy", "scipy")
_OPTIONAL = (
    *("matplotlib", "tqdm", "scikit-learn", "openTSNE", "umap-learn", "pillow", "torch", "shapely"),
    *("distributed", "brenier-space"),
)


def show_versions() -> None:
    """Print the versions of brenier, of Python, and of what it uses: put them into a report.

    ``brenier info`` prints the same.

    Examples
    --------
    >>> import brenier
    >>> brenier.show_versions()  # doctest: +ELLIPSIS, +NORMALIZE_WHITESPACE
    brenier       ...
    Python        ...
    """
    rows = [
        ("brenier", __version__),
        ("Python", f"{platform.python_version()} ({platform.python_implementation()})"),
        ("system", f"{platform.system()} {platform.release()}, {platform.machine()}"),
        ("processors", str(os.cpu_count())),
        *((package, _version(package)) for package in (*_NEEDED, *_OPTIONAL)),
    ]
    for name, value in rows:
        print(f"{name:<15}{value}")


def _version(package: str) -> str:
    from importlib import metadata  # here, as it takes a while

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"
