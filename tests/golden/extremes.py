"""Every optimizer on gradients that are zero, tiny, huge, infinite or not a number, by PyTorch in 32 bits."""

import math

import torch
from optimizers import Torch

# The book's settings, each without and with weight decay.
CASES = [
    (optimizer, dict(settings, **decay))
    for optimizer, settings in [
        ("SGD", dict(rate=0.01)),
        ("Momentum", dict(rate=0.01, momentum=0.9)),
        ("Nesterov", dict(rate=0.01, momentum=0.9)),
        (
            "AdaGrad",
            dict(rate=0.01, epsilon=1e-7, initial_accumulator=0.0, learning_rate_decay=0.0),
        ),
        ("RMSprop", dict(rate=0.01, alpha=0.99, epsilon=1e-7)),
        ("Adam", dict(rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7)),
    ]
    for decay in [{}, dict(decay=0.1)]
]

ORDINARY = [0.5, -0.25, 0.125, 1.0, -0.75, 0.375, 0.5, -0.5]
# The square of 1e20 is beyond 32 bits; the square of 1e30 is so even if it is multiplied by 1 - β₂ first.
EXTREMES = [0.0, 1e-20, -1e-20, 1e20, -1e20, 1e30, math.inf, -math.inf, math.nan]


def sequences():
    """Gradients of one weight, step by step."""
    yield "ordinary", ORDINARY
    for x in EXTREMES:
        yield f"{x:g} at every step", [x] * len(ORDINARY)
        yield f"{x:g} first, then ordinary", [x, *ORDINARY[1:]]
        yield f"ordinary, {x:g} at the fourth step", [*ORDINARY[:3], x, *ORDINARY[4:]]
    yield "inf, then -inf", [math.inf, -math.inf, *ORDINARY[2:]]
    yield "1e20 and -1e20 in turn", [1e20, -1e20] * (len(ORDINARY) // 2)


def by_torch(optimizer, settings, start, gradients):
    """Each sequence moves one entry of a weight `[1, sequences]`. Its value after every step."""
    weight = torch.nn.Parameter(torch.full((1, len(gradients)), start))
    ours = Torch(optimizer, settings, [weight], [torch.nn.Parameter(torch.zeros(1))])
    for step in zip(*gradients):
        weight.grad = torch.tensor([step])
        ours.step()
        yield weight.detach().reshape(-1).tolist()


def words(numbers):
    """As text, because JSON has no infinite numbers and no NaN."""
    return [repr(number) for number in numbers]


def make():
    torch.set_default_dtype(torch.float32)
    start = 0.5
    names, gradients = zip(*sequences())
    cases = []
    for optimizer, settings in CASES:
        steps = list(by_torch(optimizer, settings, start, gradients))
        cases.append(
            dict(
                name=optimizer + (", weight decay" if "decay" in settings else ""),
                optimizer=optimizer,
                settings=settings,
                weights=[words(path) for path in zip(*steps)],
            )
        )
    return {
        "start": start,
        "sequences": list(names),
        "gradients": [words(path) for path in gradients],
        "cases": cases,
    }
