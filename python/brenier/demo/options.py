"""What can be chosen in the demo."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

EMBEDDINGS = ("tsne", "umap")
BACKENDS = ("sklearn", "torch")
FOLDER_LIMIT = 4000
SAMPLES = 10_000
FEWEST_PICTURES = 100


@dataclass(frozen=True)
class Options:
    """What to run, and where the results go.

    Attributes
    ----------
    data : Path or None
        Folder of MNIST-format IDX files; None takes scikit-learn's digits.
    limit : int or None
        How many pictures to take, drawn at random: of the digits, a third of which goes to the
        judge, or of a folder's training half. None takes all digits, or `FOLDER_LIMIT` pictures
        of a folder, which keeps the run within two minutes.
    embedding : {"tsne", "umap"}
        What brings the pictures to the plane.
    backend : {"sklearn", "torch"}
        What trains the decoder.
    samples : int or None
        How many noise points to decode in every way; None takes `SAMPLES`. Shares are then known
        to half a point, and chance alone makes a total variation of 0.01 between ten classes.
    seed : int
        Fixes everything that is random.
    output : Path
        Folder of the report and the figures; made if missing.
    figures : bool
        Whether to draw the figures, and to make the page.
    quiet : bool
        Whether to leave the progress bar out.
    force : bool
        Whether to overwrite files of the same names in the folder. The command does so only where
        it is told to, or in the folder that it makes by itself.
    """

    data: Path | None = None
    limit: int | None = None
    embedding: str = "tsne"
    backend: str = "sklearn"
    samples: int | None = None
    seed: int = 0
    output: Path = Path("brenier-demo")
    figures: bool = True
    quiet: bool = False
    force: bool = True

    def validate(self) -> None:
        """Raise ValueError naming the field and the value that cannot be."""
        if self.limit is not None and self.limit < FEWEST_PICTURES:
            raise ValueError(f"limit must be at least {FEWEST_PICTURES}, got {self.limit}")
        if self.embedding not in EMBEDDINGS:
            raise ValueError(f"embedding must be one of {EMBEDDINGS}, got {self.embedding!r}")
        if self.backend not in BACKENDS:
            raise ValueError(f"backend must be one of {BACKENDS}, got {self.backend!r}")
        if self.samples is not None and self.samples < 10:
            raise ValueError(f"samples must be at least 10, got {self.samples}")
        if self.seed < 0:
            raise ValueError(f"seed must not be negative, got {self.seed}")
