"""Pictures of diagrams, potentials, convergence and decoded samples, with matplotlib.

Each function draws into `ax`, or into a new figure of pyplot's, and returns the axes. Matplotlib
is imported when the first one is called, and its settings are left alone.
"""

from __future__ import annotations

from brenier.plot._convergence import convergence
from brenier.plot._diagram import diagram
from brenier.plot._images import images
from brenier.plot._potential import potential

__all__ = ["convergence", "diagram", "images", "potential"]
