"""`SampledTransport` in torch: scores on a device, and couplings in any dimension."""

from __future__ import annotations

import copy
import io
import pickle

import brenier
import numpy as np
import pytest

torch = pytest.importorskip("torch")
brenier_torch = pytest.importorskip("brenier.torch")


@pytest.fixture(scope="module")
def t() -> brenier.SampledTransport:
    y = np.random.default_rng(0).normal(1.0, 2.0, (90, 6))
    return brenier.solve_sampled(y, rng=0)


def noise(*shape: int, seed: int = 1, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=dtype)


def test_a_solve_on_a_device_is_the_same(t: brenier.SampledTransport) -> None:
    on_device = brenier.solve_sampled(t.sites, rng=0, device="cpu")
    assert on_device.success
    assert on_device.weights == pytest.approx(t.weights, abs=1e-9)
    assert on_device.error == pytest.approx(t.error, abs=1e-9)
    same = brenier.solve_sampled(t.sites, rng=0, device=torch.device("cpu"))
    assert np.array_equal(same.weights, on_device.weights)


def test_a_device_that_is_not_there_is_refused(t: brenier.SampledTransport) -> None:
    for device in ("nowhere", "cuda:99", 3.5):
        with pytest.raises(ValueError, match="device is"):
            brenier.solve_sampled(t.sites, device=device)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16])
def test_the_coupling_is_the_transport(t: brenier.SampledTransport, dtype: torch.dtype) -> None:
    coupling = brenier_torch.Coupling(t)
    x0 = noise(50, 40, 6).to(dtype)
    x1, index = coupling(x0)
    expected = t.index(x0.double().reshape(-1, 6).numpy()).reshape(50, 40)
    assert np.array_equal(index.numpy(), expected)
    assert x1.dtype == dtype
    assert torch.equal(x1, torch.tensor(t.sites[expected]).to(dtype))
    assert not x1.requires_grad
    assert coupling(x0[0, 0])[1].shape == ()
    assert coupling(x0[:0])[0].shape == (0, 40, 6)


def test_each_class_gets_its_data(t: brenier.SampledTransport) -> None:
    labels = np.array(["b", "a", "c"])[np.arange(90) % 3]
    coupling = brenier_torch.Coupling(t, labels)
    wanted = torch.arange(6000) % 3
    x1, index = coupling(noise(6000, 6), wanted)
    assert np.array_equal(labels[index.numpy()], np.array(["a", "b", "c"])[wanted.numpy()])
    assert torch.equal(x1, torch.tensor(t.sites).float()[index])
    share = np.bincount(index.numpy(), minlength=90) / 6000
    assert np.sqrt(90 * np.sum((share - 1 / 90) ** 2)) < 0.25
    with pytest.raises(ValueError, match="labels is None"):
        coupling(noise(5, 6))
    with pytest.raises(ValueError, match="none of the 3 classes"):
        coupling(noise(5, 6), torch.full((5,), 3))
    with pytest.raises(ValueError, match=r"labels has shape \(4,\); expected \(5,\)"):
        coupling(noise(5, 6), torch.zeros(4, dtype=torch.long))
    with pytest.raises(TypeError, match="integers"):
        coupling(noise(5, 6), torch.zeros(5))


def test_it_goes_through_state_dicts_copies_and_dtypes(t: brenier.SampledTransport) -> None:
    coupling = brenier_torch.Coupling(t)
    x0 = noise(500, 6)
    expected = coupling(x0)[1]
    loaded = brenier_torch.SampledCoupling()
    with pytest.raises(ValueError, match="no plan yet"):
        loaded(x0)
    file = io.BytesIO()
    torch.save(coupling.state_dict(), file)
    file.seek(0)
    loaded.load_state_dict(torch.load(file))
    for other in (
        loaded,
        copy.deepcopy(coupling),
        pickle.loads(pickle.dumps(coupling)),
        copy.deepcopy(coupling).half(),
        copy.deepcopy(coupling).to("cpu"),
    ):
        assert torch.equal(other(x0)[1], expected)
    other = brenier.solve_sampled(-t.sites[:40], rng=0)
    loaded.load_state_dict(brenier_torch.Coupling(other).state_dict())
    assert np.array_equal(loaded(x0)[1].numpy(), other.index(x0.double().numpy()))
    assert list(coupling.parameters()) == []


def test_bad_points_and_labels_are_refused(t: brenier.SampledTransport) -> None:
    coupling = brenier_torch.Coupling(t)
    with pytest.raises(ValueError, match=r"x0 has shape \(3, 2\); expected \(..., 6\)"):
        coupling(noise(3, 2))
    with pytest.raises(ValueError, match="not finite"):
        coupling(torch.full((3, 6), torch.nan))
    with pytest.raises(TypeError, match="x0 is of type ndarray"):
        coupling(np.zeros((3, 6)))
    with pytest.raises(ValueError, match="labels has 3 entries; expected 90"):
        brenier_torch.Coupling(t, [0, 1, 2])
    planar = brenier.solve([(0, 0), (1, 1)])
    with pytest.raises(TypeError, match="labels are given with a Transport"):
        brenier_torch.Coupling(planar, [0, 1])
    with pytest.raises(TypeError, match=r"expected a Transport, of brenier\.solve, or a Sampled"):
        brenier_torch.Coupling(3)


def test_a_latent_sampler_goes_through_torch(t: brenier.SampledTransport) -> None:
    module = brenier_torch.LatentSampler(brenier.LatentSampler(t, local=0.3))
    assert module(20).shape == (20, 6)
    again = brenier_torch.LatentSampler()
    again.load_state_dict(module.state_dict())
    a, b = (m(20, generator=torch.Generator().manual_seed(4)) for m in (module, again))
    assert torch.equal(a, b)
    layer = brenier_torch.StraightThrough()
    layer.load_state_dict(module.state_dict())
    with pytest.raises(ValueError, match="expected a map of the plane"):
        layer(noise(3, 2))
