#!/bin/sh
# fuzz.sh: good files and requests changed anyhow, MUTATIONS (20000) of each: ballots, archives, caps, certificates, rolls,
# workbooks, session files, forms and the header by which a proxy names the visitor. `make test` tries some hundred of each.
set -eu
cd "$(dirname -- "$0")/.."
sh scripts/setup.sh test
MUTATIONS=${MUTATIONS:-20000}
export MUTATIONS
cargo test --workspace --locked --test protocol foreign_bytes
exec sh scripts/with-postgres.sh cargo test --locked --test piaojue foreign_bytes
