"""Pictures of diagrams, potentials, singular sets, convergence and decoded samples.

Each function draws into `ax`, or into a new figure of pyplot's, and returns the axes. Matplotlib
is imported when the first one is called, and its settings are left alone.
"""

from __future__ import annotations

from brenier.plot._convergence import convergence
from brenier.plot._diagram import diagram
from brenier.plot._images import images
from brenier.plot._potential import potential
from brenier.plot._singular_set import singular_set

__all__ = ["convergence", "diagram", "images", "potential", "singular_set"]
