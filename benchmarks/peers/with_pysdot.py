"""pysdot: damped Newton, scipy's direct solver."""

import numpy as np
from pysdot import ConvexPolyhedraAssembly, OptimalTransport

DISTRIBUTION = "pysdot"


def solve(sites, relative_error, workers):
    """Return the weights of the sites."""
    domain = ConvexPolyhedraAssembly()
    domain.add_box([0, 0], [1, 1])
    transport = OptimalTransport(
        positions=sites,
        weights=np.zeros(len(sites)),
        domain=domain,
        obj_max_dw=0,
        obj_max_dm=relative_error / len(sites),
        linear_solver="Scipy",
    )
    transport.adjust_weights()
    return np.array(transport.get_weights())
