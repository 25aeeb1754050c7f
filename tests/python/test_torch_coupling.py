"""Noise and the data that it belongs to."""

from __future__ import annotations

import copy
import io
import pickle

import brenier
import numpy as np
import pytest
from inputs.samplers import sampler_of, seeded
from inputs.sites import random_sites
from scipy.optimize import linear_sum_assignment

torch = pytest.importorskip("torch")

import brenier.torch  # noqa: E402

DATA = 3 + random_sites(40)


@pytest.fixture(scope="module")
def coupling():
    return brenier.torch.Coupling(brenier.solve(DATA, source=brenier.Gaussian()))


def test_noise_goes_to_the_site_of_its_cell(coupling):
    x0 = torch.randn(500, 2, generator=seeded(), dtype=torch.float64)
    x1, index = coupling(x0)
    t = coupling.sampler.transport
    assert np.array_equal(index.numpy(), t.index(x0.numpy()))
    assert np.array_equal(x1.numpy(), DATA[index.numpy()])
    again, same = coupling(x0)
    assert torch.equal(again, x1)
    assert torch.equal(same, index)


def test_standard_normal_noise_gives_each_of_the_data_its_mass(coupling):
    n = 100_000
    _, index = coupling(torch.randn(n, 2, generator=seeded()))
    counts = torch.bincount(index, minlength=len(DATA)).double().numpy()
    chi2 = np.sum((counts - n / len(DATA)) ** 2) / (n / len(DATA))
    assert chi2 < len(DATA) - 1 + 5 * np.sqrt(2 * len(DATA))


def test_pairs_are_those_of_the_best_matching_of_any_batch(coupling):
    # A batch's pairs, each matched on its own, are an optimal matching of the two sides.
    x0 = torch.randn(200, 2, generator=seeded(1), dtype=torch.float64)
    x1, _ = coupling(x0)
    cost = torch.cdist(x0, x1).square().numpy()
    rows, columns = linear_sum_assignment(cost)
    assert np.trace(cost) == pytest.approx(cost[rows, columns].sum(), rel=1e-9)


def test_noise_may_have_any_leading_dimensions(coupling):
    x0 = torch.randn(9, 2, generator=seeded())
    x1, index = coupling(x0)
    for shape in ((9, 2), (3, 3, 2), (9, 1, 2)):
        one, i = coupling(x0.reshape(shape))
        assert torch.equal(one, x1.reshape(shape))
        assert torch.equal(i, index.reshape(shape[:-1]))


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
def test_what_comes_out_is_like_the_noise(coupling, dtype):
    x0 = torch.randn(9, 2, generator=seeded()).to(dtype).requires_grad_()
    x1, index = coupling(x0)
    assert x1.dtype == dtype and not x1.requires_grad
    assert index.dtype == torch.int64


def test_state_dict_copies_and_pickles(coupling):
    x0 = torch.randn(99, 2, generator=seeded())
    x1, index = coupling(x0)
    file = io.BytesIO()
    torch.save(coupling.state_dict(), file)
    file.seek(0)
    loaded = brenier.torch.Coupling()
    loaded.load_state_dict(torch.load(file, weights_only=True))
    others = (loaded, copy.deepcopy(coupling).half(), pickle.loads(pickle.dumps(coupling)))
    for other in others:
        assert torch.equal(other(x0)[0], x1)
        assert torch.equal(other(x0)[1], index)
    assert list(coupling.parameters()) == []


def test_bad_arguments_are_refused(coupling):
    for bad in (sampler_of().map, DATA, "plan.npz"):
        with pytest.raises(TypeError, match=r"^t is .*; expected a Transport"):
            brenier.torch.Coupling(bad)
    with pytest.raises(ValueError, match="has no plan yet"):
        brenier.torch.Coupling()(torch.rand(3, 2))
    with pytest.raises(ValueError, match=r"x0 has shape \(3, 4\); expected \(\.\.\., 2\)"):
        coupling(torch.rand(3, 4))
    with pytest.raises(ValueError, match=r"^x0\[1\] is \(nan, 0\.0\)"):
        coupling(torch.tensor([[0.0, 0.0], [np.nan, 0.0]]))
    with pytest.raises(TypeError, match=r"x0 is of type ndarray; expected a tensor"):
        coupling(np.zeros((3, 2)))
