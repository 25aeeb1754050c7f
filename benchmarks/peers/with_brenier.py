"""This library."""

import brenier


def solve(sites, relative_error):
    """Return the weights of the sites."""
    return brenier.solve(sites, tol=relative_error).weights
