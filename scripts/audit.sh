#!/bin/sh
# audit.sh: checks an election's archive with the OCaml program of Belenios, which shares no code with this project.
# ARCHIVE names it; by default the one that the browser test left behind last.
set -eu
cd "$(dirname -- "$0")/.."
sh scripts/setup.sh audit
archive=${ARCHIVE:-}
if [ -z "$archive" ]; then
    folder=${CARGO_TARGET_DIR:-target}/browser
    for found in "$folder"/*.bel "$folder"/*/*.bel "$folder"/*/*/*.bel; do
        [ -f "$found" ] || continue
        if [ -z "$archive" ] || [ -n "$(find "$found" -newer "$archive")" ]; then archive=$found; fi
    done
    if [ -z "$archive" ]; then
        echo "audit: no archive in $folder yet: make test leaves one, or name it: make audit ARCHIVE=FILE.bel" >&2
        exit 1
    fi
fi
bash scripts/audit/install-belenios.sh
echo "auditing $archive"
bash scripts/audit/audit.sh --final "$archive"
