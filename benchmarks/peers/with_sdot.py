"""sdot: damped Newton, its own choice of everything."""

import numpy as np
from sdot import Box, SumOfDiracs, ot_solve


def solve(sites, relative_error):
    """Return the weights of the sites."""
    tolerance = relative_error / len(sites)
    return np.asarray(ot_solve(SumOfDiracs(sites), Box([0, 0], [1, 1]), tol=tolerance).weights)
