"""How far masses and derivatives are from exact rational arithmetic, by class of input.

python tests/python/programs/exactness.py         # the table of docs/reliability.md; five minutes
python tests/python/programs/exactness.py 3       # three problems a class
"""

from __future__ import annotations

import argparse
import math
import sys
from dataclasses import dataclass
from pathlib import Path

import brenier
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))  # where the tests find their imports
from inputs.diagram_classes import CLASSES, problems
from oracles.exact import exact_cells, exact_facets, exact_masses, exact_raster_masses


@dataclass(frozen=True)
class Errors:
    """The largest of one diagram; relative ones are of cells and entries that are not tiny."""

    absolute: float  # of a mass
    relative: float  # of a mass over 1e-6
    hessian: float  # of an entry of the Hessian, in units of the largest
    total: float  # of the sum of the masses


def errors(case):
    """Measure one diagram."""
    source = case.source
    d = brenier.PowerDiagram(case.sites, case.weights, source)
    xmin, ymin, xmax, ymax = source.bounds
    box = ((xmin, ymin), (xmax, ymin), (xmax, ymax), (xmin, ymax))
    cells = exact_cells(case.sites, case.weights, case.rings[0] if case.is_convex else box)
    if case.values is not None:
        masses = exact_raster_masses(cells, case.values, case.bounds)
    else:
        masses = exact_masses(cells, case.rings)
    difference = np.abs(d.masses - masses)
    large = masses > 1e-6
    hessian = _hessian_error(d, cells, case) if case.has_exact_facets else math.nan
    relative = float((difference[large] / masses[large]).max())
    return Errors(float(difference.max()), relative, hessian, abs(math.fsum(d.masses) - 1))


def _hessian_error(d, cells, case):
    """Of the entries off the diagonal, in units of the largest."""
    entries = {
        (i, j): length / (2 * math.dist(case.sites[i], case.sites[j])) / d.source.area
        for (i, j), length in exact_facets(cells).items()
    }
    if not entries:
        return 0.0
    expected = np.zeros((len(d), len(d)))
    for pair, value in entries.items():
        expected[pair] = value
    got = -np.triu(d.hessian().toarray(), 1)
    return float(np.abs(got - expected).max() / expected.max())


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("count", type=int, nargs="?", default=100, help="problems a class")
    count = parser.parse_args().count
    print("| input | problems | mass | mass, relative | Hessian | sum of masses |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name in CLASSES:
        rows = [errors(case) for case in problems(name, count)]
        columns = np.array([(e.absolute, e.relative, e.hessian, e.total) for e in rows]).max(axis=0)
        figures = " | ".join("" if np.isnan(v) else f"{v:.1e}" for v in columns)
        print(f"| {name} | {count} | {figures} |", flush=True)


if __name__ == "__main__":
    main()
