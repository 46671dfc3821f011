#!/bin/sh
# check-bundle.sh: static/js holds what client/ builds, byte for byte.
set -eu
cd "$(dirname -- "$0")/.."
if [ ! -d client ]; then
    echo "there is no client/ to build from" >&2
    exit 1
fi
if ! command -v npm >/dev/null 2>&1; then
    echo "no Node.js here: whether static/js is up to date cannot be told" >&2
    exit 1
fi
sh scripts/client.sh
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' HUP INT TERM
(cd client && npm run --silent build "$folder/js" >"$folder/log" 2>&1) || { cat "$folder/log" >&2; exit 1; }
if ! diff -r static/js "$folder/js" >"$folder/diff"; then
    head -n 20 "$folder/diff" >&2
    echo "static/js is not what client/ builds: run make build and commit static/js" >&2
    exit 1
fi
