"""Masses and derivatives are those of rational arithmetic, to rounding, in every class of input."""

from __future__ import annotations

import math

import pytest
from inputs.diagram_classes import CLASSES, problems
from programs.exactness import errors

# Places are rounded by 1e-16 of the domain's length, which counts for more the thinner it is.
THIN = "triangles aslant, 1e-6 to 0.1 wide"


@pytest.mark.parametrize("name", CLASSES)
def test_errors_are_rounding(name):
    for case in problems(name, 2):
        e = errors(case)
        assert e.absolute <= (1e-10 if name == THIN else 3e-15)
        assert e.total <= (1e-10 if name == THIN else 3e-15)
        assert math.isnan(e.hessian) or e.hessian <= (1e-8 if name == THIN else 1e-11)
