#!/usr/bin/env bash
# Measures how long a new user waits: from a fresh clone to the first figure; after a change to one
# experiment, until its figure is drawn again; and from the start of a binary through its first training
# step to its figure. The script downloads the crates first (cargo fetch) and takes a few minutes.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cargo fetch --quiet --locked
git clone --quiet . "$folder/clone"
cd "$folder/clone"
export CARGO_TARGET_DIR="$folder/target"
first() { # the first figure: the paths of the optimizers down a valley
    cargo run --quiet --offline -p experiments --bin optimizer_paths -- --quiet --out "$folder/$1" >/dev/null
}
seconds() {
    local start=$EPOCHREALTIME
    "$@"
    awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { printf "%8.2f s   ", b - a }'
}

seconds first a
echo "from a fresh clone to the first figure, on $(nproc) cores"
sed -i '1i // A change.' experiments/src/optimizer_paths/*.rs
seconds first b
echo "after a change to that experiment"
cargo build --quiet --offline -p experiments --bin optimizer_comparison
one_step() { # one training step on MNIST
    "$CARGO_TARGET_DIR/debug/optimizer_comparison" --iterations 1 --optimizers SGD --seeds 1 --quiet \
        --out "$folder/$1" >/dev/null
}
for i in 1 2 3; do
    seconds one_step "step$i"
    echo "from the start of a binary through one training step to its record and figure"
done
