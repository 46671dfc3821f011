#!/bin/sh
# check-copies.sh: the project's copies of shared files are those files. SHARED names their folder (default ../shared);
# where it does not exist there is nothing to compare with, and this says so.
set -eu
cd "$(dirname -- "$0")/.."
shared=${SHARED:-../shared}
if [ ! -d "$shared" ]; then
    echo "  no folder $shared here: the copies stand for themselves"
    exit 0
fi
list=$(mktemp)
trap 'rm -f "$list"' EXIT
status=0
compared=0
# compare COPY ORIGINAL: every file of COPY that ORIGINAL has too
compare() {
    [ -d "$1" ] || return 0
    find "$1" -type f >"$list"
    while IFS= read -r copy; do
        original=$2/${copy#"$1"/}
        [ -f "$original" ] || continue
        compared=$((compared + 1))
        if ! cmp -s "$copy" "$original"; then
            echo "$copy differs from $original" >&2
            status=1
        fi
    done <"$list"
}
compare fixtures "$shared/data"
compare fixtures/trials "$shared/trials/inputs"
compare crates/verifiable-ballots/tests/vectors "$shared/vectors"
compare client/test/vectors "$shared/vectors"
compare scripts/audit "$shared/tools/audit"
echo "  $compared files compared with $shared"
exit "$status"
