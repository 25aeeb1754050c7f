"""Averages of networks that hold a plan: buffers are averaged and copied along, and stay plans."""

from __future__ import annotations

import copy

import brenier
import pytest
from inputs.samplers import Generator, sampler_of, seeded

torch = pytest.importorskip("torch")

import brenier.torch  # noqa: E402
from brenier.torch import plan  # noqa: E402
from torch.optim.swa_utils import (  # noqa: E402
    AveragedModel,
    get_ema_multi_avg_fn,
    get_swa_multi_avg_fn,
)


def by_lerp(average, network, decay):
    for a, b in zip(average.state_dict().values(), network.state_dict().values(), strict=True):
        a.lerp_(b, 1 - decay)


def by_lerp_of_buffers(average, network, decay):
    for a, b in zip(average.buffers(), network.buffers(), strict=True):
        a.lerp_(b, 1 - decay)


def by_products(average, network, decay):
    for a, b in zip(average.state_dict().values(), network.state_dict().values(), strict=True):
        a.mul_(decay).add_(b, alpha=1 - decay)


def by_sums(average, network, decay):
    state = network.state_dict()
    mixed = {k: decay * v + (1 - decay) * state[k] for k, v in average.state_dict().items()}
    average.load_state_dict(mixed)


def by_copies(average, network, decay):
    for a, b in zip(average.buffers(), network.buffers(), strict=True):
        a.copy_(b)


EXACT = [by_lerp, by_lerp_of_buffers, by_copies]
# Rounding makes less of some bytes with one of these, and more with the other.
DECAYS = (0.9, 0.999)
CASES = [
    *((rule, dtype, 0.9) for rule in EXACT for dtype in (torch.float16, torch.bfloat16)),
    *((rule, torch.float32, decay) for rule in (*EXACT, by_products, by_sums) for decay in DECAYS),
]


@pytest.mark.parametrize(
    ("rule", "dtype", "decay"), CASES, ids=lambda value: getattr(value, "__name__", None)
)
def test_a_moving_average_keeps_the_plan(rule, dtype, decay):
    network = Generator(brenier.torch.LatentSampler(sampler_of())).to(dtype)
    expected = network.noise(16, seeded())
    average = copy.deepcopy(network).eval()
    with torch.no_grad():
        for _ in range(3000 if rule is by_products else 30):
            rule(average, network, decay)
    assert torch.equal(average.noise(16, seeded()), expected)


@pytest.mark.parametrize("multi_avg_fn", [get_ema_multi_avg_fn(0.9), get_swa_multi_avg_fn()])
def test_torch_s_own_averages_keep_the_plan(multi_avg_fn):
    network = Generator(brenier.torch.LatentSampler(sampler_of()))
    average = AveragedModel(network, multi_avg_fn=multi_avg_fn, use_buffers=True)
    for _ in range(30):
        average.update_parameters(network)
    assert torch.equal(average.module.noise(16, seeded()), network.noise(16, seeded()))


def test_a_plan_that_is_overwritten_by_itself_is_not_read_again(monkeypatch):
    noise = brenier.torch.LatentSampler(sampler_of())
    noise(1)
    reads = []
    unpack = plan._unpack
    monkeypatch.setattr(plan, "_unpack", lambda raw: reads.append(raw) or unpack(raw))
    for write in (
        lambda: noise.plan.copy_(noise.plan.clone()),
        lambda: noise.plan.lerp_(noise.plan.clone(), 0.3),
        lambda: noise.half().float(),
        lambda: noise.load_state_dict(copy.deepcopy(noise.state_dict())),
    ):
        write()
        noise(1)
    copy.deepcopy(noise)(1)
    assert not reads
    noise.load_state_dict(brenier.torch.LatentSampler(sampler_of(seed=1)).state_dict())
    noise(1)
    assert len(reads) == 1


def test_a_state_dict_of_bytes_is_read():
    noise = brenier.torch.LatentSampler(sampler_of())
    other = brenier.torch.LatentSampler()
    other.load_state_dict({"plan": noise.plan.to(torch.uint8)})
    assert torch.equal(other(16, seeded()), noise(16, seeded()))
    other.load_state_dict({"plan": noise.plan.to(torch.uint8)}, assign=True)
    assert torch.equal(other(16, seeded()), noise(16, seeded()))


def test_a_copy_of_a_plan_that_has_changed_is_of_the_changed_one():
    noise = brenier.torch.LatentSampler(sampler_of())
    other = brenier.torch.LatentSampler(sampler_of(seed=1))
    noise(1)
    noise.load_state_dict(other.state_dict())
    assert torch.equal(copy.deepcopy(noise)(16, seeded()), other(16, seeded()))
    noise.plan.zero_()
    with pytest.raises(ValueError, match="no sound plan"):
        copy.deepcopy(noise)(1)
