"""Measures the same training step in this project, NumPy, PyTorch and JAX, in turns on one machine.

The step is the book's: 784-100-100-100-100-10, ReLU, He weights, softmax cross-entropy, batch 128 drawn
with replacement from MNIST, which is stored as bytes and divided by 255 when drawn; SGD .01 and Adam .001. Every
peer uses the best setting that we know of: PyTorch's fused optimizers and `torch.compile` of the whole
loss, JAX's whole step under `jit` with its buffers donated, NumPy with results written in place. This project
leaves out the zeros of the images, so the peers may do so as well: "sparse" is the fastest such form that we know
of, SciPy's compressed rows, prepared once for all images, and with PyTorch an `embedding_bag` of these rows.

    python -m pip install -r benches/requirements.txt
    python benches/compare.py                             # also builds the project's benchmark

Each peer is a separate process that makes steps on request, so that the number of threads is set before its
libraries load. In each round, all peers take turns, with a pause before each: the threads of OpenMP and OpenBLAS keep
a core busy for up to 0.2 s after their work. Ratios are computed within a round; the table shows their
median and, in brackets, the middle half. "All cores" compares steps per second: a peer with all threads, and
this project with one trial per core, which is how the project uses the cores.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WIDTHS, BATCH = [784, 100, 100, 100, 100, 10], 128
# Seconds of rest before each turn.
REST = 0.5
RATES = {"SGD": 0.01, "Adam": 0.001}
PEERS = ["numpy", "numpy, sparse", "torch", "torch, sparse", "torch.compile", "jax"]
# The limit: the matrix products alone, by the library that this project uses and by the one that NumPy uses.
OURS, GEMM, BLAS = "this project", "the arithmetic (gemm)", "the arithmetic (BLAS)"


# --- what the peers compute -------------------------------------------------------------------------


def mnist():
    """Training images as bytes, [60000, 784], and labels, from the project's files."""
    import gzip

    import numpy as np

    folder = ROOT / "crates/datasets/data/mnist"
    read = lambda name: gzip.decompress((folder / name).read_bytes())
    images = np.frombuffer(read("train-images-idx3-ubyte.gz"), np.uint8, offset=16).reshape(-1, 784)
    return images, np.frombuffer(read("train-labels-idx1-ubyte.gz"), np.uint8, offset=8)


def mnist_rows():
    """Training images as compressed sparse rows of numbers from 0 to 1."""
    import numpy as np
    from scipy.sparse import csr_array

    return csr_array(mnist()[0].astype(np.float32) / np.float32(255))


def he(rng):
    """Weights and biases, layer by layer."""
    import numpy as np

    return [
        (rng.normal(0, (2 / n) ** 0.5, (n, m)).astype(np.float32), np.zeros(m, np.float32))
        for n, m in zip(WIDTHS, WIDTHS[1:])
    ]


def numpy_steps(optimizer, sparse):
    import numpy as np

    images, labels = mnist()
    rows_of_images = mnist_rows() if sparse else None
    rng = np.random.default_rng(0)
    layers = he(rng)
    rows = np.arange(BATCH)
    rate = np.float32(RATES[optimizer])
    parameters = [p for layer in layers for p in layer]
    means = [np.zeros_like(p) for p in parameters]
    squares = [np.zeros_like(p) for p in parameters]
    t = 0

    def update(gradients):
        nonlocal t
        t += 1
        if optimizer == "SGD":
            for p, g in zip(parameters, gradients):
                g *= rate
                p -= g
            return
        corrected = np.float32(RATES["Adam"] * (1 - 0.999**t) ** 0.5 / (1 - 0.9**t))
        for p, g, m, v in zip(parameters, gradients, means, squares):
            m += np.float32(0.1) * (g - m)
            g *= g
            g -= v
            g *= np.float32(0.001)
            v += g
            np.sqrt(v, out=g)
            g += np.float32(1e-7)
            np.divide(m, g, out=g)
            g *= corrected
            p -= g

    def step():
        drawn = rng.integers(0, len(images), BATCH)
        if sparse:
            x = rows_of_images[drawn]
        else:
            x = images[drawn].astype(np.float32)
            x /= np.float32(255)
        t_ = labels[drawn]
        inputs = []
        for i, (w, b) in enumerate(layers):
            inputs.append(x)
            x = x @ w
            x += b
            if i + 1 < len(layers):
                np.maximum(x, 0, out=x)
        x -= x.max(axis=1, keepdims=True)
        at_label = x[rows, t_]
        np.exp(x, out=x)
        sums = x.sum(axis=1, keepdims=True)
        loss = float((np.log(sums[:, 0]) - at_label).mean())
        x /= sums
        x[rows, t_] -= 1
        x /= np.float32(BATCH)
        gradients = []
        for i in reversed(range(len(layers))):
            gradients = [inputs[i].T @ x, x.sum(axis=0)] + gradients
            if i:
                x = x @ layers[i][0].T
                x *= inputs[i] > 0
        update(gradients)
        return loss

    return step


def numpy_products():
    """Only the matrix products of a step, by the BLAS that NumPy calls: the limit for NumPy."""
    import numpy as np

    some = lambda *size: np.random.default_rng(0).normal(size=size).astype(np.float32)
    inputs = [some(BATCH, n) for n in WIDTHS]
    weights = [some(n, m) for n, m in zip(WIDTHS, WIDTHS[1:])]

    def step():
        for i, w in enumerate(weights):
            inputs[i] @ w
            inputs[i].T @ inputs[i + 1]
            if i:
                inputs[i + 1] @ w.T

    return step


def torch_layers(layers):
    """Linear layers with these weights, and ReLU between them."""
    import torch

    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    modules = []
    for w, b in layers:
        linear = torch.nn.Linear(*w.shape)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(w.T))
            linear.bias.zero_()
        modules += [linear, torch.nn.ReLU()]
    return modules[:-1]


def torch_optimizer(optimizer, parameters):
    import torch

    kind = {"SGD": torch.optim.SGD, "Adam": torch.optim.Adam}[optimizer]
    return kind(parameters, lr=RATES[optimizer], fused=True)


def torch_steps(optimizer, compiled):
    import numpy as np
    import torch

    images, labels = (torch.from_numpy(a.copy()) for a in mnist())
    labels = labels.long()
    model = torch.nn.Sequential(*torch_layers(he(np.random.default_rng(0))))
    optim = torch_optimizer(optimizer, model.parameters())
    function = torch.nn.functional.cross_entropy
    loss_of = lambda x, t: function(model(x.float() / 255), t)
    if compiled:
        loss_of = torch.compile(loss_of)

    def step():
        drawn = torch.randint(0, len(images), (BATCH,))
        loss = loss_of(images[drawn], labels[drawn])
        optim.zero_grad(set_to_none=True)
        loss.backward()
        optim.step()
        return loss.item()

    return step


def torch_sparse_steps(optimizer):
    import numpy as np
    import torch

    rows, labels = mnist_rows(), torch.from_numpy(mnist()[1].copy()).long()
    (w, b), *rest = he(np.random.default_rng(0))
    first = torch.nn.EmbeddingBag.from_pretrained(torch.from_numpy(w), freeze=False, mode="sum")
    bias = torch.nn.Parameter(torch.from_numpy(b))
    model = torch.nn.Sequential(torch.nn.ReLU(), *torch_layers(rest))
    optim = torch_optimizer(optimizer, [first.weight, bias, *model.parameters()])
    rng = np.random.default_rng(0)

    def step():
        drawn = rng.integers(0, len(labels), BATCH)
        x = rows[drawn]
        columns, starts, pixels = map(torch.from_numpy, (x.indices, x.indptr[:-1], x.data))
        logits = model(first(columns, starts, per_sample_weights=pixels) + bias)
        loss = torch.nn.functional.cross_entropy(logits, labels[drawn])
        optim.zero_grad(set_to_none=True)
        loss.backward()
        optim.step()
        return loss.item()

    return step


def jax_steps(optimizer):
    import functools

    import jax
    import jax.numpy as jnp
    import numpy as np

    images, labels = (jnp.asarray(a) for a in mnist())
    rng = np.random.default_rng(0)
    layers = jax.tree.map(jnp.asarray, he(rng))
    zeros = jax.tree.map(jnp.zeros_like, layers)
    state = (layers, zeros, jax.tree.map(jnp.copy, zeros), jnp.float32(0))

    def loss_of(layers, x, t):
        for w, b in layers[:-1]:
            x = jax.nn.relu(x @ w + b)
        w, b = layers[-1]
        rows = jax.nn.log_softmax(x @ w + b)
        return -jnp.take_along_axis(rows, t[:, None], axis=1).mean()

    @functools.partial(jax.jit, donate_argnums=0)
    def train(state, images, labels, drawn):
        layers, means, squares, t = state
        x = images[drawn].astype(jnp.float32) / 255
        loss, gradients = jax.value_and_grad(loss_of)(layers, x, labels[drawn].astype(jnp.int32))
        if optimizer == "SGD":
            layers = jax.tree.map(lambda p, g: p - RATES["SGD"] * g, layers, gradients)
            return (layers, means, squares, t), loss
        t = t + 1
        means = jax.tree.map(lambda m, g: m + 0.1 * (g - m), means, gradients)
        squares = jax.tree.map(lambda v, g: v + 0.001 * (g * g - v), squares, gradients)
        rate = RATES["Adam"] * jnp.sqrt(1 - 0.999**t) / (1 - 0.9**t)
        change = lambda p, m, v: p - rate * m / (jnp.sqrt(v) + 1e-7)
        return (jax.tree.map(change, layers, means, squares), means, squares, t), loss

    def step():
        nonlocal state
        state, loss = train(state, images, labels, rng.integers(0, len(images), BATCH))
        return float(loss)

    return step


def serve(peer, optimizer):
    """The process of a peer: answers each line `NAME STEPS` with the microseconds per step."""
    makers = {
        BLAS: numpy_products,
        "numpy": lambda: numpy_steps(optimizer, sparse=False),
        "numpy, sparse": lambda: numpy_steps(optimizer, sparse=True),
        "torch, sparse": lambda: torch_sparse_steps(optimizer),
        "torch": lambda: torch_steps(optimizer, compiled=False),
        "torch.compile": lambda: torch_steps(optimizer, compiled=True),
        "jax": lambda: jax_steps(optimizer),
    }
    step = makers[peer]()
    first = step()
    for line in sys.stdin:
        times = []
        for _ in range(int(line.split()[-1])):
            start = time.perf_counter()
            loss = step()
            times.append((time.perf_counter() - start) * 1e6)
        assert loss is None or loss == loss, "the loss is NaN"
        print(statistics.median(times), flush=True)
    assert loss is None or loss < first, "the network does not learn, so the peer does different work"


# --- taking turns -----------------------------------------------------------------------------------


class Worker:
    def __init__(self, command, name, threads):
        environment = dict(os.environ)
        # Some machines set a wrong core type for OpenBLAS, which slows it down.
        environment.pop("OPENBLAS_CORETYPE", None)
        for variable in ["OMP", "OPENBLAS", "MKL", "NUMEXPR"]:
            environment[f"{variable}_NUM_THREADS"] = str(threads)
        if threads == 1:
            environment["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"
            allowed = {sorted(os.sched_getaffinity(0))[0]}
        else:
            allowed = os.sched_getaffinity(0)
        self.name = name
        self.process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=(lambda: os.sched_setaffinity(0, allowed)) if "jax" in command else None,
        )

    def ask(self, steps):
        self.process.stdin.write(f"{self.name} {steps}\n")
        self.process.stdin.flush()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"a worker ended early: {self.process.args}")
        return float(line)

    def close(self):
        self.process.stdin.close()
        if self.process.wait(60):
            sys.exit(f"a worker failed: {self.process.args}")


def project_binary():
    """The benchmark as cargo builds it for `cargo run` and `cargo test`."""
    import json

    command = "cargo bench --workspace --profile dev --bench step --no-run --message-format json".split()
    built = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    for line in built.splitlines():
        message = json.loads(line)
        if message.get("target", {}).get("name") == "step" and message.get("executable"):
            return message["executable"]
    sys.exit("cargo built no step benchmark")


def turns(groups, rounds, steps):
    """For each name, the microseconds per step in each round; the workers of a group run in parallel."""
    times = {name: [] for name in groups}
    for number in range(rounds + 1):
        for name, workers in groups.items():
            time.sleep(REST)
            for worker in workers:
                worker.ask(steps)
            # In parallel, n workers make n steps in the time of the slowest one.
            taken = max([worker.answer() for worker in workers]) / len(workers)
            if number > 0:  # the first round warms up
                times[name].append(taken)
    return times


def spread(values):
    low, middle, high = statistics.quantiles(values, n=4)
    return f"{middle:6.2f} [{low:.2f}, {high:.2f}]"


def table(title, times):
    print(f"\n{title}\n{'':24}{'µs per step':>11}   {'÷ this project':22}{'÷ the arithmetic':22}")
    for name, values in times.items():
        ratios = [value / own for value, own in zip(values, times[OURS])]
        beyond = [value / least for value, least in zip(values, times[GEMM])]
        print(f"{name:24}{statistics.median(values):11.0f}   {spread(ratios):22}{spread(beyond):22}")
    peers = {name: statistics.median(v) for name, v in times.items() if name in PEERS}
    fastest = min(peers, key=peers.get)
    ratio = statistics.median(a / b for a, b in zip(times[fastest], times[OURS]))
    print(f"the fastest peer is {fastest}: {ratio:.2f} times this project's time")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--steps", type=int, default=200, help="steps per turn")
    parser.add_argument("--only", nargs="*", default=PEERS, choices=PEERS, help="run only these peers")
    parser.add_argument("--serve", nargs=2, metavar=("PEER", "OPTIMIZER"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        return serve(*arguments.serve)

    binary = project_binary()
    cores = len(os.sched_getaffinity(0))
    print(f"{cores} cores; {arguments.rounds} rounds of {arguments.steps} steps")
    for optimizer in RATES:
        for threads in sorted({1, cores}):
            project = lambda name: [Worker([binary, "--serve"], name, 1) for _ in range(threads)]
            peer = lambda name: [
                Worker([sys.executable, __file__, "--serve", name, optimizer], name, threads)
            ]
            groups = {GEMM: project("limit"), OURS: project(optimizer)}
            groups |= {name: peer(name) for name in [BLAS, *arguments.only]}
            times = turns(groups, arguments.rounds, arguments.steps)
            for worker in sum(groups.values(), []):
                worker.close()
            many = f"all cores: peers with {threads} threads, {threads} trials of this project"
            table(f"{optimizer}, {'one thread' if threads == 1 else many}", times)


if __name__ == "__main__":
    main()
