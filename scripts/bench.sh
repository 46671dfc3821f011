#!/bin/sh
# bench.sh: what the protocol costs, then casting and public pages over HTTP.
set -eu
cd "$(dirname -- "$0")/.."
sh scripts/setup.sh bench
sh scripts/bench-protocol.sh
sh scripts/build.sh
PG_DURABLE=1 sh scripts/with-postgres.sh sh scripts/bench-http.sh
