"""Imported before the core: raises ImportError in a subinterpreter.

The core's bindings keep Python's state by thread, which in a subinterpreter is another's: loading
them there would wait for the GIL for ever.
"""

from __future__ import annotations

from typing import Any

__all__: list[str] = []


def _import_interpreters() -> Any:
    """Import the module that knows, by the name that it has in this version of Python."""
    try:
        import _interpreters  # type: ignore[import-not-found]  # from 3.13 on
    except ImportError:
        try:
            import _xxsubinterpreters  # type: ignore[import-not-found]
        except ImportError:
            return None  # without it there are no subinterpreters
        return _xxsubinterpreters
    return _interpreters


def _is_main() -> bool:
    interpreters = _import_interpreters()
    return interpreters is None or bool(interpreters.get_current() == interpreters.get_main())


if not _is_main():
    raise ImportError(
        "brenier cannot be imported in a subinterpreter; import it in the main interpreter "
        "(mod_wsgi: WSGIApplicationGroup %{GLOBAL})"
    )
