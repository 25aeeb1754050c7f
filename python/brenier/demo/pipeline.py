"""The demo's stages, each of which returns the next."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import brenier
from brenier._atlas.pictures import require_pillow
from brenier._files import require_new, whole_file
from brenier.demo.classifier import examine, train_classifier
from brenier.demo.comparison import compare
from brenier.demo.decoder import train_decoder
from brenier.demo.embedding import embed
from brenier.demo.judge import Judge
from brenier.demo.options import SAMPLES, Options
from brenier.demo.packages import require, single_threaded
from brenier.demo.page import NAME as PAGE
from brenier.demo.page import write_page
from brenier.demo.progress import Progress
from brenier.demo.report import Certificate, Report, Singularity
from brenier.demo.split import load
from brenier.demo.story import Story

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


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
    FileExistsError
        If a file would be overwritten, and `force` is not set.
    """
    options.validate()
    _require_packages(options)
    names = ("report.json", *(_figure_names() if options.figures else ()))
    require_new([options.output / name for name in names], force=options.force)
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
        with whole_file(options.output / "report.json", overwrite=options.force) as draft:
            draft.write_text(report.to_json(), encoding="utf-8")
    return report


def _require_packages(options: Options) -> None:
    """Raise ImportError now for what a later stage would miss."""
    if options.embedding == "umap":
        require("umap", install="brenier[umap]")
    if options.backend == "torch":
        require("torch", install="brenier[torch]")
    if options.figures:
        require_pillow()
        require("matplotlib")


def _draw(story: Story, options: Options) -> tuple[str, ...]:
    from brenier.demo.figures import draw_all

    figures = draw_all(story, options.output, overwrite=options.force)
    return (*figures, write_page(story, options.output, overwrite=options.force))


def _figure_names() -> tuple[str, ...]:
    from brenier.demo.figures import NAMES

    return (*NAMES, PAGE)


class _Clock:
    """Wall-clock seconds of the stages, by name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def __call__(self, name: str, stage: Callable[[], Any]) -> Any:
        begin = time.perf_counter()
        result = stage()
        self.seconds[name] = time.perf_counter() - begin
        return result
