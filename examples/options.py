"""Options of the examples, checked before anything is trained."""

from argparse import ArgumentTypeError
from pathlib import Path


def folder(text):
    """An existing folder."""
    path = Path(text)
    if not path.is_dir():
        raise ArgumentTypeError(
            f"no folder {text}; it is to hold MNIST's four IDX files, plain or gzipped, as "
            "/usr/share/datasets/fashion-mnist does after `apt install dataset-fashion-mnist`"
        )
    return path


def at_least(low):
    """Whole numbers that are not below `low`."""

    def number(text):
        try:
            value = int(text)
        except ValueError:
            value = low - 1
        if value < low:
            raise ArgumentTypeError(f"expected a whole number, {low} or more, got {text!r}")
        return value

    return number
