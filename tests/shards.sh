#!/usr/bin/env bash
# Runs four shards of one search in parallel with GNU parallel. One of them is killed half-way and started
# again. The record and the table must be the same as those of a single run. The script needs cargo and GNU
# parallel; the acceptance test `four_shards_side_by_side_one_of_them_killed` does the same without GNU
# parallel.
#
#   tests/shards.sh [FLAGS OF hyperparameter_search]
set -euo pipefail
cd "$(dirname "$0")/.."

cargo build --quiet -p experiments --bin hyperparameter_search
search=$PWD/target/debug/hyperparameter_search
if [ $# -eq 0 ]; then
    set -- --trials 40 --epochs 10 --seeds 2
fi
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
cd "$folder"

"$search" "$@" --out whole --quiet
trials() { find "$1"/hyperparameter_search/trials -name '*.json' 2>/dev/null | wc -l; }

# Run the first shard alone and kill it when it has saved some trials.
"$search" "$@" --out parts --quiet --shard 1/4 &
victim=$!
while [ "$(trials parts)" -lt 3 ] && kill -0 "$victim" 2>/dev/null; do sleep 0.02; done
kill -KILL "$victim"
wait "$victim" 2>/dev/null || true
killed_at=$(trials parts)

# Run all four. Exit code 3 means: run again when the other shards have finished more trials.
shard() {
    local code=3
    while [ "$code" -eq 3 ]; do
        code=0
        "$1" "${@:3}" --out parts --quiet --jobs 1 --shard "$2" || code=$?
        [ "$code" -ne 3 ] || sleep 0.2
    done
    return "$code"
}
export -f shard
parallel --jobs 4 --quote shard "$search" {}/4 "$@" ::: 1 2 3 4

# The last shard to finish has written the record.
cmp whole/hyperparameter_search/record.json parts/hyperparameter_search/record.json
found() { "$search" "$@" | sed -n '1,/^$/d; /trials in/q; p'; }
diff <(found "$@" --out whole) <(found "$@" --out parts)
echo "four shards, one killed with $killed_at trials kept: the same record and table as one run of $(trials whole) trials"
