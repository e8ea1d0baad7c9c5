#!/usr/bin/env bash
# The backends flex, flex64, ndarray and wgpu against each other: matrix products, paths and losses. Needs a driver for
# Vulkan; Mesa's, which computes on the CPU, is installed by apt-get where there is none and that is allowed. With the
# feature wgpu, the tests fail if there is no driver. The build takes long: it compiles the framework with all of CubeCL.
set -euo pipefail
cd "$(dirname "$0")/.."

has_vulkan() { compgen -G '/usr/share/vulkan/icd.d/*.json' > /dev/null; }
if ! has_vulkan && command -v apt-get > /dev/null && [[ $(id -u) == 0 ]]; then
    apt-get update -qq && apt-get install -y -qq --no-install-recommends libvulkan1 mesa-vulkan-drivers ||
        echo 'mesa-vulkan-drivers could not be installed'
fi
has_vulkan || { echo 'SKIPPED: wgpu does not run, because there is no Vulkan driver'; exit 0; }
CARGO_TARGET_DIR=target/wgpu \
  cargo test -p experiments --features ndarray,wgpu --test acceptance -- --nocapture backends on_every_backend
