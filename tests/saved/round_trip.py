"""Runs the guide docs/guides/to_pytorch.md: a network goes from `train` to PyTorch and back to `predict`.

    python tests/saved/round_trip.py EXPERIMENTS            checks it in a temporary folder
    python tests/saved/round_trip.py EXPERIMENTS --make     also renews tests/saved/round_trip

EXPERIMENTS is the binary `experiments`. It needs torch, safetensors, numpy, onnx, onnxscript and onnxruntime. The
small networks in tests/saved/round_trip, with PyTorch's logits for the first test images, are what the Rust tests
compare with; they need no Python.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "docs/guides"))

import to_pytorch

# The sum of 784 terms, five layers deep, with logits up to 25: some tens of roundings of 6e-8 each.
TOLERANCE = 5e-5


def trip(experiments, folder, flags, count):
    """Goes there and back, and returns the largest difference of the logits at each comparison."""
    here, tuned, onnx = (str(folder / name) for name in ["here.safetensors", "tuned.safetensors", "tuned.onnx"])

    def run(*words):
        return subprocess.run([experiments, *words], cwd=folder, check=True, stdout=subprocess.PIPE).stdout

    def compare(model):
        index = ",".join(map(str, range(count)))
        pictures = str((to_pytorch.MNIST / "t10k-images-idx3-ubyte.gz").absolute())
        said = run("predict", "--model", model, pictures, "--index", index, "--format", "json", "--quiet")
        (folder / "predictions.json").write_bytes(said)
        return to_pytorch.compare(model, folder / "predictions.json")

    run("train", "--save", here, "--quiet", *flags)
    apart = [compare(here)]
    to_pytorch.tune(here, tuned)
    apart += [compare(tuned), to_pytorch.to_onnx(tuned, onnx)]
    assert max(apart) < TOLERANCE, apart


def main(experiments, make=None):
    experiments = str(pathlib.Path(experiments).absolute())
    with tempfile.TemporaryDirectory() as folder:
        trip(experiments, pathlib.Path(folder), [], 100)
    if make:
        kept = HERE / "round_trip"
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            trip(experiments, folder, ["--hidden", "16,16", "--iterations", "300"], 20)
            logits = {}
            for name in ["here", "tuned"]:
                file = f"{name}.safetensors"
                (kept / file).write_bytes((folder / file).read_bytes())
                logits[name] = to_pytorch.load(kept / file)(to_pytorch.images("t10k")[:20]).tolist()
            (HERE / "round_trip.json").write_text(json.dumps(logits) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
