#!/bin/sh
# bench.sh: what the protocol costs, what pages of tracked projects and of proposals cost, letters an hour, then casting and public
# pages over HTTP.
set -eu
cd "$(dirname -- "$0")/.."
sh scripts/setup.sh bench
sh scripts/bench-protocol.sh
sh scripts/build.sh
sh scripts/with-postgres.sh cargo bench --locked --bench tracking --bench places --bench proposals
sh scripts/bench-letters.sh
PG_DURABLE=1 sh scripts/with-postgres.sh sh scripts/bench-http.sh
