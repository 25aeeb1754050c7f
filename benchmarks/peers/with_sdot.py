"""sdot: damped Newton in double precision, with as many threads as run.py's environment says.

``duplicates="merge"`` is what brenier does with sites at one place, and spares a search for others
that are too close; where there are none, the answer is the same.
"""

import numpy as np
from sdot import Box, SumOfDiracs, ot_solve

DISTRIBUTION = "sdot"


def solve(sites, relative_error, workers):
    """Return the weights of the sites."""
    plan = ot_solve(
        SumOfDiracs(sites),
        Box([0] * sites.shape[1], [1] * sites.shape[1]),
        tol=relative_error / len(sites),  # of the masses, absolute
        precision="fp64",
        duplicates="merge",
    )
    return np.asarray(plan.weights)
