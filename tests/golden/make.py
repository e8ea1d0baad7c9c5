"""Makes the golden values: `python make.py` writes one JSON file for each group."""

import json
import pathlib

import jax

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_platforms", "cpu")

import extremes
import networks
import optimizers
import smoothing
import streams
import training

HERE = pathlib.Path(__file__).parent


def lines(value):
    """JSON with one line for each list of numbers."""
    text = json.dumps(value, separators=(",", ":"))
    return text.replace('],"', '],\n"').replace("},{", "},\n{") + "\n"


for group in [optimizers, extremes, networks, training, smoothing, streams]:
    file = HERE / f"{group.__name__}.json"
    file.write_text(lines(group.make()))
    print(f"{file.name}: {file.stat().st_size / 1000:.0f} kB")
