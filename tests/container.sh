#!/usr/bin/env bash
# Builds the image that the Dockerfile describes and runs it as a user would: as another user than root, with a
# read-only root, without a home folder and without a network. `docker stop` must end every command within ten seconds
# with exit code 143, and a stopped run must continue.
#
#   tests/container.sh [IMAGE]      with IMAGE, this image is tested and nothing is built
#
# It needs Docker or Podman, and the two images that the Dockerfile begins with; without an engine, it is skipped.
# Building takes as long as building Burn does. ENGINE names the engine and its options, and BUILD the options for
# building, for example ENGINE='podman --runtime runc' BUILD=--network=host.
set -euo pipefail
cd "$(dirname "$0")/.."

if [[ -z ${ENGINE:-} ]]; then
  for engine in docker podman; do
    if $engine info >/dev/null 2>&1; then ENGINE=$engine; break; fi
  done
fi
[[ -n ${ENGINE:-} ]] || { echo '== skipped because neither Docker nor Podman runs on this machine'; exit 0; }

image=${1:-deep-learning-basics}
if [[ $# == 0 ]]; then
  echo '== build'
  $ENGINE build ${BUILD:-} -t "$image" .
fi

fail() { echo "FAILED: $*" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/results"
# A user without a name or a home folder in the image, as `--user "$(id -u):$(id -g)"` gives.
chown 12345:12345 "$work/results" 2>/dev/null || true
user=$(stat -c %u:%g "$work/results")
options=(--network none --read-only --user "$user" -v "$work/results:/results")
run() { $ENGINE run --rm "${options[@]}" "$image" "$@"; }

echo '== a run as another user, with a read-only root and without a network'
run >"$work/list"
grep -q optimizer_comparison "$work/list" || fail 'no list of the experiments'
run lecture --only G1 --quiet
for file in index.html index.ko.html gradient_descent/record.json; do
  [[ $(stat -c %u:%g "$work/results/$file") == "$user" ]] || fail "$file is missing or belongs to another user"
done

echo '== without a mounted folder, results stay in the container'
for user_option in '--user 0:0' '--user 12345:12345'; do
  $ENGINE run --rm --network none $user_option "$image" lecture --only G1 --quiet
done

# Starts a command, stops it when the condition holds (or after so many seconds), and prints the exit code.
stop_when() {
  local condition=$1
  shift
  local id
  id=$($ENGINE run -d "${options[@]}" "$image" "$@")
  case $condition in
    /*) for ((i = 0; i < 600; i++)); do [[ -e $condition ]] && break; sleep 0.1; done; sleep 0.5 ;;
    *) sleep "$condition" ;;
  esac
  # The default of `docker stop`: SIGTERM, and SIGKILL ten seconds later.
  $ENGINE stop --time 10 "$id" >/dev/null
  $ENGINE inspect --format '{{.State.ExitCode}}' "$id"
  $ENGINE logs "$id" >"$work/said" 2>&1
  $ENGINE rm "$id" >/dev/null
}
ends() {
  local what=$1 code
  shift
  code=$(stop_when "$@")
  [[ $code == 143 ]] || fail "$what: exit code $code, $(cat "$work/said")"
  grep -q interrupted "$work/said" || fail "$what: no message: $(cat "$work/said")"
  echo "   $what: 143"
}

echo '== docker stop'
trials=$work/results/optimizer_comparison/trials
ends 'during a trial' "$trials" optimizer_comparison --iterations 100000 --seeds 10
[[ -z $(ls "$trials") ]] || fail "a trial that was not finished left a file: $(ls "$trials")"
ends 'while a network is trained' 2 train --iterations 1000000 --save results/never.safetensors
[[ ! -e $work/results/never.safetensors ]] || fail 'a network that was not finished was saved'

run train --iterations 50 --save results/x.safetensors --quiet
echo '== docker stop at other moments, also while figures are drawn and files are written'
for command in 'predict --model results/x.safetensors --wrong' 'lecture --only G1,O2,I7 --seeds 2 --out again'; do
  codes=()
  start=$(date +%s%N)
  $ENGINE run --rm "${options[@]}" --tmpfs /again:mode=1777 "$image" $command --quiet >/dev/null
  whole=$((($(date +%s%N) - start) / 1000000))
  for tenth in 1 2 4 6 8 9 10; do
    code=$(stop_when "$(awk -v ms=$whole -v tenth=$tenth 'BEGIN { print ms * tenth / 10000 }')" ${command/again/results})
    [[ $code == 0 || $code == 143 ]] || fail "$command, $tenth tenths: exit code $code, $(cat "$work/said")"
    codes+=("$code")
  done
  [[ ${codes[*]} == *143* ]] || fail "$command always ended before it was stopped: ${codes[*]}"
  left=$(find "$work/results" -name '*.lecture-tmp')
  [[ -z $left ]] || fail "a partly written file is left: $left"
  echo "   $command: ${codes[*]}"
done
run lecture --only G1,O2,I7 --seeds 2 --quiet
run lecture --only G1,O2,I7 --seeds 2 --verify 100% --quiet || fail 'a stopped run left a wrong trial'
echo '== passed'
