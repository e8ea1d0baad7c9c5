"""A hundred steps of the training loop, by PyTorch, and for two optimizers by JAX and optax too."""

import jax
import numpy as np
import optax
import torch

import networks
import optimizers
import streams

STEPS, BATCH, SAMPLES, SEED = 100, 8, 64, 3

ADAM = dict(rate=0.01, beta_1=0.9, beta_2=0.999, epsilon=1e-7)
ADAGRAD = dict(rate=0.05, epsilon=1e-7, initial_accumulator=0.0, learning_rate_decay=0.0)

# The size of the network, its optimizer, whether it has batch normalization, and its dropout ratio.
RUNS = [
    ("small", "SGD", dict(rate=0.1), False, 0.0),
    ("small", "Momentum", dict(rate=0.02, momentum=0.9), False, 0.0),
    ("small", "AdaGrad", ADAGRAD, False, 0.0),
    ("small", "Adam", ADAM, False, 0.0),
    ("small", "Nesterov", dict(rate=0.02, momentum=0.9), False, 0.0),
    # This α and ε are exact in 32 bits.
    ("small", "RMSprop", dict(rate=0.01, alpha=0.9375, epsilon=2.0**-23), False, 0.0),
    ("small", "SGD", dict(rate=0.1, decay=0.01), False, 0.0),
    ("small", "Adam", ADAM | dict(decay=0.01), True, 0.25),
    ("medium", "SGD", dict(rate=0.1), False, 0.0),
    ("medium", "Adam", ADAM, False, 0.0),
]


def samples(size):
    """Images as bytes, as in IDX files, with the classes that a random linear map assigns to them."""
    neurons, _ = networks.SIZES[size]
    random = np.random.default_rng(20260103)
    images = random.integers(0, 256, (SAMPLES, neurons[0]))
    scores = (images - 127.5) @ random.standard_normal((neurons[0], neurons[-1]))
    return images, scores.argmax(1)


def pixels(images):
    """The input of the network: the bytes divided by 255, in 32 bits."""
    return (images.astype(np.float32) / np.float32(255)).astype(float)


def draws(neurons, ratio):
    """The batch indices and the dropout masks of each step, in the order in which a trial draws them."""
    batches = streams.Stream(SEED, streams.BATCHES)
    dropout = streams.Stream(SEED, streams.DROPOUT)
    for _ in range(STEPS):
        indices = batches.indices(SAMPLES, BATCH)
        masks = [dropout.dropout_mask((BATCH, n), ratio) for n in neurons[1:-1]] if ratio else None
        yield indices, masks


def by_torch(size, optimizer, settings, batch_norm, ratio):
    neurons, _ = networks.SIZES[size]
    images, labels = samples(size)
    parameters = networks.used(networks.inputs(size)[0], batch_norm)
    mlp = networks.TorchMlp(parameters, "relu", batch_norm)
    update = optimizers.Torch(optimizer, settings, mlp.weights(), mlp.biases())
    losses = []
    for indices, masks in draws(neurons, ratio):
        update.zero_grad()
        logits = mlp(torch.tensor(pixels(images[indices])), masks)
        loss = torch.nn.functional.cross_entropy(logits, torch.tensor(labels[indices]))
        loss.backward()
        update.step()
        losses.append(loss.item())
    weights = [linear.weight.T.ravel().tolist() for linear in mlp.linear]
    return losses, sum(weights, [])


def by_jax(size, optimizer, settings, batch_norm, ratio):
    neurons, _ = networks.SIZES[size]
    images, labels = samples(size)
    w = networks.used(networks.inputs(size)[0], batch_norm)
    transform = optimizers.optax_of(optimizer, settings)
    state = transform.init(w)
    loss_and_gradient = jax.jit(jax.value_and_grad(networks.jax_loss), static_argnums=3)
    update = jax.jit(transform.update)
    losses = []
    for indices, masks in draws(neurons, ratio):
        x, t = pixels(images[indices]), labels[indices]
        loss, gradient = loss_and_gradient(w, x, t, "relu", masks)
        step, state = update(gradient, state, w)
        w = optax.apply_updates(w, step)
        losses.append(float(loss))
    return losses


def make():
    runs = []
    for size, optimizer, settings, batch_norm, ratio in RUNS:
        run = (size, optimizer, settings, batch_norm, ratio)
        losses, weights = by_torch(*run)
        sources = ["PyTorch"]
        if optimizer in ("SGD", "Adam"):
            apart = optimizers.largest_difference(losses, by_jax(*run))
            assert apart < 1e-11, (run, apart)
            sources.append("JAX")
        assert losses[-1] < losses[0]
        what = f"{optimizer} ({optimizers.listed(settings)}; {', '.join(sources)})"
        runs.append(
            dict(
                name=networks.named(size, what, batch_norm, ratio),
                size=size,
                optimizer=optimizer,
                settings=settings,
                batch_norm=batch_norm,
                dropout=ratio,
                losses=losses,
                weights=weights if size == "small" else [],
            )
        )
    data = {}
    for size in networks.SIZES:
        images, labels = samples(size)
        data[size] = dict(images=images.tolist(), labels=labels.tolist())
    return {"seed": SEED, "batch": BATCH, "data": data, "runs": runs}
