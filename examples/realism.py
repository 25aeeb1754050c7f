"""How near generated pictures are to real ones: shared by lift.py and gan.py, for any latent.

A small convolutional classifier is trained on pictures that the model has not seen. Its last hidden
layer gives the features in which pictures are compared.
"""

from dataclasses import dataclass

import numpy as np
import torch
from brenier.demo.metrics import histogram_distance
from torch import nn
from torch.nn.functional import cross_entropy

FEATURES = 128
EPOCHS = 6  # at least
LOOKS = 200_000
NEIGHBOURS = 5  # as [naeem2020] recommends for density and coverage
BLOCK = 2000
NEAREST = 2000  # so many samples are looked up among the real pictures
HEADS = ("FD", "FDr", "precision", "recall", "density", "coverage", "classes", "copies", "nearer")
LEGEND = """\
FD         Fréchet distance, in the classifier's features, to real test pictures
FDr        the same to test pictures that went through encoder and decoder: what the sampler adds
precision  share of the samples that lie among real test pictures
recall     share of the real test pictures that lie among the samples
density    how many real neighbourhoods a sample lies in, relative to what is expected
coverage   share of the real test pictures with a sample in their neighbourhood
classes    total variation between the classes that the classifier names and the training pictures'
copies     share of the samples whose latent is that of a training picture
nearer     share of the samples that are nearer to a training picture than to any test picture, of
           which there are as many: 0.5 for pictures that have not learnt any by heart"""


class Classifier(nn.Module):
    """Two convolutions, a hidden layer whose values are the features, and the classes."""

    def __init__(self, side, classes):
        super().__init__()
        after = (side + 3) // 4
        self.features = nn.Sequential(
            nn.Conv2d(1, 16, 3, stride=2, padding=1), nn.BatchNorm2d(16), nn.ReLU(),
            nn.Conv2d(16, 32, 3, stride=2, padding=1), nn.BatchNorm2d(32), nn.ReLU(),
            nn.Flatten(), nn.Linear(32 * after * after, FEATURES), nn.ReLU(),
        )  # fmt: skip
        self.last = nn.Linear(FEATURES, classes)

    def forward(self, images):
        return self.last(self.features(images))


def train_classifier(pictures, seed, looks=LOOKS):
    """Train on pictures, with so many looks at one at least; return the classifier."""
    torch.manual_seed(seed)
    network = Classifier(pictures.images.shape[1], int(pictures.labels.max()) + 1)
    x, labels = torch.from_numpy(pictures.images[:, None]), torch.from_numpy(pictures.labels)
    epochs = max(EPOCHS, looks // len(x))  # few pictures are looked at more often
    optimiser = torch.optim.Adam(network.parameters(), 2e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, epochs)
    for _ in range(epochs):
        for batch in torch.randperm(len(x)).split(64):
            optimiser.zero_grad()
            cross_entropy(network(x[batch]), labels[batch]).backward()
            optimiser.step()
        schedule.step()
    return network.eval()


@dataclass
class Cloud:
    """Pictures as the classifier sees them, with the distance of each to its k-th neighbour."""

    features: torch.Tensor
    named: np.ndarray
    radii: torch.Tensor


class Realism:
    """Holds samples against real pictures.

    Parameters
    ----------
    seen, unseen, test : Pictures
        The model learns from the first; the classifier from the second; neither from the third.
    seed : int
    looks : int
        At pictures, of the classifier while it learns.
    """

    def __init__(self, seen, unseen, test, seed, looks=LOOKS):
        self.seen, self.test = seen, test
        self.classifier = train_classifier(unseen, seed, looks)
        self.real = self._cloud(test.images)
        self.accuracy = float(np.mean(self.real.named == test.labels))
        self.reconstructed = None  # FDr is measured against these, once they are known

    def set_reconstructed(self, images):
        """Say how test pictures look that went through encoder and decoder."""
        self.reconstructed = self._cloud(images)

    def measure(self, images, copies=float("nan")):
        """Return the figures of HEADS for samples (m, h, w)."""
        images = np.asarray(images, np.float32).reshape(-1, *self.test.images.shape[1:])
        made = self._cloud(images)
        in_real, held = self._in_balls(made.features, self.real)
        in_made, _ = self._in_balls(self.real.features, made)
        nearest = images[:NEAREST].reshape(-1, self.seen.flat.shape[1])
        return {
            "FD": frechet(made.features, self.real.features),
            "FDr": frechet(made.features, self.reconstructed.features),
            "precision": float((in_real > 0).float().mean()),
            "recall": float((in_made > 0).float().mean()),
            "density": float(in_real.float().mean()) / NEIGHBOURS,
            "coverage": float(held.float().mean()),
            "classes": histogram_distance(made.named, self.seen.labels),
            "copies": copies,
            "nearer": self._nearer(torch.from_numpy(nearest)),
        }

    @torch.no_grad()
    def _cloud(self, images):
        blocks = torch.from_numpy(np.asarray(images, np.float32))[:, None].split(BLOCK)
        features = torch.cat([self.classifier.features(b) for b in blocks])
        named = self.classifier.last(features).argmax(dim=1).numpy()
        # The nearest is the picture itself.
        radii = [
            torch.cdist(b, features).kthvalue(NEIGHBOURS + 1).values for b in features.split(BLOCK)
        ]
        return Cloud(features, named, torch.cat(radii))

    @staticmethod
    def _in_balls(points, cloud):
        """In how many of the cloud's balls each point lies, and whether each ball holds a point."""
        counts, holds = [], torch.zeros(len(cloud.features), dtype=torch.bool)
        for block in points.split(BLOCK):
            inside = torch.cdist(block, cloud.features) <= cloud.radii
            counts.append(inside.sum(dim=1))
            holds |= inside.any(dim=0)
        return torch.cat(counts), holds

    def _nearer(self, samples):
        """Share of samples nearer to a seen picture than to any test picture, of equally many."""
        count = min(len(self.seen), len(self.test))
        seen, test = (torch.from_numpy(p.flat[:count]) for p in (self.seen, self.test))
        to_seen, to_test = (
            torch.cat([torch.cdist(s, p).amin(dim=1) for s in samples.split(500)])
            for p in (seen, test)
        )
        return float((to_seen < to_test).float().mean())


def frechet(a, b):
    """The Fréchet distance between Gaussians fitted to rows of features [heusel2017]."""
    a, b = a.double().numpy(), b.double().numpy()
    mean = a.mean(axis=0) - b.mean(axis=0)
    c, d = np.cov(a, rowvar=False), np.cov(b, rowvar=False)
    values, vectors = np.linalg.eigh(c)
    root = vectors * np.sqrt(np.maximum(values, 0)) @ vectors.T
    common = np.sqrt(np.maximum(np.linalg.eigvalsh(root @ d @ root), 0)).sum()
    return float(mean @ mean + np.trace(c + d) - 2 * common)


def table(rows, first="sampler"):
    """Print rows {name: [figures of a seed, …]}: the mean, and the deviation if there are seeds."""
    print(f"{first:<44}" + "".join(f"{head:>15}" for head in HEADS))
    for name, seeds in rows.items():
        cells = []
        for head in HEADS:
            values = np.array([figures[head] for figures in seeds])
            digits = 2 if head in ("FD", "FDr") else 3
            spread = f" ± {values.std(ddof=1):.{digits}f}" if len(seeds) > 1 else ""
            cells.append("–" if np.isnan(values).any() else f"{values.mean():.{digits}f}{spread}")
        print(f"{name:<44}" + "".join(f"{cell:>15}" for cell in cells))
