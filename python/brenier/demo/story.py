"""What the demo's stages have made, which the figures are drawn of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from brenier.continuous_map import ContinuousMap
    from brenier.demo.classifier import Classifier
    from brenier.demo.comparison import Comparison
    from brenier.demo.decoder import Decoder
    from brenier.demo.split import Split


@dataclass(frozen=True)
class Story:
    """All that the demo made, for whoever wants to look further.

    Attributes
    ----------
    split : Split
        The real pictures.
    codes : (n, 2) array
        One a picture of ``split.model``, in the unit square.
    decoder : Decoder
        From the unit square to pictures.
    classifier : Classifier
        The judge.
    map : brenier.ContinuousMap
        From the uniform unit square to the codes, and to what lies between them; its ``transport``
        goes onto the codes.
    comparison : Comparison
        Noise decoded as it is and through the maps.
    seed : int
        Fixes what else is drawn at random.
    """

    split: Split
    codes: NDArray[np.float64]
    decoder: Decoder
    classifier: Classifier
    map: ContinuousMap
    comparison: Comparison
    seed: int
