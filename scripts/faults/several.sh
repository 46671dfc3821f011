#!/usr/bin/env bash
# several.sh: a sitting on several machines' worth of processes (three instances behind nginx, a primary with a synchronous
# standby under pg_auto_failover's monitor), while one after the other is broken: the primary killed with its keeper KILLS times, an
# instance killed, the standby frozen. Whoever got a receipt must be in the box, once.
# PROGRAM names a built program; without it the debug build is used. Needs root, to start PostgreSQL as its own user.
set -euo pipefail
cd "$(dirname -- "${BASH_SOURCE[0]}")/../.."
sh scripts/setup.sh several
# shellcheck source=scripts/faults/cluster.sh
. scripts/faults/cluster.sh

kills=${KILLS:-20}
# Keeper, what it started, and the database: a machine that is gone. What is left of a keeper would start the database again.
dies() { # NODE
    local keeper
    keeper=$(pgrep -o -f "pg_autoctl run --pgdata $work/$1\$")
    pkill -9 -s "$(ps -o sid= -p "$keeper" | tr -d ' ')"
    kill -9 "$(head -n 1 "$work/$1/postmaster.pid")" 2>/dev/null || true
    # Each is in a session of its own, so their children are told by the folder they stand in.
    for process in $(pgrep -u postgres); do
        if [[ $(readlink "/proc/$process/cwd") == "$work/$1" ]]; then kill -9 "$process" 2>/dev/null || true; fi
    done
}

begins_databases
begins_instances
echo "several: three instances, $(sql "$(primary)" 'SHOW synchronous_standby_names'), $kills kills of the primary"
begins_sitting $((kills * 20 + 60))

# What is broken between two kills, so that each comes upon a system that was hurt before.
gaps=()
for kill in $(seq "$kills"); do
    goes_on
    within 60 'the killed one does not come back as a standby' settled
    node=$(primary) before=$(held)
    begun=$(now)
    dies "$node"
    within 60 "nobody serves after kill $kill" answers front
    until [[ $(primary || true) != "$node" && $(held) -gt $before ]]; do
        [[ $(echo "$(since "$begun") < 60" | bc) == 1 ]] || fail "no ballot after kill $kill"
        sleep 0.1
    done
    gaps+=("$(since "$begun")")
    echo "several: kill $kill, next ballot after ${gaps[-1]} s"
    [[ $(held) -ge $before ]] || fail "ballots are gone after kill $kill"
    rm -f "$work/$node/postmaster.pid"
    keep "$node"
    if ((kill % 4 == 1)); then
        number=$((kill % 3 + 1))
        kill -9 "${instance[$number]}"
        grows "instance $number was killed"
        serve "$number"
    fi
done

within 60 'the killed one does not come back as a standby' settled
node=$(primary) standby=$(other "$(primary)")
echo "several: the standby is frozen; its connections stand"
mapfile -t frozen < <(pgrep -f "$work/$standby( |$)"; pgrep -P "$(head -n 1 "$work/$standby/postmaster.pid")")
kill -STOP "${frozen[@]}" 2>/dev/null || true
begun=$(now)
grows 'the standby froze'
echo "several: commits go on after $(since "$begun") s, with $(standbys_in_sync "$node") standbys in sync"
kill -CONT "${frozen[@]}" 2>/dev/null || true
within 60 'the frozen one does not follow again' settled

ends_sitting
printf '%s\n' "${gaps[@]}" | sort -n | awk '{ gap[NR] = $1 } END { if (NR) printf "several: %d kills of the primary: seconds from kill to the next ballot p50 %.1f, longest %.1f\n", NR, gap[int((NR + 1) / 2)], gap[NR] }'
for number in "${instances[@]}"; do kill "${instance[$number]}"; done
echo 'several: well'
