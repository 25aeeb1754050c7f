"""Latents and maps as modules of a network."""

from __future__ import annotations

import copy
import io
import pickle
from multiprocessing import get_context

import brenier
import numpy as np
import pytest
from inputs.samplers import Generator, sampler_of, seeded
from inputs.sites import random_sites

torch = pytest.importorskip("torch")

import brenier.torch  # noqa: E402


@pytest.fixture(scope="module")
def sampler():
    return sampler_of()


def test_draws_what_the_sampler_draws(sampler):
    noise = brenier.torch.LatentSampler(sampler)
    z = noise(500, generator=seeded())
    assert z.shape == (500, 2)
    assert z.dtype == torch.float32
    assert not z.requires_grad
    seed = int(torch.randint(2**63 - 1, (), generator=seeded()))
    expected = sampler.sample(500, np.random.default_rng(seed)).latents
    assert np.array_equal(z.numpy(), expected.astype(np.float32))


def test_randomness_is_torch_s(sampler):
    noise = brenier.torch.LatentSampler(sampler)
    assert torch.equal(noise(9, seeded(1)), noise(9, seeded(1)))
    assert not torch.equal(noise(9, seeded(1)), noise(9, seeded(2)))
    torch.manual_seed(3)
    first, second = noise(9), noise(9)
    torch.manual_seed(3)
    assert torch.equal(noise(9), first)
    assert not torch.equal(first, second)


def test_has_buffers_and_no_parameters(sampler):
    noise = brenier.torch.LatentSampler(sampler)
    assert list(noise.parameters()) == []
    assert all(isinstance(value, torch.Tensor) for value in noise.state_dict().values())


@pytest.mark.parametrize("policy", ["reject", "snap", "only", "keep"])
def test_state_dict_round_trip(policy):
    noise = brenier.torch.LatentSampler(sampler_of(policy=policy))
    file = io.BytesIO()
    torch.save(noise.state_dict(), file)
    file.seek(0)
    for other in (
        brenier.torch.LatentSampler(),
        brenier.torch.LatentSampler(sampler_of(n=50, seed=5)),
    ):
        other.load_state_dict(torch.load(file, weights_only=True))
        file.seek(0)
        assert torch.equal(other(64, seeded()), noise(64, seeded()))
        assert other.sampler.singular == policy


def test_a_plan_that_is_written_into_takes_effect():
    one = brenier.torch.LatentSampler(sampler_of(seed=1))
    other = brenier.torch.LatentSampler()
    other.load_state_dict(one.state_dict())
    assert torch.equal(other(8, seeded()), one(8, seeded()))
    two = brenier.torch.LatentSampler(sampler_of(seed=2))
    other.plan = two.plan.clone()
    assert torch.equal(other(8, seeded()), two(8, seeded()))
    other.plan.zero_()  # in place, as a broadcast of buffers writes
    with pytest.raises(ValueError, match="no sound plan"):
        other(8)


def test_state_of_a_transport_round_trip():
    noise = brenier.torch.LatentSampler(brenier.LatentSampler(brenier.solve(random_sites(30))))
    other = brenier.torch.LatentSampler()
    other.load_state_dict(noise.state_dict())
    assert isinstance(other.sampler.map, brenier.Transport)
    assert torch.equal(other(64, seeded()), noise(64, seeded()))


def test_inside_a_network_it_follows_copies_files_and_dtypes(sampler):
    network = Generator(brenier.torch.LatentSampler(sampler))
    z = network.noise(16, seeded())
    for again in (copy.deepcopy(network), pickle.loads(pickle.dumps(network))):
        assert torch.equal(again.noise(16, seeded()), z)
    network.half()
    assert network.noise(16, seeded()).dtype == torch.float16
    assert torch.equal(copy.deepcopy(network.noise.type(torch.float64))(16, seeded()).float(), z)
    network.double()
    # Back from half precision nothing is lost: the plan is not made of floats.
    exact = network.noise(16, seeded())
    assert exact.dtype == torch.float64
    assert torch.equal(exact.float(), z)
    other = Generator(brenier.torch.LatentSampler())
    other.load_state_dict(network.state_dict())
    assert torch.equal(other.noise(16, seeded()), z)


def test_a_pickle_holds_the_plan_once(sampler):
    noise = brenier.torch.LatentSampler(sampler)
    noise(1)
    assert len(pickle.dumps(noise)) < 1.5 * noise.plan.nbytes


@pytest.mark.parametrize("policy", ["reject", "snap"])
def test_indices_are_those_of_the_cells(policy):
    sampler = sampler_of(policy=policy)
    noise = brenier.torch.LatentSampler(sampler)
    z, index = noise(500, seeded(), return_index=True)
    assert torch.equal(z, noise(500, seeded()))
    seed = int(torch.randint(2**63 - 1, (), generator=seeded()))
    batch = sampler.sample(500, np.random.default_rng(seed))
    assert index.dtype == torch.int64
    assert np.array_equal(index.numpy(), batch.index)
    assert noise(0, return_index=True)[1].shape == (0,)
    noise.like = noise.like.to("meta")
    assert noise(5, return_index=True)[1].device.type == "meta"


def test_a_sampler_is_made_of_codes_of_a_transport_and_of_a_map(sampler):
    codes = random_sites(60)
    t = brenier.solve(codes)
    m = brenier.ContinuousMap(t)
    made = {
        "codes": brenier.torch.LatentSampler(codes),
        "tensor": brenier.torch.LatentSampler(torch.from_numpy(codes)),
        "map": brenier.torch.LatentSampler(m),
        "sampler": brenier.torch.LatentSampler(brenier.LatentSampler(m)),
    }
    expected = made.pop("sampler")(64, seeded())
    for noise in made.values():
        assert torch.equal(noise(64, seeded()), expected)
    narrow = brenier.torch.LatentSampler(torch.from_numpy(codes).bfloat16())
    assert np.array_equal(
        narrow.sampler.transport.sites, torch.from_numpy(codes).bfloat16().double().numpy()
    )
    z, index = brenier.torch.LatentSampler(t, torch.float64)(64, seeded(), return_index=True)
    assert np.array_equal(z.numpy(), codes[index.numpy()])


@pytest.mark.parametrize(
    ("bad", "error", "said"),
    [
        ("codes.npy", TypeError, "sampler has dtype"),
        (7, ValueError, r"sampler has shape \(\); expected \(n, 2\)"),
        (np.zeros((5, 4)), ValueError, r"sampler has shape \(5, 4\).*brenier.embed\(codes\)"),
        (torch.zeros(5, 2, requires_grad=True), TypeError, r"sampler requires grad.*detach"),
        (np.full((5, 2), np.nan), ValueError, r"sampler\[0\] is \(nan, nan\)"),
        (torch.nn.Linear(2, 2), TypeError, r"sampler is of type Linear; expected a brenier"),
    ],
)
def test_what_no_sampler_is_made_of_is_refused(bad, error, said):
    with pytest.raises(error, match=said):
        brenier.torch.LatentSampler(bad)


def test_dtype_can_be_chosen(sampler):
    noise = brenier.torch.LatentSampler(sampler, dtype=torch.bfloat16)
    assert noise(4).dtype == torch.bfloat16
    for bad in (torch.int32, "float32", np.float32):
        with pytest.raises(TypeError, match=r"expected a floating-point torch.dtype"):
            brenier.torch.LatentSampler(sampler, dtype=bad)


def test_goes_where_the_module_goes(sampler):
    # Only the host is sure to be there; meta tells whether the output follows the buffers.
    noise = brenier.torch.LatentSampler(sampler)
    noise(1)
    noise.like = noise.like.to("meta")
    assert noise(5).device.type == "meta"


class Latents(torch.utils.data.Dataset):
    def __init__(self, noise):
        self.noise = noise

    def __len__(self):
        return 24

    def __getitem__(self, k):
        return self.noise(1)[0]


@pytest.mark.parametrize("start", ["fork", "spawn"])
def test_works_in_a_data_loader(sampler, start):
    noise = brenier.torch.LatentSampler(sampler)
    noise(1)
    torch.manual_seed(0)
    loader = torch.utils.data.DataLoader(
        Latents(noise), batch_size=8, num_workers=2, multiprocessing_context=get_context(start)
    )
    z = torch.cat(list(loader))
    assert z.shape == (24, 2)
    assert len(torch.unique(z, dim=0)) == 24  # the workers do not repeat each other


def test_an_empty_module_says_so():
    with pytest.raises(ValueError, match="has no plan yet"):
        brenier.torch.LatentSampler()(3)
    assert repr(brenier.torch.LatentSampler()) == "LatentSampler(empty)"


def test_a_damaged_plan_is_refused(sampler):
    noise = brenier.torch.LatentSampler(sampler)
    state = noise.state_dict()
    for damage in (lambda p: p[:-100], lambda p: torch.zeros_like(p), lambda p: p.flip(0)):
        other = brenier.torch.LatentSampler()
        other.load_state_dict({"plan": damage(state["plan"])})
        with pytest.raises(ValueError, match="plan is no sound plan"):
            other(3)
        assert repr(other) == f"LatentSampler(plan of {len(other.plan)} bytes)"


def test_a_missing_plan_is_torch_s_error(sampler):
    with pytest.raises(RuntimeError, match="Missing key"):
        brenier.torch.LatentSampler(sampler).load_state_dict({})


def test_bad_arguments_are_refused(sampler):
    noise = brenier.torch.LatentSampler(sampler)
    with pytest.raises(ValueError, match="n is -1"):
        noise(-1)
    with pytest.raises(TypeError, match=r"expected a torch.Generator"):
        noise(3, generator=7)
