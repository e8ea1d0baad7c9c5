#!/bin/sh
# What `run` has cargo call instead of rustc. It adds coverage counters for libFuzzer to the crates that are
# fuzzed, and leaves all others as they are, so that Burn is not built again.
rustc=$1
shift
crate=
previous=
for argument in "$@"; do
  [ "$previous" = --crate-name ] && crate=$argument
  previous=$argument
done
case $crate in
  fuzz | datasets | training | lab | csv_core | rawzip | png | fdeflate | zune_jpeg | \
    idx | npz | csv | gray_png | picture | model | record | space)
    exec "$rustc" "$@" -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
      -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
      -Cllvm-args=-sanitizer-coverage-trace-compares -Clink-dead-code
    ;;
esac
exec "$rustc" "$@"
