#!/usr/bin/env bash
# Four shards of one search, run side by side by GNU parallel, one of them killed half-way and started
# again: the same record and the same table as one run. Needs cargo and GNU parallel; the acceptance test
# `four_shards_side_by_side_one_of_them_killed` does the same with processes of its own.
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

# The first shard alone, killed when it has kept some trials.
"$search" "$@" --out parts --quiet --shard 1/4 &
victim=$!
while [ "$(trials parts)" -lt 3 ] && kill -0 "$victim" 2>/dev/null; do sleep 0.02; done
kill -KILL "$victim"
wait "$victim" 2>/dev/null || true
killed_at=$(trials parts)

# All four. Exit code 3 says: run again when the others have done more.
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

# Whoever was last has put the record together.
cmp whole/hyperparameter_search/record.json parts/hyperparameter_search/record.json
found() { "$search" "$@" | sed -n '1,/^$/d; /trials in/q; p'; }
diff <(found "$@" --out whole) <(found "$@" --out parts)
echo "four shards, one killed with $killed_at trials kept: the same record and table as one run of $(trials whole) trials"
