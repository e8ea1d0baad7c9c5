"""Fifty steps of every optimizer on recorded gradients, by PyTorch, optax, and the equations written in NumPy."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import torch

STEPS = 50
SHAPES = {"weight": (3, 4), "bias": (3,)}

# Each optimizer with the book's settings and with others. λ applies to the weight only.
CASES = [
    ("SGD", dict(rate=0.05)),
    ("Momentum", dict(rate=0.01, momentum=0.9)),
    ("Momentum", dict(rate=0.3, momentum=0.5)),
    ("Nesterov", dict(rate=0.01, momentum=0.9)),
    ("Nesterov", dict(rate=0.1, momentum=0.6)),
    ("AdaGrad", dict(rate=0.01, epsilon=1e-7, initial_accumulator=0.0, learning_rate_decay=0.0)),
    ("AdaGrad", dict(rate=0.1, epsilon=1e-3, initial_accumulator=0.1, learning_rate_decay=0.05)),
    ("RMSprop", dict(rate=0.01, alpha=0.99, epsilon=1e-7)),
    # This α and ε are exact in 32 bits, in which Burn stores those of RMSprop.
    ("RMSprop", dict(rate=0.001, alpha=0.9375, epsilon=2.0**-10)),
    ("Adam", dict(rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7)),
    ("Adam", dict(rate=0.01, beta_1=0.7, beta_2=0.9, epsilon=1e-3)),
    ("SGD", dict(rate=0.05, decay=0.1)),
    ("Momentum", dict(rate=0.01, momentum=0.9, decay=0.05)),
    ("Nesterov", dict(rate=0.01, momentum=0.9, decay=0.05)),
    (
        "AdaGrad",
        dict(rate=0.01, epsilon=1e-7, initial_accumulator=0.0, learning_rate_decay=0.0, decay=0.1),
    ),
    ("RMSprop", dict(rate=0.001, alpha=0.9375, epsilon=2.0**-10, decay=0.125)),
    ("Adam", dict(rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7, decay=0.1)),
]

# Variants of other libraries that the lecture does not mean: the optimizers of this project must differ from them.
OTHERS = [
    ("AdaGrad, epsilon inside the root", dict(rate=0.01, epsilon=1e-7)),
    (
        "Adam, epsilon beside the corrected root",
        dict(rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7),
    ),
    ("Momentum, dampening 0.1", dict(rate=0.01, momentum=0.9)),
    ("SGD, decay on biases too", dict(rate=0.05, decay=0.1)),
]

# Optimizers of Burn that the guides add to the figures. Burn stores β and ε in 32 bits, so these are exact there.
BURNS = [
    ("AMSGrad", dict(rate=0.001, beta_1=0.875, beta_2=0.9375, epsilon=2.0**-17)),
    ("Lion", dict(rate=0.0001, beta_1=0.875, beta_2=0.984375)),
    ("SGD, clipped by norm", dict(rate=0.05, clip=1.0)),
    ("SGD, clipped by value", dict(rate=0.05, clip=0.25)),
]


def inputs():
    """The initial parameters and the gradients of each step. Every number is exact in 32 bits."""
    random = np.random.default_rng(20260101)
    start, gradients = {}, [{} for _ in range(STEPS)]
    for name, shape in SHAPES.items():
        start[name] = np.round(0.1 * random.standard_normal(shape) * 1024) / 1024
        # Each entry has its own size, from 1e-4 to 1, so that ε = 1e-7 matters for some of them.
        size = 10.0 ** -(np.arange(np.prod(shape)) % 5).reshape(shape)
        for gradient in gradients:
            gradient[name] = (size * random.standard_normal(shape)).astype(np.float32).astype(float)
    # A neuron that is inactive at first.
    for gradient in gradients[:3]:
        gradient["bias"][1] = 0.0
    return start, gradients


def by_numpy(optimizer, settings, start, gradients):
    """The lecture's equations, one after the other."""
    rate, decay = settings["rate"], settings.get("decay", 0.0)
    w = {name: value.copy() for name, value in start.items()}
    v = {name: np.zeros_like(value) for name, value in start.items()}
    h_0 = settings.get("initial_accumulator", 0.0)
    h = {name: np.full_like(value, h_0) for name, value in start.items()}
    for t, gradient in enumerate(gradients, 1):
        for name in w:
            g = gradient[name] + (decay * w[name] if w[name].ndim > 1 else 0.0)
            if optimizer == "SGD":
                w[name] = w[name] - rate * g
            elif optimizer == "Momentum":
                v[name] = settings["momentum"] * v[name] - rate * g
                w[name] = w[name] + v[name]
            elif optimizer == "Nesterov":
                a = settings["momentum"]
                w[name] = w[name] + a * a * v[name] - (1 + a) * rate * g
                v[name] = a * v[name] - rate * g
            elif optimizer == "AdaGrad":
                h[name] = h[name] + g * g
                falling = rate / (1 + (t - 1) * settings["learning_rate_decay"])
                w[name] = w[name] - falling * g / (np.sqrt(h[name]) + settings["epsilon"])
            elif optimizer == "RMSprop":
                h[name] = settings["alpha"] * h[name] + (1 - settings["alpha"]) * g * g
                w[name] = w[name] - rate * g / (np.sqrt(h[name]) + settings["epsilon"])
            elif optimizer == "Adam":
                b1, b2 = settings["beta_1"], settings["beta_2"]
                v[name] = v[name] + (1 - b1) * (g - v[name])
                h[name] = b2 * h[name] + (1 - b2) * g * g
                corrected = rate
                if settings.get("bias_correction", True):
                    corrected = rate * np.sqrt(1 - b2**t) / (1 - b1**t)
                w[name] = w[name] - corrected * v[name] / (np.sqrt(h[name]) + settings["epsilon"])
        yield {name: value.copy() for name, value in w.items()}


class Torch:
    """PyTorch's optimizer for the lecture's form, over weights (decayed) and biases (not)."""

    def __init__(self, optimizer, settings, weights, biases):
        self.settings = settings
        groups = [
            {"params": weights, "weight_decay": settings.get("decay", 0.0)},
            {"params": biases, "weight_decay": 0.0},
        ]
        rate, momentum = settings["rate"], settings.get("momentum", 0.0)
        # v ← αv − ηg and PyTorch's v ← αv + g, W ← W − ηv are equivalent as long as η is constant.
        self.optimizer = {
            "SGD": lambda: torch.optim.SGD(groups, rate),
            "Momentum": lambda: torch.optim.SGD(groups, rate, momentum),
            "Nesterov": lambda: torch.optim.SGD(groups, rate, momentum, nesterov=True),
            "AdaGrad": lambda: torch.optim.Adagrad(
                groups,
                rate,
                lr_decay=settings["learning_rate_decay"],
                initial_accumulator_value=settings["initial_accumulator"],
                eps=settings["epsilon"],
            ),
            "RMSprop": lambda: torch.optim.RMSprop(
                groups, rate, alpha=settings["alpha"], eps=settings["epsilon"]
            ),
            "Adam": lambda: torch.optim.Adam(
                groups, rate, betas=(settings["beta_1"], settings["beta_2"])
            ),
        }[optimizer]()
        self.t = 0

    def step(self):
        self.t += 1
        if isinstance(self.optimizer, torch.optim.Adam):
            # The book adds ε to √v, and PyTorch adds it to √v / √(1 − β₂ᵗ).
            correction = (1 - self.settings["beta_2"] ** self.t) ** 0.5
            for group in self.optimizer.param_groups:
                group["eps"] = self.settings["epsilon"] / correction
        self.optimizer.step()

    def zero_grad(self):
        self.optimizer.zero_grad()


def torch_steps(optimizer, parameters, gradients):
    """The parameters after each step of an optimizer on recorded gradients."""
    for gradient in gradients:
        for name, parameter in parameters.items():
            parameter.grad = torch.tensor(gradient[name])
        optimizer.step()
        yield {name: p.detach().numpy().copy() for name, p in parameters.items()}


def torch_parameters(start):
    return {name: torch.nn.Parameter(torch.tensor(value)) for name, value in start.items()}


def by_torch(optimizer, settings, start, gradients):
    parameters = torch_parameters(start)
    ours = Torch(optimizer, settings, [parameters["weight"]], [parameters["bias"]])
    return torch_steps(ours, parameters, gradients)


def optax_of(optimizer, settings):
    """optax's optimizer in the lecture's form, or None if it has none."""
    rate, momentum = settings["rate"], settings.get("momentum")
    if optimizer == "AdaGrad":
        return None  # optax has ε inside the root
    # Adam's ε is an argument of the update, so that it can follow t as in `Torch`.
    transform = {
        "SGD": lambda: optax.sgd(rate),
        "Momentum": lambda: optax.sgd(rate, momentum),
        "Nesterov": lambda: optax.sgd(rate, momentum, nesterov=True),
        "RMSprop": lambda: optax.rmsprop(
            rate, settings["alpha"], settings["epsilon"], eps_in_sqrt=False
        ),
        "Adam": lambda: optax.inject_hyperparams(optax.adam)(
            learning_rate=rate,
            b1=settings["beta_1"],
            b2=settings["beta_2"],
            eps=lambda count: settings["epsilon"]
            / jnp.sqrt(1 - jnp.float64(settings["beta_2"]) ** (count + 1)),
        ),
    }[optimizer]()
    if "decay" in settings:
        is_weight = lambda tree: jax.tree.map(lambda p: p.ndim > 1, tree)
        decay = optax.add_decayed_weights(settings["decay"], mask=is_weight)
        transform = optax.chain(decay, transform)
    return transform


def optax_steps(transform, start, gradients):
    w = {name: jnp.asarray(value) for name, value in start.items()}
    state = transform.init(w)
    for gradient in gradients:
        update, state = transform.update({n: jnp.asarray(g) for n, g in gradient.items()}, state, w)
        w = optax.apply_updates(w, update)
        yield {name: np.asarray(value) for name, value in w.items()}


def by_others(name, settings, start, gradients):
    parameters = torch_parameters(start)
    both, rate = list(parameters.values()), settings["rate"]
    if name == "AdaGrad, epsilon inside the root":
        adagrad = optax.adagrad(rate, initial_accumulator_value=0.0, eps=settings["epsilon"])
        return optax_steps(adagrad, start, gradients)
    if name == "Adam, epsilon beside the corrected root":
        betas = (settings["beta_1"], settings["beta_2"])
        optimizer = torch.optim.Adam(both, rate, betas, settings["epsilon"])
    if name == "Momentum, dampening 0.1":
        optimizer = torch.optim.SGD(both, rate, settings["momentum"], dampening=0.1)
    if name == "SGD, decay on biases too":
        optimizer = torch.optim.SGD(both, rate, weight_decay=settings["decay"])
    return torch_steps(optimizer, parameters, gradients)


def clipped(name, settings, parameters):
    """Clips the gradient of each parameter by itself, as Burn does."""
    for parameter in parameters:
        if name.endswith("norm"):
            torch.nn.utils.clip_grad_norm_([parameter], settings["clip"])
        else:
            torch.nn.utils.clip_grad_value_([parameter], settings["clip"])


def burns_by_torch(name, settings, start, gradients):
    """What PyTorch has of the optimizers of Burn, or None."""
    parameters = torch_parameters(start)
    both, rate = list(parameters.values()), settings["rate"]
    if name == "AMSGrad":
        betas = (settings["beta_1"], settings["beta_2"])
        optimizer = torch.optim.Adam(both, rate, betas, settings["epsilon"], amsgrad=True)
        return torch_steps(optimizer, parameters, gradients)
    if "clip" in settings:
        optimizer = torch.optim.SGD(both, rate)
        optimizer.register_step_pre_hook(lambda *_: clipped(name, settings, both))
        return torch_steps(optimizer, parameters, gradients)
    return None


def burns_by_numpy(name, settings, start, gradients):
    """The equations, one after the other."""
    rate = settings["rate"]
    w = {name: value.copy() for name, value in start.items()}
    m = {name: np.zeros_like(value) for name, value in start.items()}
    v = {name: np.zeros_like(value) for name, value in start.items()}
    most = {name: np.zeros_like(value) for name, value in start.items()}
    for t, gradient in enumerate(gradients, 1):
        for p in w:
            g = gradient[p]
            if name == "AMSGrad":
                b1, b2 = settings["beta_1"], settings["beta_2"]
                m[p] = b1 * m[p] + (1 - b1) * g
                v[p] = b2 * v[p] + (1 - b2) * g * g
                most[p] = np.maximum(most[p], v[p])
                root = np.sqrt(most[p] / (1 - b2**t)) + settings["epsilon"]
                w[p] = w[p] - rate * m[p] / (1 - b1**t) / root
            elif name == "Lion":
                b1, b2 = settings["beta_1"], settings["beta_2"]
                w[p] = w[p] - rate * np.sign(b1 * m[p] + (1 - b1) * g)
                m[p] = b2 * m[p] + (1 - b2) * g
            elif name == "SGD, clipped by norm":
                w[p] = w[p] - rate * g * min(1.0, settings["clip"] / np.linalg.norm(g))
            elif name == "SGD, clipped by value":
                w[p] = w[p] - rate * np.clip(g, -settings["clip"], settings["clip"])
        yield {p: value.copy() for p, value in w.items()}


def burns_by_optax(name, settings, start, gradients):
    if name != "Lion":
        return None  # its AMSGrad keeps the largest corrected v, not the largest v
    lion = optax.lion(settings["rate"], settings["beta_1"], settings["beta_2"], weight_decay=0.0)
    return optax_steps(lion, start, gradients)


def burns(start, gradients):
    """The steps of Burn's optimizers by every source that has them."""
    cases = []
    for name, settings in BURNS:
        by = {
            "NumPy": burns_by_numpy(name, settings, start, gradients),
            "PyTorch": burns_by_torch(name, settings, start, gradients),
            "optax": burns_by_optax(name, settings, start, gradients),
        }
        by = {source: [flat(w) for w in steps] for source, steps in by.items() if steps}
        values = by.get("PyTorch", by["NumPy"])
        apart = max(largest_difference(values, other) for other in by.values())
        # PyTorch adds 1e-6 to a norm before it divides by it.
        assert apart < (1e-5 if name.endswith("norm") else 1e-14), (name, settings, apart)
        values = by["NumPy"] if name.endswith("norm") else values
        cases.append(
            dict(
                name=f"{name} ({listed(settings)}; {', '.join(sorted(by))})",
                optimizer=name,
                settings=settings,
                parameters=values,
            )
        )
    return cases


def flat(parameters):
    """The weight row by row, then the bias."""
    return [float(x) for name in SHAPES for x in np.ravel(parameters[name])]


def listed(settings):
    return ", ".join(f"{name} {value:g}" for name, value in settings.items())


def largest_difference(a, b):
    return float(np.max(np.abs(np.array(a) - np.array(b))))


def make():
    start, gradients = inputs()
    cases = []
    for optimizer, settings in CASES + [
        ("Adam", dict(rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7, bias_correction=False))
    ]:
        by = {"NumPy": [flat(w) for w in by_numpy(optimizer, settings, start, gradients)]}
        if settings.get("bias_correction", True):
            by["PyTorch"] = [flat(w) for w in by_torch(optimizer, settings, start, gradients)]
            transform = optax_of(optimizer, settings)
            if transform is not None:
                by["optax"] = [flat(w) for w in optax_steps(transform, start, gradients)]
        values = by.get("PyTorch", by["NumPy"])
        apart = max(largest_difference(values, other) for other in by.values())
        assert apart < 1e-14, (optimizer, settings, apart)
        cases.append(
            dict(
                name=f"{optimizer} ({listed(settings)}; {', '.join(sorted(by))})",
                optimizer=optimizer,
                settings=settings,
                parameters=values,
            )
        )
    others = []
    for name, settings in OTHERS:
        values = [flat(w) for w in by_others(name, settings, start, gradients)]
        others.append(dict(name=name, settings=settings, parameters=values))
    return {
        "weight_shape": SHAPES["weight"],
        "start": flat(start),
        "gradients": [flat(g) for g in gradients],
        "cases": cases,
        "others": others,
        "burns": burns(start, gradients),
    }
