"""The engine of brenier in three dimensions; private: use the names of brenier."""

from __future__ import annotations

from brenier_space import _core

__all__ = ["__version__"]

__version__ = _core.__version__
