"""Makes golden.json: the results of Optuna's TPE, and its densities over a search space. Run it with Python 3,
numpy and the version of Optuna that golden.json names:  python make.py > golden.json

`densities`: the logarithm of Optuna's Parzen estimator at some points of a space with four kinds of
dimension, after some observations. Optuna sorts equal numbers in an unspecified order. This script keeps their
order, as `tpe.rs` does, because otherwise the widths of two equal points could be swapped.

`searches`: the best value after TRIALS trials, for each of SEEDS seeds, of functions to be minimized.
`crates/training/src/search/tpe.rs` has the same functions, and the rule that compares the results.
"""

import json
import math

import numpy as np
import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.samplers import TPESampler
from optuna.samplers._tpe.parzen_estimator import _ParzenEstimator, _ParzenEstimatorParameters
from optuna.samplers._tpe.sampler import default_weights

TRIALS = 60
SEEDS = 200


def valley(trial):
    """A bowl over one number on a linear scale and one on a log scale."""
    x = trial.suggest_float("x", -5.0, 5.0)
    rate = trial.suggest_float("rate", 1e-6, 1.0, log=True)
    return (x - 1.0) ** 2 + (math.log10(rate) + 2.0) ** 2


def branin(trial):
    """Branin's function: three minima of equal value."""
    x = trial.suggest_float("x", -5.0, 10.0)
    y = trial.suggest_float("y", 0.0, 15.0)
    bowl = y - 5.1 / (4 * math.pi**2) * x**2 + 5 / math.pi * x - 6
    return bowl**2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


def mixed(trial):
    """A number, an integer and a choice that moves the minimum."""
    x = trial.suggest_float("x", 0.0, 1.0)
    depth = trial.suggest_int("depth", 1, 20)
    kind = trial.suggest_categorical("kind", [0, 1, 2, 3])
    return 10 * (x - 0.2 * (kind + 1)) ** 2 + 0.05 * (depth - 7) ** 2 + 0.3 * abs(kind - 2)


def best_values(function):
    found = []
    for seed in range(SEEDS):
        sampler = TPESampler(seed=seed, multivariate=True, n_startup_trials=10, n_ei_candidates=24)
        study = optuna.create_study(sampler=sampler)
        study.optimize(function, n_trials=TRIALS)
        found.append(study.best_value)
    return found


def densities():
    space = {
        "a": FloatDistribution(-1.0, 2.0),
        "b": FloatDistribution(1e-3, 1.0, log=True),
        "c": IntDistribution(1, 4),
        "d": CategoricalDistribution(["x", "y", "z"]),
    }
    parameters = _ParzenEstimatorParameters(
        prior_weight=1.0,
        consider_magic_clip=True,
        consider_endpoints=False,
        weights=default_weights,
        multivariate=True,
    )
    random = np.random.RandomState(0)

    def places(n):
        return {
            "a": random.uniform(-1.0, 2.0, n),
            "b": 10 ** random.uniform(-3.0, 0.0, n),
            "c": random.randint(1, 5, n).astype(float),
            "d": random.randint(0, 3, n).astype(float),
        }

    def rows(columns):
        return [list(row) for row in zip(*(columns[name].tolist() for name in space))]

    argsort = np.argsort
    np.argsort = lambda numbers, kind="stable": argsort(numbers, kind=kind)
    cases = []
    for n in [0, 1, 2, 7, 24, 25, 26, 40]:
        observed, asked = places(n), places(5)
        estimator = _ParzenEstimator(observed, space, parameters)
        log_density = estimator.log_pdf(asked).tolist()
        cases.append({"observed": rows(observed), "asked": rows(asked), "log_density": log_density})
    np.argsort = argsort
    return cases


if __name__ == "__main__":
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    golden = {
        "optuna": optuna.__version__,
        "trials": TRIALS,
        "densities": densities(),
        "searches": {f.__name__: best_values(f) for f in [valley, branin, mixed]},
    }
    print(json.dumps(golden, indent=1))
