"""A loop of Adam over the transport cost: warm starts by `Wasserstein2`, against cold ones.

On a busy machine, ``--benchmark-timer=time.process_time`` gives ratios that can be relied on.
"""

from __future__ import annotations

from functools import cache, partial
from typing import NamedTuple

import problems
import pytest

torch = pytest.importorskip("torch")

import brenier.torch  # noqa: E402

GROUP = "20 steps of Adam over W2², {n} points"
STEPS = 20
KINDS = pytest.mark.parametrize("kind", ["clusters", "uniform", "disc"])


class End(NamedTuple):
    """Where a descent ends."""

    first_cost: float
    cost: float
    gradient: torch.Tensor
    newton_steps: float  # mean over the solves after the first, which is cold in any case


def descend(kind: str, n: int, warm: bool) -> End:
    """Move points down the gradient of their cost."""
    newton_steps = []
    loss = (
        brenier.torch.Wasserstein2(callback=newton_steps.append)
        if warm
        else partial(brenier.torch.wasserstein2, callback=newton_steps.append)
    )
    points = torch.tensor(problems.sites(kind, n), requires_grad=True)
    optimizer = torch.optim.Adam([points], lr=1e-3)
    cost = first_cost = loss(points)
    newton_steps.clear()
    for _ in range(STEPS):
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        cost = loss(points)
    (gradient,) = torch.autograd.grad(cost, points)
    return End(first_cost.item(), cost.item(), gradient, len(newton_steps) / STEPS)


untimed = cache(descend)


def check(timed, targets, kind: str, n: int, warm: bool) -> None:
    """Time a descent; it must end where the other way of starting leads to."""
    if n > 10_000:
        pytest.skip("minutes")
    end, other = timed(descend, kind, n, warm), untimed(kind, n, not warm)
    assert end.cost < end.first_cost
    assert end.cost == pytest.approx(other.cost, rel=1e-6)
    norm = other.gradient.norm()
    assert end.gradient.norm().item() == pytest.approx(norm.item(), rel=1e-6)
    assert (end.gradient - other.gradient).norm() < 1e-5 * norm
    what = f"steps of Newton for one of Adam, {kind}, {'warm' if warm else 'cold'} starts"
    targets.add(what, n, f"{end.newton_steps:.1f}")


@KINDS
def test_brenier_warm_starts(timed, targets, n, kind):
    check(timed, targets, kind, n, warm=True)


@KINDS
def test_baseline_cold_starts(timed, targets, n, kind):
    check(timed, targets, kind, n, warm=False)
