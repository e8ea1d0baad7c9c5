"""Runs the code of both editions of the book where it differs from this project.

    git clone https://github.com/oreilly-japan/deep-learning-from-scratch japanese
    git clone https://github.com/WegraLee/deep-learning-from-scratch korean
    python -m pip install numpy==2.4.6
    python tests/mathematics/book.py japanese korean

The output has the numbers in docs/from-the-book.md; book.rs checks this project's side of them. The classes and
functions are the clones' own. Only the data is this project's MNIST, read from its compressed files.
"""

import argparse
import gzip
import importlib
import sys
from pathlib import Path

import numpy as np

MNIST = Path(__file__).resolve().parents[2] / "crates/datasets/data/mnist"
SEEDS = 10


def edition(clone):
    """The `common` package of this clone."""
    for name in [name for name in sys.modules if name.split(".")[0] == "common"]:
        del sys.modules[name]
    sys.path.insert(0, str(clone))
    modules = {
        name: importlib.import_module(f"common.{name}")
        for name in ("functions", "multi_layer_net", "optimizer", "trainer")
    }
    sys.path.pop(0)
    assert Path(modules["optimizer"].__file__).is_relative_to(clone.resolve())
    return modules


def nesterov(common):
    """x and y after 30 steps down the valley x²/20 + y² of ch06/optimizer_compare_naive.py."""
    place, optimizer = {"x": -7.0, "y": 2.0}, common["optimizer"].Nesterov(lr=0.1)
    for _ in range(30):
        optimizer.update(place, {"x": place["x"] / 10.0, "y": 2.0 * place["y"]})
    print(f"Nesterov: after 30 steps x = {place['x']:.6f}, y = {place['y']:.6f}")


def training_images():
    unpacked = lambda name: gzip.decompress((MNIST / name).read_bytes())
    images = np.frombuffer(unpacked("train-images-idx3-ubyte.gz"), np.uint8, offset=16)
    labels = np.frombuffer(unpacked("train-labels-idx1-ubyte.gz"), np.uint8, offset=8)
    return images.reshape(-1, 784).astype(np.float32) / 255, labels


def capped_loss(common, images, labels):
    """The loss of ch06/weight_init_compare.py's network before training, from std 1, on all training images."""
    right = np.array([[1.0, 0.0]])
    largest = common["functions"].cross_entropy_error(right, np.array([1]))
    print(f"an image whose class has probability 0 has loss {largest:.3f}")
    capped, whole, wrong = [], [], []
    for seed in range(SEEDS):
        np.random.seed(seed)
        network = common["multi_layer_net"].MultiLayerNet(784, [100] * 4, 10, weight_init_std=1)
        capped.append(network.loss(images, labels))
        # The same loss as log-sum-exp of the logits minus the right one.
        logits = network.predict(images)
        logits -= logits.max(axis=1, keepdims=True)
        of_class = logits[np.arange(len(labels)), labels]
        whole.append(np.mean(np.log(np.exp(logits).sum(axis=1)) - of_class))
        wrong.append(1 - network.accuracy(images, labels))
    for name, values in [("loss", capped), ("without the cap", whole), ("error rate", wrong)]:
        low, mean, high = np.min(values), np.mean(values), np.max(values)
        print(f"std 1, {SEEDS} seeds, {name}: mean {mean:.6g}, from {low:.6g} to {high:.6g}")
    print("loss of each seed:", " ".join(f"{loss:.2f}" for loss in capped))


def diverging(common, images, labels):
    """The first 20 losses of that script at its learning rate, each computed after the step."""
    for seed in range(SEEDS):
        np.random.seed(seed)
        network = common["multi_layer_net"].MultiLayerNet(784, [100] * 4, 10, weight_init_std=1)
        optimizer, losses = common["optimizer"].SGD(lr=0.01), []
        with np.errstate(all="ignore"):
            for _ in range(20):
                batch = np.random.choice(len(images), 128)
                optimizer.update(network.params, network.gradient(images[batch], labels[batch]))
                losses.append(network.loss(images[batch], labels[batch]))
        finite = [loss for loss in losses if np.isfinite(loss)]
        print(
            f"std 1, seed {seed}: of 20 losses {len(finite)} are finite, from {min(finite):.2f} to "
            f"{max(finite):.2f}, the last {finite[-1]:.2f}"
        )


class Untrained:
    """A network that learns nothing, so that a trainer only counts."""

    params = {}

    def gradient(self, x, t):
        return {}

    def loss(self, x, t):
        return 0.0

    def accuracy(self, x, t):
        return 0.0


def epochs_counted(common, images, batch_size, epochs):
    """How many epochs the book's Trainer counts, and in how many iterations."""
    data = np.zeros((images, 1)), np.zeros(images, int)
    trainer = common["trainer"].Trainer(
        Untrained(), *data, *data, epochs=epochs, mini_batch_size=batch_size, verbose=False
    )
    trainer.train()
    return trainer.current_epoch, trainer.current_iter


def next_count(images, batch_size):
    """The first iteration after iteration 0 at which `i % iter_per_epoch == 0` holds.

    A remainder of floats is exact, so these are the multiples of the float that are integers. The smallest one is
    its numerator as a fraction.
    """
    at, _ = max(images / batch_size, 1.0).as_integer_ratio()
    assert at % max(images / batch_size, 1) == 0
    return at


def epochs(common):
    """How many epochs the book's Trainer counts, and for which batch sizes it counts them rightly."""
    for images, batch_size, trained in [
        (300, 100, 201), (300, 128, 201), (300, 64, 201), (300, 32, 201), (300, 90, 201), (300, 7, 201),
        (60_000, 100, 16), (60_000, 128, 16), (60_000, 256, 16),
    ]:
        counted, iterations = epochs_counted(common, images, batch_size, trained)
        at = next_count(images, batch_size)
        assert counted == (iterations - 1) // at + 1
        print(
            f"{images} images, batches of {batch_size}, {trained} epochs: {counted} counted in {iterations} "
            f"iterations; the second at iteration {at}, after {at * batch_size / images:g} epochs"
        )
    for images in (300, 400, 1000, 60_000):
        at = {size: next_count(images, size) for size in range(1, images)}
        rightly = [size for size in at if at[size] == images / size]
        assert rightly == [size for size in at if images % size == 0]
        never = [size for size in at if at[size] > 10**9]
        print(
            f"{images} images, batch sizes below: {len(rightly)} divide it and are counted rightly, "
            f"{len(at) - len(rightly) - len(never)} are counted too seldom, {len(never)} only once in "
            f"10⁹ iterations ({', '.join(map(str, never[:6]))} …)"
        )


def broken(common):
    """Functions that stop with an error."""
    x = np.array([-1.0, 2.0])
    for name in ("step_function", "relu_grad"):
        try:
            print(f"{name}: {getattr(common['functions'], name)(x)}")
        except (AttributeError, TypeError) as error:
            print(f"{name}: {type(error).__name__}: {str(error).splitlines()[0]}")
    data = np.zeros((1, 1)), np.zeros(1, int)
    try:
        common["trainer"].Trainer(Untrained(), *data, *data, optimizer="RMSprop")
        print("Trainer(optimizer='RMSprop'): works")
    except KeyError as error:
        print(f"Trainer(optimizer='RMSprop'): KeyError: {error}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clones", type=Path, nargs="+", help="clones of the book's repositories")
    images, labels = training_images()
    for clone in parser.parse_args().clones:
        print(f"== {clone}")
        common = edition(clone.resolve())
        nesterov(common)
        capped_loss(common, images, labels)
        diverging(common, images, labels)
        epochs(common)
        broken(common)


if __name__ == "__main__":
    main()
