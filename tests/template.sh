#!/usr/bin/env bash
# Copies docs/template out of the repository with the commands of its README, runs it, and compares what its optimizer
# does with the equations. Then lints it, builds it with two of the guides' examples in place of its program, and
# resolves the same dependencies from git.
#
#   tests/template.sh
#
# It builds in target/, where `cargo test` has built Burn. Only the crates of this repository are built again, because
# there they belong to another workspace.
set -euo pipefail
cd "$(dirname "$0")/.."

repository=$PWD
outside=$(mktemp -d)
trap 'rm -rf "$outside"' EXIT
export CARGO_TARGET_DIR=$repository/target LC_ALL=C
fail() { echo "$*" >&2; exit 1; }

echo '== format'
cargo fmt --manifest-path docs/template/Cargo.toml --check

echo '== the commands of its README, and what Signum does'
commands=$(sed -n '/^```sh$/,/^```$/p' docs/template/README.md | sed "/^\`\`\`/d; s|\.\./mine|$outside/mine|g")
[[ $commands == *"cp -r docs/template $outside/mine"*'cargo run'* ]] || fail 'the README has other commands'
eval "$commands"
[[ $PWD == "$outside/mine" && ! $(<Cargo.toml) == *'"../..'* ]] || fail 'the copy still refers to ../..'
awk -F, '
  $2 == "Signum" && $5 ~ /^path\[[01]\]$/ { path[substr($5, 6, 1), $4] = $6 }
  END {
    w[0] = -7; w[1] = 2
    for (step = 0; step <= 12; step++) {
      for (i = 0; i < 2; i++) {
        apart = path[i, step] - w[i]
        if (!((i, step) in path) || apart > 1e-5 || apart < -1e-5) {
          print "step " step ": w[" i "] is " path[i, step] ", not " w[i]; exit 1
        }
      }
      g[0] = w[0] / 10; g[1] = 2 * w[1]
      for (i = 0; i < 2; i++) { m[i] = 0.9 * m[i] + 0.1 * g[i]; w[i] -= m[i] > 0 ? 0.3 : -0.3 }
    }
  }' results/optimizer_paths/record.csv

echo '== every crate in the version that the repository has'
names() { grep -A1 '^name = ' "$1" | paste -d' ' - - - | grep -v '"mine"' | sort; }
others=$(comm -23 <(names Cargo.lock) <(names "$repository/Cargo.lock"))
[[ -z $others ]] || fail "the copy has other versions: $others"

echo '== clippy'
cargo clippy --quiet --locked -- -D warnings

for example in own_optimizer own_network; do
  echo "== $example.rs as its program"
  cp "$repository/experiments/examples/$example.rs" src/main.rs
  cargo build --quiet --locked
done

echo '== the same dependencies from git'
git clone --quiet --bare "$repository" "$outside/repository.git"
sed -i.path "s|{ path = \"$repository/.*\" }|{ git = \"file://$outside/repository.git\" }|" Cargo.toml
# A home of its own, so that cargo does not keep the clone, with what is downloaded already.
mkdir "$outside/home"
ln -s "${CARGO_HOME:-$HOME/.cargo}/registry" "$outside/home/registry"
found=$(CARGO_HOME=$outside/home cargo tree --depth 1 --prefix none)
for name in datasets experiments extensions figures lab models training; do
  grep -q "^$name .*repository.git" <<<"$found" || fail "cargo does not find $name in the clone: $found"
done
