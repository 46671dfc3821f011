#!/bin/sh
# build.sh [demo|release]: the browser's scripts and the program, under CARGO_TARGET_DIR or target.
# release is what goes into service, at release/piaojue. demo is at debug/piaojue: built in a fraction of the time, as the
# tests build it, so that these two share their work; it reads templates and static files from these folders.
set -eu
cd "$(dirname -- "$0")/.."
sh scripts/setup.sh build

# The built scripts are committed, so a machine without Node.js builds the same program.
bundled=client/node_modules/.bundled
if [ ! -d client ]; then
    :
elif ! command -v npm >/dev/null 2>&1; then
    echo "no Node.js here: the browser's scripts are taken as committed in static/js"
elif [ -f "$bundled" ] && [ -z "$(find client static/js -path client/node_modules -prune -o -newer "$bundled" -print)" ]; then
    :
elif sh scripts/client.sh; then
    (cd client && npm run --silent build)
    touch "$bundled"
else
    echo "the packages of client/ cannot be had: the browser's scripts are taken as committed in static/js" >&2
fi

case ${1:-release} in
    demo)
        cargo build --locked --bin piaojue
        ;;
    release)
        cargo build --release --locked
        echo "built ${CARGO_TARGET_DIR:-target}/release/piaojue"
        ;;
    *)
        echo "usage: build.sh [demo|release]" >&2
        exit 2
        ;;
esac
