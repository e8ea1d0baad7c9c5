#!/usr/bin/env bash
# Kills `lecture` at random moments and lets it go on; fills a real disk; makes a real folder read-only.
# Each time the records and the report must be those of a run that nothing happened to.
#
#   tests/faults.sh [KILLS] [SEED]      default: 50 kills, seed 1
#
# Needs cargo, and for the full disk and the read-only folder the right to mount (root, or user
# namespaces); without it those two are said to be left out. Takes some minutes. LECTURE names the
# binary, if it is built already.
set -euo pipefail
cd "$(dirname "$0")/.."

kills=${1:-50}
RANDOM=${2:-1}
if [[ -z ${LECTURE:-} ]]; then
  cargo build -q -p experiments --bins
  LECTURE=target/debug/lecture
fi
LECTURE=$(realpath "$LECTURE")
export LECTURE
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# Experiments of every kind that end in seconds: exact ones, one with many trials over seeds.
flags=(--only G1,O2,I7 --seeds 2 --quiet --out)
run() { "$LECTURE" "${flags[@]}" "$1"; }

# What is measured must be the same to the last bit; how long it took never is.
without_times() { sed -E 's/<td>(at least )?[0-9]+\.[0-9]<\/td>/<td>time<\/td>/g' "$1/index.html"; }

fail() { echo "FAILED: $*" >&2; exit 1; }

same() {
  local what=$1 out=$2
  diff -q <(without_times whole) <(without_times "$out") >/dev/null || fail "$what: another report"
  grep -q '<td>at least ' "$out/index.html" && fail "$what: a time was lost"
  (cd whole && find . -type f ! -name index.html ! -name times.txt | sort) >files
  while read -r file; do
    cmp -s "whole/$file" "$out/$file" || fail "$what: $file differs"
  done <files
  find "$out" -name '*.rejected*' | grep . && fail "$what: a whole file was taken for a damaged one"
  return 0
}

echo "== a run that nothing happens to"
start=$(date +%s%N)
run whole
whole=$((($(date +%s%N) - start) / 1000000))
echo "   $whole ms, $(find whole -name '*.json' | wc -l) records and trials"

echo "== $kills kills at random moments, the run started again each time"
survived=0 early=0 ended=0 left=0
while ((survived < kills)); do
  out=$work/killed
  # One to three kills in one folder.
  for ((times = 1 + RANDOM % 3; times > 0 && survived < kills; times--)); do
    "$LECTURE" "${flags[@]}" "$out" 2>/dev/null &
    pid=$!
    # From the start to somewhat after the end; RANDOM has 15 bits.
    sleep "$(awk -v r=$RANDOM -v ms=$whole 'BEGIN { print r / 32768 * ms * 1.1 / 1000 }')"
    kill -9 $pid 2>/dev/null || true
    code=0
    wait $pid 2>/dev/null || code=$?
    # 128 + 9: it was alive until then.
    if ((code == 137)); then
      survived=$((survived + 1))
      [[ -d $out ]] || early=$((early + 1))
    else
      ended=$((ended + 1))
    fi
  done
  left=$((left + $(find "$out" -name '*.tmp' 2>/dev/null | wc -l)))
  run "$out" || fail "the run after a kill"
  same "after a kill" "$out"
  rm -rf "$out"
done
echo "   $survived kills survived: the same records and the same report each time"
echo "   ($early before anything was written, $ended more came too late; $left half-written copies left)"

echo "== three runs in one folder at once"
pids=()
for _ in 1 2 3; do run together & pids+=($!); done
for pid in "${pids[@]}"; do wait "$pid" || fail "one of three at once"; done
same "three at once" together

mounted() {
  # In a mount namespace of its own: nothing is left behind, whatever happens.
  unshare --mount ${userns:-} bash -euc "$1"
}
userns=""
[[ $(id -u) == 0 ]] || userns="--map-root-user"
if mounted true 2>/dev/null; then
  mkdir -p disk kept
  all=$(du -sb whole | cut -f1)
  for share in 1 20 50 90; do
    size=$((all * share / 100))
    echo "== a disk of $size bytes, $share % of what is needed"
    mounted "
      mount -t tmpfs -o size=$size none disk
      code=0
      \"\$LECTURE\" ${flags[*]} disk/out 2>said || code=\$?
      [[ \$code == 1 ]] || { echo \"exit code \$code\"; exit 1; }
      rm -rf kept/out && cp -r disk/out kept/ 2>/dev/null || true
    " || fail "a full disk of $size"
    grep -q 'No space left on device' said || fail "a full disk goes unnamed: $(cat said)"
    grep -q 'free some space' said || fail "what to do goes unnamed: $(cat said)"
    ! grep -q panicked said || fail "a panic on a full disk"
    echo "   $(head -n 1 said | cut -c -120)"
    # What was finished is whole, and is taken.
    mkdir -p kept/out
    run kept/out
    same "after a full disk of $size" kept/out
  done
  echo "== a folder that may only be read"
  cp -r whole ro
  mounted "
    mount --bind ro ro
    mount -o remount,bind,ro ro
    code=0
    \"\$LECTURE\" ${flags[*]} ro 2>said || code=\$?
    [[ \$code == 1 ]] || { echo \"exit code \$code\"; exit 1; }
  " || fail "a read-only folder"
  grep -q 'another folder with --out' said || fail "a read-only folder goes unnamed: $(cat said)"
  ! grep -q panicked said || fail "a panic on a read-only folder"
  same "after a read-only folder" ro
else
  echo "== left out, because nothing can be mounted here: the full disk, the read-only folder"
fi
echo "== passed"
