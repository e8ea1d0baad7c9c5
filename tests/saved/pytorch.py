"""Checks saved networks with PyTorch, in both directions.

    python pytorch.py make
        writes PyTorch networks (*.safetensors) and, for each, its logits for random images (*.json).
        The Rust tests load the networks and compare with the logits.

    python pytorch.py check MODEL.safetensors IMAGES PREDICTIONS.json
        loads a network of this project into PyTorch, requiring every name and shape to match, and prints
        the largest difference of the logits. IMAGES is an IDX file, raw or .gz. The predictions are those
        of the images 0, 1, 2, ..., made by `predict --format json --index 0,1,2,...`.
"""

import gzip
import json
import pathlib
import sys

import numpy as np
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

HERE = pathlib.Path(__file__).parent
ACTIVATIONS = {"relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh}


class Hidden(torch.nn.Module):
    def __init__(self, inputs, outputs, batch_norm):
        super().__init__()
        self.linear = torch.nn.Linear(inputs, outputs)
        if batch_norm:
            self.batch_norm = torch.nn.BatchNorm1d(outputs)


class Mlp(torch.nn.Module):
    def __init__(self, sizes, activation, batch_norm):
        super().__init__()
        pairs = zip(sizes, sizes[1:-1])
        self.hidden = torch.nn.ModuleList(Hidden(i, o, batch_norm) for i, o in pairs)
        self.output = torch.nn.Linear(sizes[-2], sizes[-1])
        self.activation = ACTIVATIONS[activation]

    def forward(self, x):
        for layer in self.hidden:
            x = layer.linear(x)
            if hasattr(layer, "batch_norm"):
                x = layer.batch_norm(x)
            x = self.activation(x)
        return self.output(x)


def make():
    torch.manual_seed(0)
    for name, activation, batch_norm in [("plain", "relu", False), ("normalized", "tanh", True)]:
        model = Mlp([16, 8, 6, 3], activation, batch_norm)
        if batch_norm:
            model.train()
            model(torch.rand(32, 16) * 3)  # gives it running means and variances
        model.eval()
        images = torch.rand(5, 16)
        # The plain network has no metadata, like most files from PyTorch.
        facts = {"activation": activation} if activation != "relu" else None
        save_file(model.state_dict(), HERE / f"{name}.safetensors", metadata=facts)
        with torch.no_grad():
            logits = model(images)
        values = {"images": images.tolist(), "logits": logits.tolist()}
        (HERE / f"{name}.json").write_text(json.dumps(values) + "\n")


def check(model_path, images_path, predictions_path):
    state = load_file(model_path)
    with safe_open(model_path, "pt") as file:
        activation = (file.metadata() or {}).get("activation", "relu")
    weights = [name for name in state if name.endswith("linear.weight")]
    weights = sorted(weights, key=lambda name: int(name.split(".")[1])) + ["output.weight"]
    sizes = [state[weights[0]].shape[1]] + [state[name].shape[0] for name in weights]
    batch_norm = "hidden.0.batch_norm.weight" in state
    model = Mlp(sizes, activation, batch_norm)
    model.load_state_dict(state)  # strict: every name and every shape
    model.eval()

    content = pathlib.Path(images_path).read_bytes()
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    pictures = json.loads(pathlib.Path(predictions_path).read_text())["pictures"]
    pixels = np.frombuffer(content, np.uint8, offset=16).reshape(-1, sizes[0])[: len(pictures)]
    with torch.no_grad():
        logits = model(torch.from_numpy(pixels.astype(np.float32) / 255)).numpy()
    ours = np.array([picture["logits"] for picture in pictures])
    print(f"{len(pictures)} images, {'-'.join(map(str, sizes))}, {activation}: largest difference "
          f"{np.abs(ours - logits).max():.2e} of logits up to {np.abs(logits).max():.3g}")
    same = (ours.argmax(1) == logits.argmax(1)).all()
    assert same, "the predicted classes differ"
    assert np.abs(ours - logits).max() < 1e-5 * np.abs(logits).max(), "the logits differ"


if __name__ == "__main__":
    {"make": make, "check": check}[sys.argv[1]](*sys.argv[2:])
