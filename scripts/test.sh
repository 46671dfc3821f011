#!/bin/sh
# test.sh [ARGUMENTS OF cargo test]: every test there is. Nothing is skipped: what cannot run fails and says why.
set -eu
cd "$(dirname -- "$0")/.."
sh scripts/setup.sh test
if [ $# = 0 ] && [ -d client ]; then
    sh scripts/client.sh
    (cd client && npm test && npm run --if-present test:pages)
fi
exec sh scripts/with-postgres.sh cargo test --workspace --locked "$@"
