#!/bin/sh
# client.sh: the packages that client/ names in its lock file, in client/node_modules.
set -eu
cd "$(dirname -- "$0")/../client"
installed=node_modules/.package-lock.json
if [ -f "$installed" ] && [ -z "$(find package-lock.json -newer "$installed")" ]; then
    exit 0
fi
npm ci --no-audit --no-fund </dev/null
touch "$installed"
