"""This library."""

import brenier

DISTRIBUTION = "brenier"


def solve(sites, relative_error, workers):
    """Return the weights of the sites."""
    return brenier.solve(sites, tol=relative_error, workers=workers).weights
