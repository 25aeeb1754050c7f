"""Public arguments that are in no row of the table of arrays, and where all are looked for."""

from __future__ import annotations

import importlib.util

# Arguments that are no arrays, whatever function they belong to.
PLAIN = {
    *("ax", "alpha", "cmap", "color", "creases", "edgecolor", "kw", "linewidth", "triangles"),
    *("columns", "shape", "deviations", "modes", "n", "radius", "side", "sigma", "spacing"),
    *("batch_size", "callback", "decoder", "max_iter", "origin", "progress", "rng", "tol"),
    *("workers", "max_angle", "max_jump", "quantile", "singular", "source", "d", "m", "t"),
    *("i", "indices", "map", "sampler", "path", "folder", "subset"),
    *("dtype", "generator", "properties", "solve_options", "blend", "local", "method", "within"),
    *("return_index", "labels", "title", "periodic", "k", "device", "max_samples"),
    *("problems", "executor", "return_exceptions", "options", "sources"),
    *("a", "b", "s", "chunksize", "explode"),
}
# Arguments of names that others have for arrays.
PLAIN_HERE = {("plot.diagram", "sites"), ("plot.diagram", "cells")}
# What functions of the library give back, and nobody else makes.
RESULTS = {
    *("BrenierError", "ConvergenceWarning", "Source", "Status"),
    *("Barycenter", "Cells", "Displacement", "Facets", "History", "LatentBatch", "Polyhedron"),
    *("Quantization", "SampledCertificate", "SampledHistory", "SampledTransport", "Transport"),
    *("datasets.PointCloud", "datasets.Pictures"),
}
# Methods that the library calls with arrays of its own.
INTERNAL = {"Thresholds.are_exceeded", "Thresholds.complaint"}
MODULES = ("brenier", "brenier.datasets", "brenier.plot")
# Tensors are a kind of their own: the tests of brenier.torch ask for them.
TENSORS = {
    ("torch.wasserstein2", "points"),
    ("torch.wasserstein2", "masses"),
    ("torch.Wasserstein2", "masses"),
    ("torch.Wasserstein2.forward", "points"),
    ("torch.Wasserstein2.forward", "masses"),
    ("torch.StraightThrough.forward", "x"),
    ("torch.Coupling.forward", "x0"),
    ("torch.NoiseMap.forward", "z"),
    ("torch.SampledCoupling.forward", "x0"),
}
if importlib.util.find_spec("torch"):
    MODULES += ("brenier.torch",)
