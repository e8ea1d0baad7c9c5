#!/usr/bin/env bash
# Runs the tests of `crates/fast` under valgrind. The only unsafe code of this project is there: matrix products
# into memory that nothing has written before (crates/fast/src/layer/product/dense.rs). Valgrind reports a read of
# memory that was never written, and a read or write beyond what was allocated, in the crate `gemm` too.
#
#   tests/memory.sh [FILTER]
#
# It needs valgrind (Debian: apt-get install valgrind), and takes about three minutes. Valgrind knows no AVX-512, and
# tells programs that the CPU has none, so `gemm` and `macerator` run as on a CPU with AVX2.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v valgrind >/dev/null || { echo 'valgrind is not installed' >&2; exit 1; }
# The whole workspace, as in `cargo test`: tests of one crate alone would build Burn with other features.
built=$(cargo test --workspace --no-run 2>&1) || { echo "$built" >&2; exit 1; }
mapfile -t tests < <(sed -nE 's/.*\((target\/debug\/deps\/fast-[0-9a-f]+)\)$/\1/p
  s/.* tests\/training\.rs \((target\/debug\/deps\/training-[0-9a-f]+)\)$/\1/p' <<<"$built")
((${#tests[@]} == 2)) || { echo "the tests of crates/fast are not there: ${tests[*]}" >&2; exit 1; }
# Valgrind 3.19 computes the instruction VCMPNEQ_OQPS wrongly: it calls NaN different from infinity. With it, AVX2 asks
# whether all numbers are finite.
not_here=what_is_not_finite_is_multiplied_with_zeros_too
for test in "${tests[@]}"; do
  valgrind --quiet --error-exitcode=9 "$test" --test-threads 1 --skip "$not_here" "$@"
done
