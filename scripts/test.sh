#!/bin/sh
# test.sh [ARGUMENTS OF cargo test]: every test there is. Nothing is skipped: what cannot run fails and says why.
set -eu
cd "$(dirname -- "$0")/.."
sh scripts/setup.sh test
# The browser tests take axe-core from there.
sh scripts/client.sh
if [ $# = 0 ]; then
    (cd client && npm test && npm run --if-present test:pages)
fi
exec sh scripts/with-postgres.sh cargo test --workspace --locked "$@"
