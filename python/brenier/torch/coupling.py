"""Noise and the data that it belongs to: the exact coupling of a density and points."""

from __future__ import annotations

from typing import Any

import torch

import brenier
from brenier._arguments import require_instance
from brenier._planar import refuse_torus
from brenier.torch import operators
from brenier.torch.host import refuse_recording, refuse_transforms
from brenier.torch.plan import PlanModule
from brenier.torch.sampled_coupling import SampledCoupling
from brenier.torch.tensors import as_points_of, require_tensor

__all__ = ["Coupling"]


class Coupling(PlanModule):
    """The optimal coupling of noise with data, as flow matching needs it.

    It sends noise to the data point that the optimal transport sends it to. Minibatch transport
    looks for the best matching of a batch of noise with a batch of data; here each point of noise
    is matched by the solution of the whole problem, on its own: pairs are those of the exact
    coupling, whatever the size of the batch, and a batch of noise is all that is drawn.

    The noise has to have the law of the transport's source. With ``source=brenier.Gaussian()`` that
    is the standard normal law, ``torch.randn(b, 2)``; with the default source, the uniform law on
    the unit square, ``torch.rand(b, 2)``; of any other, ``t.source.sample(b)``.

    It has one buffer, no parameters, and goes through `state_dict`, copies, pickles and
    `torch.compile` as `LatentSampler` does.

    With a `brenier.SampledTransport`, for data of any dimension, it makes a `SampledCoupling`,
    which works on the device that it is moved to, and couples the noise with one class of the data
    if it is given labels: ``Coupling(t, labels)(x0, wanted)``. The coupling is then exact for the
    masses that the cells have, which is the data's law to the transport's `error`.

    Parameters
    ----------
    t : Transport or SampledTransport, optional
        The transport from the noise onto the data; None for a module that gets it from a
        `state_dict`.
    labels : array_like of shape (n,), optional
        The class of each site of a `brenier.SampledTransport`; a transport onto each class is
        solved for.
    tol : float, default 0.1
        The error of these, as that of `solve_sampled`.

    Raises
    ------
    TypeError
        `t` is neither, or there are labels for a `brenier.Transport`.

    References
    ----------
    A. Tong et al. (2024), Improving and generalizing flow-based generative models with minibatch
    optimal transport. TMLR.

    Examples
    --------
    >>> import brenier.torch, torch
    >>> data = torch.randn(500, 2, generator=torch.Generator().manual_seed(0)) + 3
    >>> coupling = brenier.torch.Coupling(brenier.solve(data, source=brenier.Gaussian()))
    >>> x0 = torch.randn(64, 2, generator=torch.Generator().manual_seed(1))
    >>> x1, index = coupling(x0)
    >>> bool(torch.equal(x1, data[index]))
    True
    """

    def __new__(cls, t: Any = None, labels: Any = None, *, tol: float = 0.1) -> Any:
        """Make a `SampledCoupling` for a transport of that kind."""
        if isinstance(t, brenier.SampledTransport):
            return SampledCoupling(t, labels, tol=tol)
        return super().__new__(cls)

    def __init__(
        self, t: brenier.Transport | None = None, labels: Any = None, *, tol: float = 0.1
    ) -> None:
        if t is not None:
            kinds = "a Transport, of brenier.solve, or a SampledTransport, of brenier.solve_sampled"
            require_instance(t, "t", brenier.Transport, kinds)
            refuse_torus(t.source, "Coupling")
        if labels is not None:
            raise TypeError(
                "labels are given with a Transport; expected them with a SampledTransport only. In "
                "the plane solve for each class on its own, and make a Coupling of each"
            )
        super().__init__(None if t is None else brenier.LatentSampler(t), None)

    def forward(self, x0: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Find the data that noise belongs to.

        Parameters
        ----------
        x0 : Tensor of shape (..., 2), in space (..., 3)
            Noise, of a floating-point dtype, on any device.

        Returns
        -------
        x1 : Tensor of shape (..., 2), in space (..., 3)
            The sites that it is sent to, of the dtype and on the device of `x0`, without grad.
        index : Tensor of shape (...)
            Their indices, of dtype int64, on the device of `x0`.

        Raises
        ------
        ValueError
            `x0` has a wrong shape or is not finite, or the module has no plan or an unsound one.
        TypeError
            `x0` is no dense floating-point tensor.
        RuntimeError
            It is scripted, traced, exported, or mapped by `torch.func`.
        """
        refuse_recording("Coupling")
        require_tensor(x0, "x0")
        if torch.compiler.is_compiling():
            pair: tuple[torch.Tensor, torch.Tensor]
            pair = operators.couple(x0.detach(), self.plan, self._key)
            return pair
        refuse_transforms("Coupling", x0)
        return self._coupled(x0)

    def _coupled(self, x0: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        t = self.sampler.transport
        index = t.index(as_points_of(x0, "x0", t.source.dimension))
        x1 = torch.from_numpy(t.sites.take(index, axis=0)).reshape(x0.shape)
        indices = torch.from_numpy(index).to(torch.int64).reshape(x0.shape[:-1])
        return x1.to(x0.dtype).to(x0.device), indices.to(x0.device)
