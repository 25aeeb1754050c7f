"""What is the process's is left alone: by the import, by every call, and by calls that fail.

And the other way round: however the process rounds, the core's results are the same to the bit.
"""

from __future__ import annotations

import pytest
from programs.child import run_silently


def test_import_changes_nothing():
    run_silently(
        """
        import numpy, scipy
        from oracles.process_state import process_state
        before = process_state()
        import brenier
        after = process_state()
        assert after == before, [name for name in after if after[name] != before[name]]
        """
    )


CALLS = """
import warnings
import numpy as np
import scipy.sparse, scipy.spatial
import brenier
from oracles import process_state

rng = np.random.default_rng(0)
sites, weights = rng.random((3000, 2)), 1e-5 * rng.random(3000)
masses, x = np.full(3000, 1 / 3000), rng.random((5000, 2))
star = [(0.5, 0), (0.6, 0.4), (1, 0.5), (0.6, 0.6), (0.5, 1), (0.4, 0.6), (0, 0.5), (0.4, 0.4)]
picture = np.eye(5)[:, ::-1]
sources = [
    brenier.Uniform(star),
    brenier.Raster(picture),
    brenier.Bilinear(picture + 1),
    brenier.Gaussian((0.5, 0.5), [[0.1, 0.02], [0.02, 0.2]], star),
    brenier.GaussianMixture([(0, 0), (1, 1)], [0.1, 0.01], [1, 2]),
]


def diagram(source, workers=3):
    d = brenier.PowerDiagram(sites, weights, source, workers=workers)
    numbers = [d.masses, d.areas, d.centroids, d.second_moments, d.facets.points, d.facets.masses]
    pieces = [piece for k in range(0, 100, 7) for piece in d.cell(k)]
    return [*numbers, *pieces, d.hidden, d.simplices, d.index(x), d.hessian().indices]


def of_numpy(t):
    # What numpy makes of what the core computes is rounded as numpy is told to.
    h = t.diagram.hessian()
    densities = [source.density(x) for source in sources]
    numbers = [h.data, t.cost, t.dual_value, t.heights, t.potential(x), t.conjugate(sites[:20])]
    return densities + numbers


def exact(source=None):
    far = np.r_[1e8 * np.stack(np.meshgrid(range(9), range(9)), -1).reshape(-1, 2), [(3.0, 1.0)]]
    return [brenier.PowerDiagram(far, source=source).masses]


def solved(source, few=400):
    y = sites[:few]
    t = brenier.solve(y, np.full(few, 1 / few), source, workers=3, callback=lambda s: None)
    m = brenier.ContinuousMap(t)
    return [t.weights, t.diagram.masses, m(x), m.is_singular(x), m.singular, t.index(x)]


def rough():
    t = brenier.solve(sites[:200], np.full(200, 1 / 200), brenier.Raster(np.eye(9)))
    return [t.weights, t.diagram.masses]


CALLS = {
    **{f"diagram {k}": lambda s=s: diagram(s) for k, s in enumerate(sources)},
    **{f"density {k}": lambda s=s: [s.density(x)] for k, s in enumerate(sources[3:])},
    "exact": exact,
    **{f"solve {k}": lambda s=s: solved(s) for k, s in enumerate(sources[:1] + sources[3:])},
    "multigrid": lambda: [brenier.solve(sites, masses, workers=3).weights],
    "rough": rough,
}
"""

FAILURES = """
def stop(state):
    raise StopIteration

def fail(state):
    raise KeyError("mine")

nan = np.full((3, 2), np.nan)
crossed = [(0, 0), (1, 1), (1, 0), (0, 1)]
FAILURES = {
    "sites": lambda: brenier.PowerDiagram(nan),
    "masses": lambda: brenier.solve(sites, masses * 2),
    "x": lambda: brenier.PowerDiagram(sites).index(nan),
    "domain": lambda: brenier.Uniform(crossed),
    "values": lambda: brenier.Raster(nan),
    "cov": lambda: brenier.Gaussian(cov=-1),
    "callback": lambda: brenier.solve(sites, masses, callback=fail),
    "tol": lambda: brenier.solve(sites, masses, tol=-1),
    "file": lambda: brenier.load(__import__("os").devnull),
}
"""


@pytest.mark.parametrize("of_blas", [1, 2])
def test_calls_change_nothing(of_blas):
    """Whether the first thread of the process is one of ours, or BLAS has had some before."""
    run_silently(
        f"import os; os.environ.update(OMP_NUM_THREADS='{of_blas}')"
        + CALLS
        + FAILURES
        + """
def unchanged(name, before):
    after = process_state.process_state()
    assert after == before, (name, [key for key in after if after[key] != before[key]])

for name, call in CALLS.items():
    before = process_state.process_state()
    call()
    unchanged(name, before)
for name, call in FAILURES.items():
    before = process_state.process_state()
    try:
        call()
    except (ValueError, KeyError):
        unchanged(name, before)
    else:
        raise AssertionError(name)
"""
    )


def test_results_are_the_same_however_the_process_rounds():
    run_silently(
        CALLS
        + """
def bits(call):
    return [np.ascontiguousarray(array).tobytes() for array in call()]

UP, DOWN, TO_ZERO = {
    "x86_64": (0x800, 0x400, 0xC00),
    "aarch64": (0x400000, 0x800000, 0xC00000),
}[process_state.platform.machine()]
modes = {
    "up": lambda: process_state.LIBM.fesetround(UP),
    "down": lambda: process_state.LIBM.fesetround(DOWN),
    "to zero": lambda: process_state.LIBM.fesetround(TO_ZERO),
}
if process_state.IS_X86:
    modes["denormals are zero"] = process_state.flush_denormals
expected = {name: bits(call) for name, call in CALLS.items()}
t = brenier.solve(sites[:100], np.full(100, 0.01))
expected_of_numpy = of_numpy(t)
normal = process_state.float_environment()
for mode, enter in modes.items():
    enter()
    assert process_state.float_controls() != (0, 0x1F80)
    for name, call in CALLS.items():
        here = process_state.float_controls()
        found = bits(call)
        assert process_state.float_controls() == here, (mode, name)
        same = [a == b for a, b in zip(found, expected[name], strict=True)]
        assert all(same), (mode, name, same)
    for a, b in zip(of_numpy(t), expected_of_numpy, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-12, atol=1e-15)
    process_state.LIBM.fesetenv(normal)
"""
    )


@pytest.mark.parametrize("errors", ["raise", "warn"])
def test_numpy_may_be_told_to_raise(errors):
    """Nothing in the library divides by 0, overflows or makes a nan unless it means to."""
    run_silently(
        CALLS
        + f"""
t = brenier.solve(sites[:100])
np.seterr(all={errors!r})
warnings.simplefilter("error")
for name, call in CALLS.items():
    call()
of_numpy(t)
for source in sources:
    source.sample(1000, rng=0)
brenier.quantize(20, rng=0, tol=0.1)
brenier.LatentSampler(brenier.ContinuousMap(t)).sample(100, rng=0)
"""
    )


def test_a_callback_may_round_as_it_likes():
    """What it does to the floating-point environment reaches neither the core nor the caller."""
    run_silently(
        CALLS
        + """
def upward(state):
    process_state.LIBM.fesetround(0x800 if process_state.IS_X86 else 0x400000)

before = process_state.float_controls()
expected = brenier.solve(sites, masses, callback=lambda s: None).weights
assert np.array_equal(brenier.solve(sites, masses, callback=upward).weights, expected)
assert process_state.float_controls() == before
"""
    )


def test_a_subinterpreter_is_told_that_it_cannot_have_the_library():
    run_silently(
        """
        try:
            import _interpreters as interpreters
        except ImportError:
            import _xxsubinterpreters as interpreters
        import brenier
        code = '''
        import sys
        try:
            import brenier
        except ImportError as error:
            assert "subinterpreter" in str(error), error
        else:
            raise SystemExit("imported")
        '''
        import textwrap
        for _ in range(2):
            id = interpreters.create()
            problem = interpreters.run_string(id, textwrap.dedent(code))
            assert problem is None, problem
            interpreters.destroy(id)
        assert brenier.solve([(0, 0), (1, 1)]).success
        """
    )
