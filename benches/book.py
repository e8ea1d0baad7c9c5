"""Measures the experiments of chapter 6, run by the book's scripts and by this project in turns.

    git clone https://github.com/oreilly-japan/deep-learning-from-scratch book

(or, of the Korean edition, https://github.com/WegraLee/deep-learning-from-scratch)

    python -m pip install -r benches/requirements.txt
    python benches/book.py book

The scripts run unchanged from a copy of that clone. The project's MNIST files are copied to where the scripts
look for them, and figures are not displayed. This project runs one seed with the same arms. It also writes
records and draws its figures; if it measures more than the script does (for example the test accuracy at the
end), that is included in its time. The scripts on weight decay and on dropout each train one network, with the
remedy. To train the network without the remedy, which the book's chapter also shows, one line is changed and the
script is run again. The project trains these two networks and more, so its time is the longer of the two trials,
which run in parallel, plus the time of a run in which all trials are already kept (start, data and figures). The
scripts compute each loss a second time, after the step; the project records the loss that the step was computed
from.

Both sides may use all cores: NumPy by its threads, and the project by parallel trials.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MNIST = ROOT / "crates/datasets/data/mnist"

# The script, the experiment, and, if the script trains only one network of the experiment: the line to change so
# that it trains the other one, and the names of the two arms.
PAIRS = [
    ("optimizer_compare_naive.py", "optimizer_paths", None),
    ("optimizer_compare_mnist.py", "optimizer_comparison", None),
    ("weight_init_activation_histogram.py", "activation_histograms", None),
    ("weight_init_compare.py", "weight_init_comparison", None),
    ("overfit_weight_decay.py", "weight_decay",
     ("weight_decay_lambda = 0.1", "weight_decay_lambda = 0", ("λ = 0.1", "λ = 0"))),
    ("overfit_dropout.py", "dropout",
     ("use_dropout = True", "use_dropout = False", ("ratio = 0.2", "ratio = 0"))),
    ("batch_norm_test.py", "batch_norm", None),
    ("hyperparameter_optimization.py", "hyperparameter_search", None),
]

# Flags with which an experiment has only the arms of the book's script, and does as much as it. The best rates
# are set to the book's, which are then run once. (`batch_norm` has arms of its own in addition.)
AS_MUCH = {
    "optimizer_comparison": ["--best-rates", "SGD=0.01,Momentum=0.01,AdaGrad=0.01,Adam=0.001"],
    "weight_decay": ["--evaluate-every", "1"],
    "dropout": ["--evaluate-every", "1"],
    "hyperparameter_search": ["--trials", "100", "--evaluate-every", "1"],
}


def binaries():
    """The project's experiments, built as `cargo run` builds them."""
    command = "cargo build -p experiments --bins --message-format json".split()
    built = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    messages = [json.loads(line) for line in built.splitlines()]
    return {m["target"]["name"]: m["executable"] for m in messages if m.get("executable")}


def timed(command, **settings):
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, **settings)
    seconds = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{command} failed:\n{done.stderr[-2000:]}")
    return seconds


def prepared(book, folder):
    """A copy of the book's repository that has the data, so that it downloads nothing."""
    copy = Path(folder) / "book"
    shutil.copytree(book, copy, ignore=shutil.ignore_patterns(".git"))
    for file in MNIST.glob("*.gz"):
        shutil.copy(file, copy / "dataset")
    environment = dict(os.environ, MPLBACKEND="Agg")
    # Some machines set a wrong core type for OpenBLAS, which slows it down.
    environment.pop("OPENBLAS_CORETYPE", None)
    code = "from dataset.mnist import load_mnist; load_mnist()"  # unpacks the data once
    subprocess.run([sys.executable, "-c", code], cwd=copy, env=environment, check=True,
                   stdout=subprocess.DEVNULL)
    return copy / "ch06", environment


def the_books(script, change, chapter, environment):
    """The seconds that the script takes, including a second run with `change` if there is one."""
    command = [sys.executable, script]
    seconds = timed(command, cwd=chapter, env=environment)
    if change is None:
        return seconds
    was, becomes, _ = change
    text = (chapter / script).read_text()
    if text.count(was) != 1:
        sys.exit(f"{script} does not contain `{was}` exactly once: is it another edition?")
    changed = chapter / f"changed_{script}"
    changed.write_text(text.replace(was, becomes))
    return seconds + timed([sys.executable, changed.name], cwd=chapter, env=environment)


def ours(binary, change, folder):
    """The seconds that the experiment takes for the script's arms."""
    out = tempfile.mkdtemp(dir=folder)
    as_much = AS_MUCH.get(Path(binary).name, [])
    command = [binary, "--seeds", "1", "--quiet", "--out", out, *as_much]
    whole = timed(command)
    if change is None:
        return whole
    experiment = Path(out) / Path(binary).name
    lines = (experiment / "times.txt").read_text().splitlines()
    times = {file: float(seconds) for seconds, file in (line.split(" ", 1) for line in lines)}
    arm = lambda file: json.loads((experiment / "trials" / file).read_text())["key"]["arm"]
    with_it, without = [seconds for file, seconds in times.items() if arm(file) in change[2]]
    return max(with_it, without) + timed(command)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("book", type=Path, help="a clone of the book's repository, of either edition")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--only", nargs="*", help="run only these experiments")
    arguments = parser.parse_args()
    pairs = [pair for pair in PAIRS if not arguments.only or pair[1] in arguments.only]

    experiments = binaries()
    totals = [0.0, 0.0]
    print(f"{len(os.sched_getaffinity(0))} cores; seconds, median of {arguments.rounds} rounds")
    print(f"{'experiment':24}{'the book':>10}{'here':>8}{'ratio':>8}")
    with tempfile.TemporaryDirectory() as folder:
        chapter, environment = prepared(arguments.book, folder)
        for script, experiment, change in pairs:
            # In the Korean edition, `batch_norm_test.py` has only one of the sixteen scales.
            multi = script.replace("_test.py", "_test_multi.py")
            script = multi if (chapter / multi).exists() else script
            rounds = [
                (
                    the_books(script, change, chapter, environment),
                    ours(experiments[experiment], change, folder),
                )
                for _ in range(arguments.rounds)
            ]
            book, here = (statistics.median(side) for side in zip(*rounds))
            totals = [totals[0] + book, totals[1] + here]
            print(f"{experiment:24}{book:10.2f}{here:8.2f}{book / here:8.1f}", flush=True)
    print(f"{'all together':24}{totals[0]:10.2f}{totals[1]:8.2f}{totals[0] / totals[1]:8.1f}")


if __name__ == "__main__":
    main()
