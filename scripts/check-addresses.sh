#!/bin/sh
# check-addresses.sh: nothing committed names a folder of one developer's machine or a download host of one network.
set -eu
cd "$(dirname -- "$0")/.."
status=0
if git grep -nIE '(^|[^[:alnum:]_.-])/(work|root|home)/[a-z]' -- . ':!scripts/check-addresses.sh' ':!*/vectors/*' >&2; then
    echo "these lines name a folder of one machine" >&2
    status=1
fi
if git grep -nI '"resolved"' -- '*package-lock.json' >&2; then
    echo "a lock file of npm names the host its packages came from: see client/.npmrc" >&2
    status=1
fi
if [ "$(sed -n 's/^source = //p' Cargo.lock | sort -u | wc -l)" != 1 ]; then
    echo "Cargo.lock names more than one source of packages" >&2
    status=1
fi
exit "$status"
