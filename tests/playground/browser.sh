#!/usr/bin/env bash
# The playground in a real browser, headless Chromium: opened, changed, run, paused, rewound, compared, and drawn on,
# on a desktop and on a phone. Needs Node.js and npm, which fetches puppeteer-core and axe-core into a temporary folder,
# and Chromium, which is installed by apt-get where it is missing and that is allowed. Where one of them cannot be had, it
# says so and tests nothing. Usage: tests/playground/browser.sh [FOLDER FOR SCREENSHOTS]
set -euo pipefail
cd "$(dirname "$0")/../.."

skip() { echo "SKIPPED: the playground was not opened in a browser, because $1"; exit 0; }

browser() { type -P chromium || type -P chromium-browser || type -P google-chrome; }
command -v node > /dev/null && command -v npm > /dev/null || skip 'there is no Node.js with npm'
if ! browser > /dev/null && command -v apt-get > /dev/null && [[ $(id -u) == 0 ]]; then
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-nanum; } > /dev/null ||
        echo 'chromium could not be installed'
fi
browser > /dev/null || skip 'there is no Chromium'

folder=$(mktemp -d)
server=
trap '[[ -z $server ]] || kill "$server" 2> /dev/null; rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --prefix "$folder" puppeteer-core@25 axe-core@4 ||
    skip 'npm could not fetch puppeteer-core and axe-core'

cargo build --quiet --workspace --bins
: > "$folder/said"
LC_ALL=C target/debug/playground --no-open --listen 127.0.0.1:0 > "$folder/said" &
server=$!
until grep -q http "$folder/said"; do
    kill -0 "$server" || { echo 'the playground did not start' >&2; exit 1; }
    sleep 0.1
done
address=$(grep -o 'http://[^ ]*[0-9]' "$folder/said")
NODE_PATH="$folder/node_modules" CHROMIUM=$(browser) \
    timeout 600 node tests/playground/browser.js "$address" "${1:-$folder/screenshots}"
