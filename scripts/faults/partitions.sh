#!/usr/bin/env bash
# partitions.sh: the same sitting with every machine in a network namespace of its own, while the lines between them are cut: an
# instance from the balancer, an instance from both databases, the monitor from all, the standby from the primary, and the primary
# from all but one instance. Never may two databases take ballots; whoever got a receipt must be in the box, once.
# PROGRAM names a built program; without it the debug build is used. Needs root; where no namespace can be made it fails.
set -euo pipefail
cd "$(dirname -- "${BASH_SOURCE[0]}")/../.."
sh scripts/setup.sh partitions
apart=1
PORTS=${PORTS:-6200}
# shellcheck source=scripts/faults/cluster.sh
. scripts/faults/cluster.sh

# cut MACHINE OTHER…: nothing passes between it and the others, and nobody is told so.
cut() {
    local machine=$1
    shift
    for other in "$@"; do
        inside "$machine" iptables -A INPUT -s "${address[$other]}" -j DROP
        inside "$machine" iptables -A OUTPUT -d "${address[$other]}" -j DROP
    done
}
heal() { for machine in "${machines[@]}"; do inside "$machine" iptables -F; done; }
writes() { # NODE: whether it takes a write, or would keep whoever tries waiting
    postgres "$1" timeout 4 psql -h 127.0.0.1 -p "${port[$1]}" -U postgres -Atqc 'INSERT INTO probe DEFAULT VALUES' postgres >/dev/null 2>&1
}
two_write() { writes a && writes b; }

begins_databases
begins_instances
sql "$(primary)" 'CREATE TABLE probe (at timestamptz DEFAULT now())'
echo "partitions: three instances and two databases, each in a namespace"
begins_sitting "${CAST:-240}"

# broken WHAT: the first ballot after it, and the next ones while it lasts.
broken() {
    local begun
    begun=$(now)
    grows "$1"
    echo "partitions: $1: next ballots after $(since "$begun") s"
}
mended() {
    heal
    within 90 "the databases do not find each other again after $1" settled
    for number in "${instances[@]}"; do within 30 "instance $number does not serve again after $1" answers "$number"; done
    goes_on
}

cut 1 front
broken 'an instance is cut from the balancer'
sleep 5
mended 'an instance was cut from the balancer'

cut 2 a b
broken 'an instance is cut from both databases'
sleep 5
mended 'an instance was cut from both databases'

cut monitor a b
broken 'the monitor is cut from both databases'
sleep 5
mended 'the monitor was cut from both databases'

# Neither is gone for the monitor: nobody takes over, and no receipt is given that lies on one machine only.
node=$(primary) standby=$(other "$node")
cut "$node" "$standby"
sleep 6
[[ $(primary) == "$node" ]] || fail 'the standby took over while the primary was there'
alone=$(sql "$node" 'SHOW synchronous_standby_names')
waited=$(held_at "$node")
sleep 6
came=$(($(held_at "$node") - waited))
[[ -z $alone || $came == 0 ]] || fail "$came ballots that lie on one machine only"
echo "partitions: standby and primary are cut from one another: $came ballots in 6 s, commits wait for '$alone'"
mended 'standby and primary were cut from one another'
broken 'standby and primary have found each other'

# An instance stays with the old primary: whoever votes there must not be told a receipt that the others will not know.
node=$(primary) standby=$(other "$node")
cut "$node" monitor "$standby" 2 3 front
cut 1 monitor "$standby" 2 3 front
begun=$(now)
until [[ $(sql "$standby" 'SELECT pg_is_in_recovery()') == f ]]; do
    [[ $(echo "$(since "$begun") < 60" | bc) == 1 ]] || fail 'nobody takes over'
    if two_write; then fail 'two databases took a write'; fi
    sleep 0.2
done
echo "partitions: the primary is cut off with one instance: the standby takes over after $(since "$begun") s"
before=$(held_at "$standby")
until [[ $(held_at "$standby") -gt $before ]]; do
    [[ $(echo "$(since "$begun") < 90" | bc) == 1 ]] || fail 'no ballot comes in at the new primary'
    sleep 0.1
done
echo "partitions: next ballots after $(since "$begun") s"
for _ in 1 2 3; do
    if two_write; then fail 'two databases took a write'; fi
done
mended 'the primary was cut off'
[[ $(primary) == "$standby" ]] || fail 'the old primary is the primary again'
broken 'the old primary has come back as a standby'

ends_sitting
for number in "${instances[@]}"; do kill "${instance[$number]}"; done
echo 'partitions: well'
