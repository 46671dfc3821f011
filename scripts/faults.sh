#!/bin/sh
# faults.sh: what holds when everything breaks, at full length: seeds of struck walks, crash points of each act, kills under
# a whole congress. SEEDS (10000) says how many walks on each database. What the figures were stands in docs/faults.md.
set -eu
cd "$(dirname -- "$0")/.."
sh scripts/setup.sh faults
PIAOJUE_SEEDS=${FROM:-0}..$((${FROM:-0} + ${SEEDS:-10000}))
export PIAOJUE_SEEDS
tests() {
    sh scripts/with-postgres.sh cargo test --locked --test piaojue -- --nocapture --test-threads=1 "$@"
}
tests --ignored crash_points killed --skip an_act_of_another_process
tests states::struck
for part in several partitions cancelled limits; do bash "scripts/faults/$part.sh"; done
