"""Tensors and state_dicts that callers hand in: of any layout, damaged, made to do damage."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from brenier.storage import pack_arrays, unpack_arrays
from inputs.hostile_arrays import ARRAYS
from inputs.sites import random_masses, random_sites

torch = pytest.importorskip("torch")

import brenier.torch  # noqa: E402

POINTS = torch.from_numpy(random_sites(12).astype(np.float32).astype(float))
MASSES = torch.full((12,), 1 / 12, dtype=torch.float64)
LAYOUTS = {
    "transposed": lambda a: a.t().contiguous().t(),
    "strided": lambda a: a.repeat_interleave(3, 0)[::3],
    "conjugate": lambda a: torch.complex(a, -a).conj().real,
    "negative": lambda a: torch.complex(torch.zeros_like(a), -a).conj().imag,
    "a parameter": lambda a: torch.nn.Parameter(a.clone()),
    "narrow": lambda a: a.float(),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_tensors_are_taken_by_their_values(layout):
    points = LAYOUTS[layout](POINTS)
    before = points.detach().clone()
    expected = brenier.torch.wasserstein2(POINTS, MASSES)
    cost = brenier.torch.wasserstein2(points, MASSES)
    assert float(cost.detach()) == pytest.approx(
        float(expected), rel=1e-6 if layout == "narrow" else 0
    )
    layer = brenier.torch.StraightThrough(brenier.solve(random_sites(9)))
    assert torch.equal(layer(points).detach().double(), layer(POINTS).to(points.dtype).double())
    assert torch.equal(points.detach(), before)


@pytest.mark.parametrize("layout", ["transposed", "strided", "narrow"])
def test_numpy_s_functions_take_tensors(layout):
    expected = brenier.solve(POINTS.numpy(), MASSES.numpy())
    t = brenier.solve(LAYOUTS[layout](POINTS), MASSES)
    assert np.array_equal(t.weights, expected.weights)
    assert np.array_equal(t.index(POINTS), expected.index(POINTS.numpy()))


def test_numpy_s_functions_take_bfloat16():
    points, masses = POINTS.bfloat16(), torch.linspace(0, 1, 12).softmax(0).bfloat16()
    assert masses.double().sum() != 1
    t = brenier.solve(points, masses)
    expected = masses.double().numpy()
    assert np.array_equal(t.sites, points.double().numpy())
    assert np.array_equal(t.masses, expected / expected.sum())
    with pytest.raises(ValueError, match=r"masses sum to .*; expected 1 within .* of bfloat16"):
        brenier.solve(points, 1.2 * masses)
    for bad in (points.to_sparse(), points.to("meta"), points.clone().requires_grad_()):
        with pytest.raises(TypeError, match=r"^sites\b"):
            brenier.solve(bad)


@pytest.mark.parametrize(
    "tensor",
    [
        POINTS.clone().requires_grad_(),
        [*POINTS.clone().requires_grad_()],
        POINTS.to_sparse(),
        POINTS.to("meta"),
        torch.complex(POINTS, POINTS),
    ],
    ids=["grad", "list with grad", "sparse", "meta", "complex"],
)
def test_other_tensors_are_refused_by_name(tensor):
    for call in (brenier.solve, brenier.PowerDiagram):
        with pytest.raises(TypeError, match=r"^sites\b"):
            call(tensor)


@pytest.mark.parametrize("tensor", [POINTS.to_sparse(), POINTS.to("meta")], ids=["sparse", "meta"])
def test_tensors_that_are_not_dense_are_refused(tensor):
    with pytest.raises(TypeError, match=r"^points has layout .*; expected a dense tensor"):
        brenier.torch.wasserstein2(tensor)
    layer = brenier.torch.StraightThrough(brenier.solve(random_sites(9)))
    with pytest.raises(TypeError, match=r"^x has layout .*; expected a dense tensor"):
        layer(tensor)


# state_dict


@pytest.fixture(scope="module")
def plan():
    m = brenier.ContinuousMap(brenier.solve(random_sites(5), random_masses(5)), max_jump=2.0)
    state = brenier.torch.LatentSampler(brenier.LatentSampler(m)).state_dict()
    return state["plan"].to(torch.uint8)


def sampler_of(plan):
    """What a module makes of it, or None if it is refused as it should be."""
    noise = brenier.torch.LatentSampler()
    noise.load_state_dict({"plan": plan})
    try:
        return noise.sampler
    except ValueError as error:
        assert str(error).startswith(("plan is no sound plan: ", "this module has no plan yet"))
        return None


def of_bytes(raw):
    return torch.frombuffer(bytearray(raw) or bytearray(1), dtype=torch.uint8)[: len(raw)]


def test_a_damaged_plan_is_refused_or_says_the_same(plan):
    raw = plan.numpy().tobytes()
    sampler = sampler_of(plan)
    weights = sampler.transport.weights
    refused, places = 0, range(0, len(raw), 7)
    for k, at in enumerate(places):
        other = bytearray(raw)
        other[at] ^= (0xFF, 0x01, 0x80)[k % 3]
        damaged = sampler_of(of_bytes(other))
        refused += damaged is None
        if damaged is not None:
            assert np.array_equal(damaged.transport.weights, weights)
            assert damaged.map.thresholds == sampler.map.thresholds
            assert damaged.singular == sampler.singular
    assert refused > 0.6 * len(places)
    for length in range(0, len(raw), 31):
        assert sampler_of(of_bytes(raw[:length])) is None


@pytest.mark.parametrize(
    "other",
    [
        lambda plan: torch.zeros(0),
        lambda plan: plan.double() * 3.7,
        lambda plan: plan.to(torch.int64) + 256 * 3 + 1,
        lambda plan: torch.full_like(plan, 80),
        lambda plan: torch.full((1000,), float("nan")),
        lambda plan: torch.zeros(0, dtype=torch.uint8),
        lambda plan: torch.tensor(7),
    ],
)
def test_tensors_that_are_no_plan_are_refused(plan, other):
    assert sampler_of(other(plan)) is None


@pytest.mark.parametrize("kind", ARRAYS)
def test_every_array_of_a_plan_is_looked_at(plan, kind):
    arrays = unpack_arrays(plan.numpy().tobytes(), ())
    free = {"step", "blur", "seconds", "thresholds", "local"}
    del arrays["brenier_format"]
    for name in arrays:
        sampler = sampler_of(of_bytes(pack_arrays({**arrays, name: ARRAYS[kind]})))
        assert sampler is None or name in free, name


# Denormal numbers


def test_denormal_numbers_may_be_flushed():
    sites, masses = random_sites(200), np.full(200, 1 / 200)
    expected = brenier.solve(sites, masses).weights
    if not torch.set_flush_denormal(True):
        pytest.skip("this processor cannot")
    try:
        assert np.array_equal(brenier.solve(sites, masses).weights, expected)
        assert torch.tensor([1e-310], dtype=torch.float64).item() * 0.5 == 0  # still
    finally:
        torch.set_flush_denormal(False)
