"""Takes a network that `train` saved into PyTorch and back. The guide: docs/guides/to_pytorch.md

    python docs/guides/to_pytorch.py compare MODEL.safetensors PREDICTIONS.json
    python docs/guides/to_pytorch.py tune MODEL.safetensors OUT.safetensors
    python docs/guides/to_pytorch.py onnx MODEL.safetensors OUT.onnx
    python docs/guides/to_pytorch.py run MODEL.onnx

It needs torch, safetensors and numpy, and for the last two commands onnx, onnxscript and onnxruntime.
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

MNIST = pathlib.Path(__file__).parents[2] / "crates/datasets/data/mnist"


class Hidden(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.linear = nn.Linear(inputs, outputs)


class Mlp(nn.Module):
    """`models::Mlp` with ReLU, without batch normalization: the same names and the same shapes."""

    def __init__(self, sizes):
        super().__init__()
        self.hidden = nn.ModuleList(Hidden(i, o) for i, o in zip(sizes, sizes[1:-1]))
        self.output = nn.Linear(*sizes[-2:])

    def forward(self, x):
        for layer in self.hidden:
            x = torch.relu(layer.linear(x))
        return self.output(x)


def load(path):
    state = load_file(path)
    layers = sum(name.startswith("hidden.") and name.endswith(".weight") for name in state)
    weights = [state[f"hidden.{i}.linear.weight"] for i in range(layers)] + [state["output.weight"]]
    model = Mlp([weights[0].shape[1]] + [weight.shape[0] for weight in weights])
    model.load_state_dict(state)  # an error if a name or a shape differs
    return model


def images(part):
    with gzip.open(MNIST / f"{part}-images-idx3-ubyte.gz") as file:
        pixels = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 784)
    return torch.from_numpy(pixels.astype(np.float32) / 255)


def labels(part):
    with gzip.open(MNIST / f"{part}-labels-idx1-ubyte.gz") as file:
        return torch.from_numpy(np.frombuffer(file.read(), np.uint8, offset=8).astype(np.int64))


def accuracy(model):
    with torch.no_grad():
        return (model(images("t10k")).argmax(1) == labels("t10k")).float().mean().item()


def compare(path, predictions):
    """Compares PyTorch's outputs for the first test images with those that `predict` printed."""
    with open(predictions) as file:
        pictures = json.load(file)["pictures"]
    with torch.no_grad():
        logits = load(path)(images("t10k")[: len(pictures)])
    ours = torch.tensor([picture["logits"] for picture in pictures])
    probabilities = torch.tensor([picture["probabilities"] for picture in pictures])
    apart = (ours - logits).abs().max().item()
    print(f"{len(pictures)} images, logits up to {logits.abs().max().item():.1f}")
    print(f"largest difference of the logits {apart:.1e}, "
          f"of the probabilities {(probabilities - logits.softmax(1)).abs().max().item():.1e}")
    return apart


def tune(path, out):
    """Trains for one more epoch in PyTorch."""
    torch.manual_seed(0)
    model = load(path)
    print(f"test accuracy before {accuracy(model):.2%}")
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4)
    x, t = images("train"), labels("train")
    for batch in torch.randperm(len(x)).split(128):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x[batch]), t[batch]).backward()
        optimizer.step()
    print(f"test accuracy after {accuracy(model):.2%}")

    with safe_open(path, "pt") as file:
        facts = file.metadata()
    kept = ["activation", "image_rows", "image_columns", "data"]  # the other facts are no longer true
    save_file(model.state_dict(), out, metadata={name: facts[name] for name in kept})


def to_onnx(path, out):
    """Exports the network to ONNX and compares ONNX Runtime's logits with PyTorch's."""
    import onnxruntime

    model, x = load(path).eval(), images("t10k")[:100]
    dynamic = {"x": {0: torch.export.Dim("batch")}}
    torch.onnx.export(model, (x,), out, dynamo=True, dynamic_shapes=dynamic, external_data=False)
    session = onnxruntime.InferenceSession(out)
    (logits,) = session.run(None, {session.get_inputs()[0].name: x.numpy()})
    with torch.no_grad():
        apart = (torch.from_numpy(logits) - model(x)).abs().max().item()
    print(f"largest difference of ONNX Runtime's logits from PyTorch's {apart:.1e}")
    return apart


def run_onnx(path):
    """The test accuracy of a network in ONNX, whoever wrote the file, in ONNX Runtime."""
    import onnxruntime

    session = onnxruntime.InferenceSession(path)
    (logits,) = session.run(None, {session.get_inputs()[0].name: images("t10k").numpy()})
    print(f"test accuracy {(torch.from_numpy(logits).argmax(1) == labels('t10k')).float().mean().item():.2%}")


if __name__ == "__main__":
    {"compare": compare, "tune": tune, "onnx": to_onnx, "run": run_onnx}[sys.argv[1]](*sys.argv[2:])
