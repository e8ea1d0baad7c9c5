#!/usr/bin/env bash
# Installs `experiments` with `cargo install`, as the README says, and runs it in an empty folder without the source code.
#
#   tests/install.sh              with the profile of the tests, whose build in target it shares
#   tests/install.sh --release    as the README says it; this builds Burn once more, in a folder of its own
#
# It needs cargo only.
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C

fail() { echo "FAILED: $*" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
profile=--debug target=$PWD/target
if [[ ${1:-} == --release ]]; then profile='' target=$work/target; fi

echo '== cargo install'
CARGO_TARGET_DIR=$target cargo install --quiet $profile --path experiments --bin experiments --locked \
  --root "$work/installed"
[[ $(ls "$work/installed/bin") == experiments ]] || fail "more than one program: $(ls "$work/installed/bin")"
echo "   $(stat -c %s "$work/installed/bin/experiments") bytes"

echo '== in an empty folder, with no environment'
mkdir "$work/empty"
cd "$work/empty"
run() { env -i "$work/installed/bin/experiments" "$@"; }
# The list names every experiment, and the results are those of a folder with the source code.
run >list
grep -q optimizer_comparison list || fail "no list: $(cat list)"
run lecture --only G1 --quiet
for file in index.html index.ko.html verdicts.md gradient_descent/record.json; do
  [[ -s results/$file ]] || fail "results/$file is missing"
done
run train --iterations 20 --hidden 10 --save x.safetensors --quiet
run predict --model x.safetensors --wrong --quiet >said || fail "$(cat said)"
echo '== passed'
