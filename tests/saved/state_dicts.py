"""Writes state dicts as people have them, in PyTorch, and files of other formats that `predict` does not read.

    python state_dicts.py

needs torch, numpy, safetensors, h5py, onnx and gguf. For each network it writes `state_dicts/NAME.safetensors`, and
into `state_dicts.json` the images, PyTorch's logits for them, and the activation function. The Rust tests load the
networks and compare with the logits. The recipes of docs/from-pytorch.md for files of torch.save, NumPy, pickle, Keras'
layout of HDF5, and ONNX are run here as they stand there.
"""

import json
import pathlib
import pickle

import gguf
import h5py
import numpy
import onnx
import onnx.helper
import onnx.numpy_helper
import safetensors.numpy
import safetensors.torch
import torch
from torch import nn

HERE = pathlib.Path(__file__).parent
OUT = HERE / "state_dicts"
OTHER = HERE / "other_formats"
SIZES = [16, 8, 6, 3]
NORMALIZE = [0.1307, 0.3081]  # of MNIST, as many tutorials have them


class Stack(nn.Module):
    """PyTorch's quickstart tutorial."""

    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = sequential(nn.ReLU)

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


class Named(nn.Module):
    """Layers as attributes with these names, and batch normalizations with those."""

    def __init__(self, names, activation, sizes=None, norms=(), bias=True, affine=True):
        super().__init__()
        sizes = sizes or SIZES
        self.names, self.norms, self.activation = names, norms, activation
        for name, i, o in zip(names, sizes, sizes[1:]):
            setattr(self, name, nn.Linear(i, o, bias=bias or name == names[-1]))
        for name, o in zip(norms, sizes[1:]):
            setattr(self, name, nn.BatchNorm1d(o, affine=affine))

    def forward(self, x):
        for i, name in enumerate(self.names):
            x = getattr(self, name)(x)
            if i < len(self.norms):
                x = getattr(self, self.norms[i])(x)
            if i + 1 < len(self.names):
                x = self.activation(x)
        return x


class Within(nn.Module):
    """A network within another module."""

    def __init__(self, **parts):
        super().__init__()
        for name, part in parts.items():
            setattr(self, name, part)

    def forward(self, x):
        for part in self.children():
            x = part(x)
        return x


def sequential(activation, sizes=None, norm=False, dropout=False):
    sizes = sizes or SIZES
    layers = []
    for i, o in zip(sizes, sizes[1:]):
        layers.append(nn.Linear(i, o))
        if o != sizes[-1] or len(layers) == 1 and len(sizes) > 2:
            layers += [nn.BatchNorm1d(o)] if norm else []
            layers += [activation()]
            layers += [nn.Dropout(0.5)] if dropout else []
    return nn.Sequential(*layers)


def networks():
    """Each network with the name of its activation function."""
    yield "sequential", "relu", sequential(nn.ReLU)
    yield "sequential_dropout", "tanh", sequential(nn.Tanh, dropout=True)
    yield "sequential_batch_norm", "sigmoid", sequential(nn.Sigmoid, norm=True)
    yield "one_layer", None, nn.Linear(16, 3)
    yield "sequential_one_layer", None, nn.Sequential(nn.Flatten(), nn.Linear(16, 3))
    yield "quickstart", "relu", Stack()
    yield "fc", "relu", Named(["fc1", "fc2", "fc3"], torch.relu)
    yield "fc_batch_norm", "relu", Named(["fc1", "fc2", "fc3"], torch.relu, norms=["bn1", "bn2"])
    yield "no_affine", "relu", Named(["fc1", "fc2", "fc3"], torch.relu, norms=["bn1", "bn2"], affine=False)
    yield "no_bias", "relu", Named(["fc1", "fc2", "fc3"], torch.relu, norms=["bn1", "bn2"], bias=False)
    yield "net", "gelu", Within(net=sequential(nn.GELU))
    yield "lightning", "leakyrelu", Within(model=Within(layers=sequential(nn.LeakyReLU)))
    yield "features_classifier", "elu", Within(
        features=sequential(nn.ELU, [16, 8, 6]).append(nn.ELU()), classifier=nn.Linear(6, 3)
    )
    yield "input_hidden_output", "sigmoid", Named(["input_fc", "hidden_fc", "output_fc"], torch.sigmoid)
    yield "twelve_layers", "tanh", sequential(nn.Tanh, [16] + [7] * 11 + [3])
    yield "lin_10", "relu", Named([f"lin{i}" for i in range(1, 13)], torch.relu, [16] + [7] * 11 + [3])
    yield "data_parallel", "relu", nn.DataParallel(Named(["fc1", "fc2", "fc3"], torch.relu))
    yield "compiled", "relu", torch.compile(sequential(nn.ReLU))
    yield "compiled_parallel", "relu", torch.compile(nn.DataParallel(sequential(nn.ReLU)))
    yield "float16", "relu", sequential(nn.ReLU).half()
    yield "bfloat16", "relu", sequential(nn.ReLU).bfloat16()
    yield "float64", "relu", sequential(nn.ReLU).double()
    yield "module_list", "softplus", Layers(nn.Softplus())
    yield "normalized_pixels", "relu", Normalized()


class Normalized(nn.Module):
    """Takes pixels in [0, 1] and normalizes them, as a data loader with transforms.Normalize does."""

    def __init__(self):
        super().__init__()
        self.net = sequential(nn.ReLU)

    def forward(self, x):
        return self.net((x - NORMALIZE[0]) / NORMALIZE[1])


class Layers(nn.Module):
    """Layers in a ModuleList."""

    def __init__(self, activation):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(i, o) for i, o in zip(SIZES, SIZES[1:]))
        self.activation = activation

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = self.activation(layer(x))
        return self.layers[-1](x)


def main():
    torch.manual_seed(0)
    OUT.mkdir(exist_ok=True)
    OTHER.mkdir(exist_ok=True)
    images = torch.rand(5, 16)
    values = {"images": images.tolist(), "networks": {}}
    for name, activation, model in networks():
        plain = getattr(model, "_orig_mod", model)  # not compiled: that would take a minute
        plain = getattr(plain, "module", plain)
        if any(isinstance(part, nn.BatchNorm1d) for part in plain.modules()):
            plain.train()
            plain(torch.rand(32, 16) * 3)  # gives it running means and variances
        model.eval()
        safetensors.torch.save_file(model.state_dict(), OUT / f"{name}.safetensors")
        logits = plain.float()(images)
        values["networks"][name] = {"activation": activation, "logits": logits.tolist()}
        if isinstance(model, Normalized):
            values["networks"][name]["normalize"] = NORMALIZE

    other_formats(values, images)
    (HERE / "state_dicts.json").write_text(json.dumps(values) + "\n")


def other_formats(values, images):
    """Files that are not read, and what the recipes of docs/from-pytorch.md make of them."""
    model = sequential(nn.Sigmoid)
    logits = model(images).tolist()

    def converted(name, convert):
        convert(OTHER / name, OUT / f"from_{name.replace('.', '_')}.safetensors")
        values["networks"][f"from_{name.replace('.', '_')}"] = {"activation": "sigmoid", "logits": logits}

    torch.save(model.state_dict(), OTHER / "zip.pt")
    converted("zip.pt", from_torch)
    torch.save(model.state_dict(), OTHER / "legacy.pth", _use_new_zipfile_serialization=False)
    converted("legacy.pth", from_torch)

    # The book's names and shapes: W1 is [inputs, outputs].
    params = {}
    for i, layer in enumerate(model[::2], 1):
        params[f"W{i}"] = layer.weight.detach().numpy().T.copy()
        params[f"b{i}"] = layer.bias.detach().numpy()
    numpy.savez(OTHER / "params.npz", **params)
    converted("params.npz", from_npz)
    numpy.save(OTHER / "array.npy", params["W1"])
    with open(OTHER / "params.pkl", "wb") as file:
        pickle.dump(params, file)
    converted("params.pkl", from_pickle)

    with h5py.File(OTHER / "keras.weights.h5", "w") as file:
        for i, layer in enumerate(model[::2]):
            group = file.create_group(f"layers/dense{f'_{i}' if i else ''}/vars")
            group["0"], group["1"] = params[f"W{i + 1}"], params[f"b{i + 1}"]
    converted("keras.weights.h5", from_h5)

    tensors = [onnx.numpy_helper.from_array(value.numpy(), name) for name, value in model.state_dict().items()]
    ends = [onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [None, n]) for name, n in [("x", 16), ("y", 3)]]
    nodes = [onnx.helper.make_node("Gemm", ["x", "0.weight", "0.bias"], ["y"], transB=1)]
    graph = onnx.helper.make_graph(nodes, "net", ends[:1], ends[1:], tensors)
    onnx.save(onnx.helper.make_model(graph, producer_name="pytorch"), OTHER / "net.onnx")
    converted("net.onnx", from_onnx)

    writer = gguf.GGUFWriter(OTHER / "net.gguf", "llama")
    writer.add_tensor("0.weight", params["W1"])
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


# torch.save (.pt, .pth)
def from_torch(FILE, OUT):
    state = torch.load(FILE, map_location="cpu", weights_only=True)
    safetensors.torch.save_file(state, OUT)


# NumPy (.npz) with the names and shapes of the book or of PyTorch
def from_npz(FILE, OUT):
    safetensors.numpy.save_file(dict(numpy.load(FILE)), OUT)


# a dictionary of arrays in a pickle, such as the book's params.pkl
def from_pickle(FILE, OUT):
    with open(FILE, "rb") as file:
        safetensors.numpy.save_file(pickle.load(file), OUT)


# Keras 3: model.save_weights("model.weights.h5")
def from_h5(FILE, OUT):
    tensors = {}
    with h5py.File(FILE) as file:
        for name, layer in file["layers"].items():
            tensors[f"{name}.weight"] = layer["vars/0"][:].T.copy()  # from [inputs, outputs]
            tensors[f"{name}.bias"] = layer["vars/1"][:]
    safetensors.numpy.save_file(tensors, OUT)


# ONNX, as torch.onnx.export writes it
def from_onnx(FILE, OUT):
    tensors = onnx.load(FILE).graph.initializer
    arrays = {tensor.name: onnx.numpy_helper.to_array(tensor).copy() for tensor in tensors}
    safetensors.numpy.save_file(arrays, OUT)


if __name__ == "__main__":
    main()
