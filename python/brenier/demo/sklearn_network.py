"""The decoder's network in scikit-learn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from brenier.demo.network import BATCH, HIDDEN, LEARNING_RATE
from brenier.demo.packages import require

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray


def fit(
    inputs: NDArray[np.float64],
    targets: NDArray[np.float64],
    epochs: int,
    seed: int,
    show: Callable[[float], None],
) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    """Train the network and return it as a function of arrays, as `torch_network.fit` does."""
    model: Any = require("sklearn.neural_network").MLPRegressor(
        hidden_layer_sizes=HIDDEN,
        batch_size=min(BATCH, len(inputs)),
        learning_rate_init=LEARNING_RATE,
        random_state=seed,
    )
    for epoch in range(epochs):
        model.partial_fit(inputs, targets)
        show((epoch + 1) / epochs)
    predict: Callable[[NDArray[np.float64]], NDArray[np.float64]] = model.predict
    return predict
