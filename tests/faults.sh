#!/usr/bin/env bash
# Kills `lecture` at random moments and starts it again, ends it by signals, closes its streams, fills a real
# disk, and makes a real folder read-only. Each time, the records and the report must be the same as those of an
# undisturbed run.
#
#   tests/faults.sh [KILLS] [SEED]      default: 50 kills, seed 1
#
# It needs cargo. The full disk and the read-only folder also need permission to mount (root, or user
# namespaces); without it, these two tests are skipped with a message. The script takes some minutes. Set
# LECTURE to the path of the binary if it is already built.
set -euo pipefail
cd "$(dirname "$0")/.."
# The texts are compared in English, whatever the locale.
export LC_ALL=C

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

# Experiments that finish in seconds: two without randomness and one with many trials over seeds.
flags=(--only G1,O2,I7 --seeds 2 --quiet --out)
run() { "$LECTURE" "${flags[@]}" "$1"; }

# Measured values must be the same to the last bit, but times always differ. In both languages.
without_times() {
  sed -E 's/<td>(at least )?[0-9]+\.[0-9]( 이상)?<\/td>/<td>time<\/td>/g' "$1/index.html" "$1/index.ko.html"
}

fail() { echo "FAILED: $*" >&2; exit 1; }

same() {
  local what=$1 out=$2
  diff -q <(without_times whole) <(without_times "$out") >/dev/null || fail "$what: the report differs"
  grep -q '<td>at least ' "$out/index.html" && fail "$what: the time of a trial is missing"
  (cd whole && find . -type f ! -name 'index*.html' ! -name times.txt | sort) >files
  while read -r file; do
    cmp -s "whole/$file" "$out/$file" || fail "$what: $file differs"
  done <files
  find "$out" -name '*.rejected*' | grep . && fail "$what: an intact file was rejected as damaged"
  return 0
}

echo "== an undisturbed run"
start=$(date +%s%N)
run whole
whole=$((($(date +%s%N) - start) / 1000000))
echo "   $whole ms, $(find whole -name '*.json' | wc -l) records and trials"

echo "== $kills kills at random moments; the run is started again each time"
survived=0 early=0 ended=0 left=0
while ((survived < kills)); do
  out=$work/killed
  # Kill one to three runs in the same folder.
  for ((times = 1 + RANDOM % 3; times > 0 && survived < kills; times--)); do
    "$LECTURE" "${flags[@]}" "$out" 2>/dev/null &
    pid=$!
    # The moment is between the start and slightly after the end of a run. RANDOM has 15 bits.
    sleep "$(awk -v r=$RANDOM -v ms=$whole 'BEGIN { print r / 32768 * ms * 1.1 / 1000 }')"
    kill -9 $pid 2>/dev/null || true
    code=0
    wait $pid 2>/dev/null || code=$?
    # 137 = 128 + 9: the run was still alive when it was killed.
    if ((code == 137)); then
      survived=$((survived + 1))
      [[ -d $out ]] || early=$((early + 1))
    else
      ended=$((ended + 1))
    fi
  done
  left=$((left + $(find "$out" -name '*.lecture-tmp' 2>/dev/null | wc -l)))
  run "$out" || fail "the run after a kill"
  same "after a kill" "$out"
  rm -rf "$out"
done
echo "   the same records and the same report after each of $survived kills"
echo "   ($early of them before anything was written; $ended more came after the run had ended; $left partly written copies remained)"

echo "== signals: each ends the run with 128 + its number and leaves no partly written file"
for signal in HUP:129 INT:130 TERM:143; do
  out=$work/signalled
  # As in a terminal: a script's background job begins with SIGINT ignored.
  env --default-signal "$LECTURE" "${flags[@]}" "$out" 2>said & pid=$!
  sleep "$(awk -v r=$RANDOM -v ms=$whole 'BEGIN { print 0.2 + r / 32768 * ms / 2000 }')"
  code=0
  kill -${signal%:*} $pid 2>/dev/null || true
  wait $pid 2>/dev/null || code=$?
  [[ $code == 0 || $code == "${signal#*:}" ]] || fail "$signal: exit code $code, $(cat said)"
  ! find "$out" -name '*.lecture-tmp' 2>/dev/null | grep . || fail "$signal: a temporary file is left"
  run "$out" || fail "the run after $signal"
  same "after $signal" "$out"
  rm -rf "$out"
done

echo "== signals that were ignored at the start stay ignored"
ignoring() {
  (trap '' "$1"; exec "$LECTURE" --only O6 --quiet --out ignored) >/dev/null 2>&1 & pid=$!
  sleep 2
  kill -"$1" $pid; sleep 0.5
  kill -0 $pid 2>/dev/null || fail "$1 ended a run that ignores it"
  kill -KILL $pid; wait $pid 2>/dev/null || true
}
for ignored in HUP INT TERM; do ignoring $ignored; done
"$LECTURE" --only O6 --quiet --out ignored >/dev/null 2>&1 & pid=$!
sleep 2; kill -INT $pid; sleep 0.5
kill -0 $pid 2>/dev/null || fail "SIGINT ended a script's background job"
kill -KILL $pid; wait $pid 2>/dev/null || true
nohup "$LECTURE" --only O6 --quiet --out ignored >/dev/null 2>&1 & pid=$!
sleep 2; kill -HUP $pid; sleep 0.5
kill -0 $pid 2>/dev/null || fail "SIGHUP ended a run under nohup"
kill -KILL $pid; wait $pid 2>/dev/null || true
rm -rf ignored

if unshare --pid --fork --kill-child true 2>/dev/null; then
  echo "== the first process of a container ends by SIGTERM"
  # More trials than it finishes before the signal.
  unshare --pid --fork --kill-child env --default-signal "$LECTURE" --only O6 --quiet --out first 2>said & pid=$!
  sleep 2
  code=0
  pkill -TERM -P $pid || fail "the first process has ended before the signal"
  wait $pid || code=$?
  [[ $code == 143 ]] || fail "the first process: exit code $code, $(cat said)"
  rm -rf first
  # Also at random moments of a whole run, while figures are drawn and files are written.
  for _ in 1 2 3 4 5; do
    unshare --pid --fork --kill-child env --default-signal "$LECTURE" "${flags[@]}" first 2>said & pid=$!
    sleep "$(awk -v r=$RANDOM -v ms=$whole 'BEGIN { print 0.2 + r / 32768 * ms / 1000 }')"
    code=0
    pkill -TERM -P $pid || true
    wait $pid || code=$?
    [[ $code == 0 || $code == 143 ]] || fail "the first process: exit code $code, $(cat said)"
    ! find first -name '*.lecture-tmp' | grep . || fail "the first process left a temporary file"
  done
  run first || fail "the run after the first process was ended"
  same "after the first process was ended" first
  rm -rf first
else
  echo "== skipped because process namespaces are not allowed here: the first process of a container"
fi

echo "== output that cannot be written"
loud=(--only G1,O2,I7 --seeds 2 --out)
cp -r whole output
for format in table json; do
  code=0
  "$LECTURE" "${loud[@]}" output --format $format >/dev/full 2>said || code=$?
  [[ $code == 1 ]] || fail "a full standard output, $format: exit code $code"
  [[ $(grep -c 'cannot write to standard output: No space left' said) == 1 ]] || fail "$(cat said)"
done
"$LECTURE" "${loud[@]}" output 2>/dev/null | true || fail "a closed pipe"
for streams in '2>&-' '>&-' '<&- >&- 2>&-' '2>/dev/full'; do
  bash -c "\"\$0\" \"\$@\" $streams" "$LECTURE" "${loud[@]}" output >/dev/null || fail "$streams"
done
[[ -z $(find . -name 'core*') ]] || fail "a core dump"
same "after output that could not be written" output

echo "== files of somebody else stay"
mkdir -p others
cp -r whole others/out
experiment=$(dirname "$(find others/out -name record.json | head -n 1)")
for file in "$experiment/notes.tmp" "$experiment/trials/notes.tmp" others/out/notes.tmp "$experiment/.x.tmp"; do
  echo mine >"$file"
  touch -d '3 days ago' "$file"
done
touch -d '3 days ago' "$experiment/.record.json.aB3xY9.lecture-tmp"
run others/out
[[ $(cat "$experiment"/notes.tmp "$experiment"/trials/notes.tmp others/out/notes.tmp "$experiment"/.x.tmp | wc -l) == 4 ]] ||
  fail "a file of somebody else is gone"
[[ ! -e $experiment/.record.json.aB3xY9.lecture-tmp ]] || fail "an old temporary file is still there"
same "beside files of somebody else" others/out

echo "== every kept trial again"
"$LECTURE" "${loud[@]}" whole --verify 100% || fail "a kept trial differs"

echo "== three runs in one folder at once"
pids=()
for _ in 1 2 3; do run together & pids+=($!); done
for pid in "${pids[@]}"; do wait "$pid" || fail "one of three simultaneous runs"; done
same "three simultaneous runs" together

mounted() {
  # Runs in a separate mount namespace, so that no mount is left behind, whatever happens.
  unshare --mount ${userns:-} bash -euc "$1"
}
userns=""
[[ $(id -u) == 0 ]] || userns="--map-root-user"
if mounted true 2>/dev/null; then
  mkdir -p disk kept
  all=$(du -sb whole | cut -f1)
  for share in 1 20 50 90; do
    size=$((all * share / 100))
    echo "== a disk of $size bytes, $share % of the size needed"
    mounted "
      mount -t tmpfs -o size=$size none disk
      code=0
      \"\$LECTURE\" ${flags[*]} disk/out 2>said || code=\$?
      [[ \$code == 1 ]] || { echo \"exit code \$code\"; exit 1; }
      rm -rf kept/out && cp -r disk/out kept/ 2>/dev/null || true
    " || fail "a full disk of $size"
    grep -q 'No space left on device' said || fail "the message does not name the full disk: $(cat said)"
    grep -q 'free some space' said || fail "the message does not say what to do: $(cat said)"
    ! grep -q panicked said || fail "a panic on a full disk"
    echo "   $(head -n 1 said | cut -c -120)"
    # Finished trials are intact and are reused.
    mkdir -p kept/out
    run kept/out
    same "after a full disk of $size" kept/out
  done
  echo "== a read-only folder"
  cp -r whole ro
  mounted "
    mount --bind ro ro
    mount -o remount,bind,ro ro
    code=0
    \"\$LECTURE\" ${flags[*]} ro 2>said || code=\$?
    [[ \$code == 1 ]] || { echo \"exit code \$code\"; exit 1; }
  " || fail "a read-only folder"
  grep -q 'another folder with --out' said || fail "the message does not suggest another folder: $(cat said)"
  ! grep -q panicked said || fail "a panic on a read-only folder"
  same "after a read-only folder" ro
else
  echo "== skipped because nothing can be mounted on this machine: the full disk and the read-only folder"
fi
echo "== passed"
