"""The logits, the loss and every gradient of the MLP, from given weights and batch, by PyTorch and JAX."""

import jax
import jax.numpy as jnp
import numpy as np
import torch

ACTIVATIONS = ["relu", "sigmoid", "tanh"]
EPSILON, MOMENTUM = 1e-5, 0.1  # of batch normalization: Burn's and PyTorch's defaults

# The number of neurons of each layer, starting with the input, and the number of images in the batch.
SIZES = {"small": ([12, 8, 6, 4], 10), "medium": ([40, 24, 16, 10], 32)}
RATIO = 0.25  # of dropout


def exact(values, bits=10):
    """Rounds to multiples of 2^-bits, which are exact in 32 bits."""
    return np.round(values * 2.0**bits) / 2.0**bits


def inputs(size):
    """Parameters by name, a batch of images with labels, a dropout mask for each hidden layer."""
    neurons, batch = SIZES[size]
    random = np.random.default_rng(20260102 + batch)
    parameters = {}
    for layer, (n_in, n_out) in enumerate(zip(neurons, neurons[1:])):
        weight = np.sqrt(2 / n_in) * random.standard_normal((n_in, n_out))
        parameters[f"{layer}.weight"] = exact(weight)
        parameters[f"{layer}.bias"] = exact(0.1 * random.standard_normal(n_out))
        if layer + 2 < len(neurons):
            parameters[f"{layer}.gamma"] = exact(random.uniform(0.5, 1.5, n_out))
            parameters[f"{layer}.beta"] = exact(0.3 * random.standard_normal(n_out))
    x = exact(random.uniform(0, 1, (batch, neurons[0])), 8)
    labels = random.integers(0, neurons[-1], batch)
    masks = [(random.random((batch, n)) >= RATIO) / (1 - RATIO) for n in neurons[1:-1]]
    return parameters, x, labels, masks


def used(parameters, batch_norm):
    return {n: p for n, p in parameters.items() if batch_norm or n[2:] in ("weight", "bias")}


class TorchMlp(torch.nn.Module):
    """The network in PyTorch, in 64 bits."""

    def __init__(self, parameters, activation, batch_norm):
        super().__init__()
        self.layers = 1 + max(int(name[0]) for name in parameters)
        self.activation = getattr(torch, activation)
        # The project stores a weight as [inputs, outputs].
        self.linear = torch.nn.ModuleList()
        self.norm = torch.nn.ModuleList()
        for i in range(self.layers):
            weight = torch.tensor(parameters[f"{i}.weight"])
            linear = torch.nn.Linear(*weight.shape, dtype=torch.float64)
            linear.weight.data = weight.T.contiguous()
            linear.bias.data = torch.tensor(parameters[f"{i}.bias"])
            self.linear.append(linear)
            if batch_norm and i + 1 < self.layers:
                n = len(linear.bias)
                norm = torch.nn.BatchNorm1d(n, EPSILON, MOMENTUM, dtype=torch.float64)
                norm.weight.data = torch.tensor(parameters[f"{i}.gamma"])
                norm.bias.data = torch.tensor(parameters[f"{i}.beta"])
                self.norm.append(norm)

    def forward(self, x, masks=None):
        for i in range(self.layers - 1):
            x = self.linear[i](x)
            if self.norm:
                x = self.norm[i](x)
            x = self.activation(x)
            if masks is not None:
                x = x * torch.tensor(masks[i])
        return self.linear[-1](x)

    def weights(self):
        return [linear.weight for linear in self.linear]

    def biases(self):
        norms = [p for norm in self.norm for p in (norm.weight, norm.bias)]
        return [linear.bias for linear in self.linear] + norms

    def named(self, of=lambda p: p):
        """`of` each parameter, with the names and shapes of the project."""
        values = {}
        for i, linear in enumerate(self.linear):
            values[f"{i}.weight"] = of(linear.weight).T
            values[f"{i}.bias"] = of(linear.bias)
            if i < len(self.norm):
                values[f"{i}.gamma"] = of(self.norm[i].weight)
                values[f"{i}.beta"] = of(self.norm[i].bias)
        return {name: value.detach().numpy() for name, value in values.items()}


def by_torch(parameters, activation, batch_norm, x, labels, masks):
    mlp = TorchMlp(parameters, activation, batch_norm)
    logits = mlp(torch.tensor(x), masks)
    loss = torch.nn.functional.cross_entropy(logits, torch.tensor(labels))
    loss.backward()
    running = {}
    for i, norm in enumerate(mlp.norm):
        running[f"{i}.mean"] = norm.running_mean.numpy()
        # PyTorch divides by n − 1 for the running variance, and Burn divides by n.
        n = len(x)
        rest = (1 - MOMENTUM) * 1.0
        running[f"{i}.variance"] = rest + (norm.running_var.numpy() - rest) * (n - 1) / n
        norm.running_var.data = torch.tensor(running[f"{i}.variance"])
    mlp.eval()
    return {
        "logits": logits.detach().numpy(),
        "loss": loss.item(),
        "gradients": mlp.named(lambda p: p.grad),
        "running": running,
        "logits_of_the_finished_network": mlp(torch.tensor(x)).detach().numpy(),
    }


def jax_logits(parameters, x, activation, masks):
    layers = 1 + max(int(name[0]) for name in parameters)
    for i in range(layers):
        x = x @ parameters[f"{i}.weight"] + parameters[f"{i}.bias"]
        if i + 1 == layers:
            return x
        if f"{i}.gamma" in parameters:
            normal = (x - x.mean(0)) / jnp.sqrt(x.var(0) + EPSILON)
            x = parameters[f"{i}.gamma"] * normal + parameters[f"{i}.beta"]
        x = {"relu": jax.nn.relu, "sigmoid": jax.nn.sigmoid, "tanh": jnp.tanh}[activation](x)
        if masks is not None:
            x = x * masks[i]


def jax_loss(parameters, x, labels, activation, masks):
    logits = jax_logits(parameters, x, activation, masks)
    chosen = jnp.take_along_axis(jax.nn.log_softmax(logits), labels[:, None], 1)
    return -chosen.mean()


def by_jax(parameters, activation, x, labels, masks):
    loss, gradients = jax.value_and_grad(jax_loss)(parameters, x, labels, activation, masks)
    return float(loss), {name: np.asarray(g) for name, g in gradients.items()}


CASES = [
    *[(size, activation, False, False) for size in SIZES for activation in ACTIVATIONS],
    *[("small", activation, True, False) for activation in ACTIVATIONS],
    *[("small", activation, False, True) for activation in ACTIVATIONS],
    ("small", "relu", True, True),
    ("medium", "relu", True, True),
]


def named(size, what, batch_norm, dropout):
    norm = ", batch normalization" if batch_norm else ""
    return f"{size} network, {what}{norm}{', dropout' if dropout else ''}"


def lists(value):
    if isinstance(value, dict):
        return {name: lists(v) for name, v in value.items()}
    return np.asarray(value).tolist()


def make():
    cases = []
    for size, activation, batch_norm, dropout in CASES:
        parameters, x, labels, masks = inputs(size)
        parameters = used(parameters, batch_norm)
        masks = masks if dropout else None
        torchs = by_torch(parameters, activation, batch_norm, x, labels, masks)
        loss, gradients = by_jax(parameters, activation, x, labels, masks)
        assert abs(loss - torchs["loss"]) < 1e-14
        for name, gradient in gradients.items():
            assert np.abs(gradient - torchs["gradients"][name]).max() < 1e-14, name
        name = named(size, activation, batch_norm, dropout)
        case = dict(
            name=name, size=size, activation=activation, batch_norm=batch_norm, dropout=dropout
        )
        cases.append(case | lists(torchs))
    nets = {}
    for size, (neurons, _) in SIZES.items():
        parameters, x, labels, masks = inputs(size)
        kept = [(mask > 0).astype(int).tolist() for mask in masks]
        nets[size] = dict(
            neurons=neurons,
            parameters=lists(parameters),
            x=x.tolist(),
            labels=labels.tolist(),
            kept=kept,
        )
    return {"dropout_ratio": RATIO, "networks": nets, "cases": cases}
