"""POT: averaged stochastic gradients, with its default number of steps; it takes no tolerance."""

from ot.semidiscrete import solve_semidiscrete

DISTRIBUTION = "POT"


def solve(sites, relative_error, workers):
    """Return the weights of the sites."""
    return solve_semidiscrete(sites, "unif")
