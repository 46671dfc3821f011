#!/bin/sh
# build.sh: the browser's scripts and the release program, at target/release/piaojue or under CARGO_TARGET_DIR.
set -eu
cd "$(dirname -- "$0")/.."
sh scripts/setup.sh build

# The built scripts are committed, so a machine without Node.js builds the same program.
if [ ! -d client ]; then
    :
elif ! command -v npm >/dev/null 2>&1; then
    echo "no Node.js here: the browser's scripts are taken as committed in static/js"
elif sh scripts/client.sh; then
    (cd client && npm run --silent build)
else
    echo "the packages of client/ cannot be had: the browser's scripts are taken as committed in static/js" >&2
fi

cargo build --release --locked
echo "built ${CARGO_TARGET_DIR:-target}/release/piaojue"
