#!/bin/sh
# bench.sh: how long checking a ballot takes, then casting and public pages over HTTP.
set -eu
cd "$(dirname -- "$0")/.."
sh scripts/setup.sh bench
sh scripts/build.sh
cargo bench --locked -p verifiable-ballots
PG_DURABLE=1 sh scripts/with-postgres.sh sh scripts/bench-http.sh
