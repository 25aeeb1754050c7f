"""What the examples measure: shared by gan.py and autoencoder.py, and no part of what they show."""

import brenier.plot
import numpy as np
import torch
from brenier.demo.classifier import CONFIDENCE, train_classifier
from brenier.demo.figures.canvas import UNRECOGNISED, frame_unrecognised
from brenier.demo.metrics import Manifold, closeness, histogram_distance, new_latents
from brenier.demo.options import Options
from brenier.demo.split import load
from matplotlib.figure import Figure

FORMATS = {
    "recognised": ".1%", "histogram": ".3f", "recall": ".3f", "coverage": ".3f", "new": ".1%",
    "nearest": ".2f",
}  # fmt: skip
HEADS = tuple(FORMATS)
LEGEND = """\
recognised  named with at least 90 % confidence by a classifier that learnt from other pictures
histogram   total variation between the classes named (their shares in per cent: last columns) and
            the data's
recall      share of the real pictures that lie among the generated ones
coverage    share of the real pictures with a generated one among their nearest neighbours
new         share of the latents that are not the code of a real picture
nearest     median distance to the nearest picture that the model learnt from; of real pictures:
            of those that it did not learn from"""


class Judge:
    """Real pictures in two parts, and a classifier that knows only the one.

    Attributes
    ----------
    real : Pictures
        The model learns from these; the classifier has not seen them.
    held_out : Pictures
        The classifier learns from these; the model has not seen them.
    figures : dict
        What was printed: {name of the line: {head: number}}.
    """

    def __init__(self, data, seed):
        split = load(Options(data=data, seed=seed))
        self.real, self.held_out = split.model, split.judge
        self.classifier = train_classifier(self.held_out, seed, lambda fraction: None)
        self.manifold = Manifold.of(self.classifier.features(self.real.images))
        self.figures = {}

    def head(self):
        """Print the table's first lines."""
        print(f"{self.real.name}: {len(self.real)} pictures for the model, the judge has others")
        print(" " * 26 + "".join(f"{head:>12}" for head in HEADS) + "   classes, %")
        self._print("real pictures", self.real.images, nearest=self._nearest(self.held_out.flat))

    def row(self, name, pictures, latents=None, codes=None):
        """Print a line of the table; return its panel for `draw`."""
        images = np.asarray(pictures).reshape(-1, *self.real.images.shape[1:])
        some = images[: len(self.real)]  # as many as are real: the estimate depends on it
        near = closeness(self.manifold, Manifold.of(self.classifier.features(some)))
        # A code that went through float32 is still that code.
        points = (None if p is None else np.asarray(p, np.float32) for p in (latents, codes))
        new = np.nan if codes is None else new_latents(*points)
        nearest = self._nearest(some)
        shown = self._print(name, images, near.recall, near.coverage, new, nearest)
        return name, images, *shown

    def _print(self, name, images, recall=np.nan, coverage=np.nan, new=np.nan, nearest=np.nan):
        probabilities = self.classifier.probabilities(images)
        named = self.classifier.classes[probabilities.argmax(axis=1)]
        confidence = probabilities.max(axis=1)
        shares = np.mean(named[:, None] == self.classifier.classes, axis=0)
        recognised = np.mean(confidence >= CONFIDENCE)
        histogram = histogram_distance(named, self.real.labels)
        figures = dict(
            zip(HEADS, (recognised, histogram, recall, coverage, new, nearest), strict=True)
        )
        self.figures[name] = figures
        cells = "".join(f"{_written(figures[head], head):>12}" for head in HEADS)
        print(f"{name:<26}{cells}   " + " ".join(f"{100 * s:2.0f}" for s in shares), flush=True)
        return confidence, shares

    def _nearest(self, images):
        flat = torch.from_numpy(images.reshape(len(images), -1)[:2000]).float()
        return float(torch.cdist(flat, torch.from_numpy(self.real.flat)).amin(dim=1).median())


def _written(figure, head):
    return "–" if np.isnan(figure) else f"{figure:{FORMATS[head]}}"


def print_means(seeds):
    """Print means and standard deviations of `Judge.figures` of several seeds."""
    print(f"mean ± standard deviation of {len(seeds)} seeds")
    print(" " * 26 + "".join(f"{head:>16}" for head in HEADS))
    for name in seeds[0]:
        cells = []
        for head in HEADS:
            values = [figures[name][head] for figures in seeds]
            spread = "" if np.isnan(values[0]) else f" ± {_written(np.std(values, ddof=1), head)}"
            cells.append(_written(np.mean(values), head) + spread)
        print(f"{name:<26}" + "".join(f"{cell:>16}" for cell in cells))
    print()


def draw(path, *panels, columns=12):
    """Draw pictures, framed where they are not recognised, above the shares of the classes."""
    figure = Figure(figsize=(12, 7.6), layout="constrained")
    axes = figure.subplots(2, len(panels), height_ratios=(6, 1), sharey="row")
    for (name, images, confidence, shares), ax, bars in zip(panels, *axes, strict=True):
        shown = images[: columns**2]
        brenier.plot.images(shown, ax, columns=columns, vmin=0, vmax=1)
        frame_unrecognised(ax, confidence[: len(shown)], columns)
        ax.set_title(f"{name}: {np.mean(confidence >= CONFIDENCE):.0%} recognised")
        bars.bar(range(len(shares)), shares, color="#44749d")
        bars.set_xticks(range(len(shares)))
        bars.set_xlabel("share of each class")
    figure.supxlabel("Framed: not recognised with 90 % confidence.", color=UNRECOGNISED)
    figure.savefig(path, dpi=150)
