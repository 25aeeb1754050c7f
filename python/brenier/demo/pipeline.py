"""The demo's stages, each of which returns the next."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

import brenier
from brenier import datasets
from brenier.demo.classifier import Classifier, examine, train_classifier
from brenier.demo.comparison import Comparison, compare
from brenier.demo.decoder import Decoder, train_decoder
from brenier.demo.embedding import embed
from brenier.demo.judge import Judge
from brenier.demo.options import FEWEST_PICTURES, FOLDER_LIMIT, SAMPLES, Options
from brenier.demo.packages import require, single_threaded
from brenier.demo.progress import Progress
from brenier.demo.report import Certificate, Report, Singularity

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from numpy.typing import NDArray

    from brenier.datasets import Pictures

_FOR_THE_JUDGE = 1 / 3


@dataclass(frozen=True)
class Split:
    """Real pictures in two parts that have none in common.

    Attributes
    ----------
    judge : Pictures
        The classifier learns from these, and never sees the others before it judges.
    model : Pictures
        These have codes; the decoder learns from them, and decoded pictures are held against them.
    """

    judge: Pictures
    model: Pictures


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
    map: brenier.ContinuousMap
    comparison: Comparison
    seed: int


def run(options: Options) -> Report:
    """Run the demo; write the report and the figures into the output folder.

    Parameters
    ----------
    options : Options
        What to run.

    Returns
    -------
    Report
        The numbers; ``report.json`` holds the same.

    Raises
    ------
    ImportError
        If a package that the options ask for is not installed; the message says how to get it.
    ValueError
        If an option or a data file is not what it should be.
    FileNotFoundError
        If a data file is missing.
    """
    options.validate()
    _require_packages(options)
    clock = _Clock()
    with single_threaded(), Progress(options.quiet) as progress:
        split = clock("data", lambda: load(options))
        options.output.mkdir(parents=True, exist_ok=True)
        progress.stage(f"{options.embedding} brings to the plane", 20)
        codes = clock("embedding", lambda: embed(split.model, options.embedding, options.seed))
        show = progress.stage("train the decoder", 25)
        decoder = clock(
            "decoder",
            lambda: train_decoder(codes, split.model, options.backend, options.seed, show),
        )
        show = progress.stage("train the judge", 31)
        classifier = clock("classifier", lambda: train_classifier(split.judge, options.seed, show))
        examination = examine(classifier, split.model, options.seed)
        progress.stage("solve the transport", 1)
        transport = clock("transport", lambda: brenier.solve(codes))
        m = clock("map", lambda: brenier.ContinuousMap(transport))
        progress.stage("decode and judge noise", 8)
        judge = Judge(classifier, split.model, codes, decoder)
        samples = options.samples or SAMPLES
        comparison = clock("comparison", lambda: compare(judge, m, samples, options.seed))
        story = Story(split, codes, decoder, classifier, m, comparison, options.seed)
        figures: tuple[str, ...] = ()
        if options.figures:
            progress.stage("draw the figures", 15)
            figures = clock("figures", lambda: _draw(story, options))
        report = Report(
            data=split.model.name,
            options=options,
            judge_pictures=len(split.judge),
            model_pictures=len(split.model),
            temperature=classifier.temperature,
            examination=examination,
            transport=Certificate.of(transport, brenier.PowerDiagram(codes)),
            singularity=Singularity.of(m, comparison.singular_share),
            rows=comparison.rows,
            figures=figures,
            seconds=clock.seconds,
        )
        (options.output / "report.json").write_text(report.to_json(), encoding="utf-8")
    return report


def load(options: Options) -> Split:
    """Return the real pictures that the options name, in two parts.

    The judge learns from a third of the digits, or from the test half of a folder.
    """
    if options.data is None:
        return split_pictures(_some(datasets.digits(), options.limit, options.seed), options.seed)
    model = datasets.mnist(options.data, "train")
    return Split(
        judge=datasets.mnist(options.data, "test"),
        model=_some(model, options.limit or FOLDER_LIMIT, options.seed),
    )


def split_pictures(pictures: Pictures, seed: int) -> Split:
    """Give the judge a third of every class, at least two pictures, and the model the rest."""
    order = np.random.default_rng(seed).permutation(len(pictures))
    judge = np.zeros(len(pictures), dtype=bool)
    for label in np.unique(pictures.labels):
        members = order[pictures.labels[order] == label]
        judge[members[: max(2, round(_FOR_THE_JUDGE * len(members)))]] = True
    return Split(
        judge=pictures.take(np.flatnonzero(judge)), model=pictures.take(np.flatnonzero(~judge))
    )


def _some(pictures: Pictures, limit: int | None, seed: int) -> Pictures:
    """Return pictures drawn at random, or all if there are no more than `limit`."""
    if len(pictures) < FEWEST_PICTURES:
        raise ValueError(
            f"{pictures.name}: {len(pictures)} pictures are too few, {FEWEST_PICTURES} are needed"
        )
    if limit is None or limit >= len(pictures):
        return pictures
    rng = np.random.default_rng(seed)
    return pictures.take(np.sort(rng.choice(len(pictures), limit, replace=False)))


def _require_packages(options: Options) -> None:
    """Raise ImportError now for what a later stage would miss."""
    if options.embedding == "umap":
        require("umap", install="brenier[umap]")
    if options.backend == "torch":
        require("torch", install="brenier[torch]")
    if options.figures:
        require("matplotlib")


def _draw(story: Story, options: Options) -> tuple[str, ...]:
    from brenier.demo.figures import draw_all

    return draw_all(story, options.output)


class _Clock:
    """Wall-clock seconds of the stages, by name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def __call__(self, name: str, stage: Callable[[], Any]) -> Any:
        begin = time.perf_counter()
        result = stage()
        self.seconds[name] = time.perf_counter() - begin
        return result
