#!/bin/sh
# test.sh [ARGUMENTS OF cargo test]: every test there is. Nothing is skipped: what cannot run fails and says why.
set -eu
cd "$(dirname -- "$0")/.."
sh scripts/setup.sh test
# The browser tests take axe-core from there.
sh scripts/client.sh
# A snapshot that is not as it was fails, and nothing is written over it.
INSTA_UPDATE=${INSTA_UPDATE:-no}
export INSTA_UPDATE
# A story waits for its database, its browser and the clock about as long as it computes.
RUST_TEST_THREADS=${RUST_TEST_THREADS:-$(($(getconf _NPROCESSORS_ONLN) + 1))}
export RUST_TEST_THREADS
if [ $# != 0 ]; then
    exec sh scripts/with-postgres.sh cargo test --workspace --locked "$@"
fi
# The protocol first: whoever breaks it learns it before the long part begins.
cargo test --workspace --locked --test protocol
(cd client && npm test && npm run --if-present test:pages)
exec sh scripts/with-postgres.sh cargo test --workspace --locked --lib --bins --test piaojue
