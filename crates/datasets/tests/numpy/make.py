"""Writes the NumPy files beside this script, with which `tests/layouts.rs` checks the readers.

    pip install numpy==2.4.6 && python make.py

The arrays are those of `pixels` and `LABELS` below; the test computes them again.
"""

import pathlib

import numpy as np

HERE = pathlib.Path(__file__).parent


def pixels(count: int) -> np.ndarray:
    return (np.arange(count * 12) * 37 % 256).astype(np.uint8).reshape(count, 4, 3)


LABELS = np.array([0, 2, 1, 1, 0, 2, 2], dtype=np.uint8)
ALL = {
    "x_train": pixels(7),
    "y_train": LABELS,
    "x_test": pixels(4),
    "y_test": LABELS[:4],
}

np.savez(HERE / "stored.npz", **ALL)
np.savez_compressed(HERE / "compressed.npz", **ALL)
# As MedMNIST: other names, labels in a column and of another type, and validation images.
np.savez_compressed(
    HERE / "other_names.npz",
    train_images=ALL["x_train"][..., None],
    train_labels=ALL["y_train"].astype(">i8")[:, None],
    val_images=ALL["x_test"],
    val_labels=ALL["y_test"],
    test_images=ALL["x_test"][:, None],
    test_labels=ALL["y_test"].astype(np.int32)[:, None],
)
# As KMNIST: one array in each of four files, here two of them; and as Keras users save single arrays.
np.savez_compressed(HERE / "one_array.npz", ALL["x_train"])
np.save(HERE / "array.npy", ALL["y_train"].astype(np.int64))
# What is refused.
np.savez(HERE / "floats.npz", **{**ALL, "x_train": ALL["x_train"] / 255})
np.savez(HERE / "objects.npz", **{**ALL, "y_train": np.array([1, "a"], dtype=object)})
np.savez(HERE / "fortran.npz", **{**ALL, "x_train": np.asfortranarray(ALL["x_train"])})
np.savez(HERE / "colours.npz", **{**ALL, "x_train": np.zeros((7, 4, 3, 3), np.uint8)})
np.savez(HERE / "one_hot.npz", **{**ALL, "y_train": np.eye(3, dtype=np.uint8)[LABELS]})
np.savez(HERE / "negative.npz", **{**ALL, "y_train": LABELS.astype(np.int64) - 1})
np.savez(HERE / "incomplete.npz", x_train=ALL["x_train"], y_train=LABELS)
