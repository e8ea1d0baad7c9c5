#!/usr/bin/env bash
# Every measurement of this folder, one after the other, on a machine that does nothing else:
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

step 'the step, and the limit of the arithmetic'
cargo bench --quiet -p experiments --profile dev --bench step
step 'the step, by others'
"$python" benches/compare.py
step 'chapter 6, by the scripts of the book'
"$python" benches/book.py "$book"
step 'scale'
cargo bench --quiet -p experiments --profile dev --bench scale
step 'the wait'
benches/wait.sh
