"""Things to try the library on: pictures and their classes, and points in the plane."""

from brenier.datasets.pictures import Pictures, digits, mnist, read_idx
from brenier.datasets.points import PointCloud, gaussian_grid, gaussian_ring, swiss_roll

__all__ = [
    "Pictures",
    "PointCloud",
    "digits",
    "gaussian_grid",
    "gaussian_ring",
    "mnist",
    "read_idx",
    "swiss_roll",
]
