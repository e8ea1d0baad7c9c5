"""The networks of docs/guides/own_network.md in PyTorch.

    python pytorch.py make
        writes both with random parameters (*.safetensors), and their logits for random images (*.json). The Rust
        tests load the networks and compare with the logits.

    python pytorch.py check MODEL.safetensors IMAGES PREDICTIONS.json
        loads a network that `train` saved into PyTorch, requiring every name and shape to match, and prints the
        largest difference of the logits. IMAGES is an IDX file, raw or .gz. The predictions are those of the images
        0, 1, 2, ..., made by `predict --format json --index 0,1,2,...`.
"""

import gzip
import json
import pathlib
import sys

import numpy as np
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import nn

HERE = pathlib.Path(__file__).parent


class ConvNet(nn.Module):
    def __init__(self, rows, columns, classes):
        super().__init__()
        self.conv = nn.Conv2d(1, 8, 5)
        self.output = nn.Linear(8 * ((rows - 4) // 2) * ((columns - 4) // 2), classes)

    def forward(self, x):
        x = nn.functional.max_pool2d(torch.relu(self.conv(x)), 2)
        return self.output(x.flatten(1))


class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.first = nn.Conv2d(channels, channels, 3, padding=1)
        self.second = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x):
        return torch.relu(self.second(torch.relu(self.first(x))) + x)


class ResidualNet(nn.Module):
    def __init__(self, rows, columns, classes):
        super().__init__()
        self.first = nn.Conv2d(1, 8, 3, stride=2, padding=1)
        self.blocks = nn.Sequential(Block(8), Block(8))
        self.output = nn.Linear(8 * -(-rows // 2) * -(-columns // 2), classes)

    def forward(self, x):
        x = self.blocks(torch.relu(self.first(x)))
        return self.output(x.flatten(1))


NETWORKS = {"convolutional": ConvNet, "residual": ResidualNet}


def make():
    torch.manual_seed(0)
    # Not square, and not even, so that rows and columns cannot be confused.
    rows, columns, classes = 9, 7, 3
    for name, network in NETWORKS.items():
        model = network(rows, columns, classes).eval()
        pixels = torch.randint(0, 256, (5, 1, rows, columns))
        metadata = {"network": name, "classes": str(classes)}
        metadata |= {"image_rows": str(rows), "image_columns": str(columns)}
        save_file(model.state_dict(), HERE / f"{name}.safetensors", metadata=metadata)
        with torch.no_grad():
            logits = model(pixels / 255)
        values = {"pixels": pixels.flatten(1).tolist(), "logits": logits.tolist()}
        (HERE / f"{name}.json").write_text(json.dumps(values) + "\n")


def check(model_path, images_path, predictions_path):
    with safe_open(model_path, "pt") as file:
        facts = file.metadata()
    rows, columns = int(facts["image_rows"]), int(facts["image_columns"])
    model = NETWORKS[facts["network"]](rows, columns, int(facts["classes"])).eval()
    model.load_state_dict(load_file(model_path))  # strict: every name and every shape

    content = pathlib.Path(images_path).read_bytes()
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    pictures = json.loads(pathlib.Path(predictions_path).read_text())["pictures"]
    pixels = np.frombuffer(content, np.uint8, offset=16).reshape(-1, 1, rows, columns)
    with torch.no_grad():
        pixels = torch.from_numpy(pixels[: len(pictures)].astype(np.float32) / 255)
        logits = model(pixels).numpy()
    ours = np.array([picture["logits"] for picture in pictures])
    print(f"{len(pictures)} images, {facts['network']}: largest difference "
          f"{np.abs(ours - logits).max():.2e} of logits up to {np.abs(logits).max():.3g}")
    assert (ours.argmax(1) == logits.argmax(1)).all(), "the predicted classes differ"
    assert np.abs(ours - logits).max() < 1e-5 * np.abs(logits).max(), "the logits differ"


if __name__ == "__main__":
    {"make": make, "check": check}[sys.argv[1]](*sys.argv[2:])
