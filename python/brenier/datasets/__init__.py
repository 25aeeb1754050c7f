"""Things to try the library on: pictures and their classes."""

from brenier.datasets.pictures import Pictures, digits, mnist, read_idx

__all__ = ["Pictures", "digits", "mnist", "read_idx"]
