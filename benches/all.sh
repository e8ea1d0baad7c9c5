#!/usr/bin/env bash
# Runs every benchmark of this folder, one after the other, on a machine that does nothing else:
#
#     python3 -m venv ../peers && ../peers/bin/pip install -r benches/requirements.txt
#     git clone https://github.com/oreilly-japan/deep-learning-from-scratch ../book
#     PYTHON=../peers/bin/python benches/all.sh ../book
set -euo pipefail
book=$(realpath "${1:?usage: PYTHON=… benches/all.sh BOOK, a clone of its repository}")
python=${PYTHON:-python3}
[[ $python == */* ]] && python=$(realpath --no-symlinks "$python")

cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$*"; }

step 'a training step and its matrix products'
cargo bench --quiet --workspace --profile dev --bench step
step 'the same step in other frameworks'
"$python" benches/compare.py
step "chapter 6, compared with the book's scripts"
"$python" benches/book.py "$book"
step 'how the cost grows'
cargo bench --quiet --workspace --profile dev --bench scale
step 'how long a new user waits'
benches/wait.sh
step "what the playground's page costs"
"$python" benches/playground.py
