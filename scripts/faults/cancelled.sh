#!/usr/bin/env bash
# cancelled.sh: the loss that a synchronous standby does not prevent. While people vote the standby stands still, so that commits wait; then
# the waiting is cancelled, after which PostgreSQL calls them done; then the primary dies and the standby, which has none of them, takes
# over. Whoever got a receipt must be in the box, once, and who was told that an account is there must have it. Before that, nothing of
# ours may end the waiting by itself.
# PROGRAM names a built program; without it the debug build is used. Needs root, to start PostgreSQL as its own user.
set -euo pipefail
cd "$(dirname -- "${BASH_SOURCE[0]}")/../.."
sh scripts/setup.sh several
PORTS=${PORTS:-6300}
# shellcheck source=scripts/faults/cluster.sh
. scripts/faults/cluster.sh

begins() { # NODE
    postgres "$1" pg_ctl start -D "$work/$1" -w -s -l "$work/sockets/$1.log" -o "-p ${port[$1]} -c listen_addresses=127.0.0.1 -c unix_socket_directories=$work/sockets"
}
postgres a initdb -D "$work/a" -U postgres -A trust -E UTF8 --locale=C >"$work/initdb.log"
begins a
sql a 'CREATE ROLE piaojue LOGIN' && sql a 'GRANT pg_read_all_stats TO piaojue' && sql a 'CREATE DATABASE piaojue OWNER piaojue'
postgres b pg_basebackup -h 127.0.0.1 -p "${port[a]}" -U postgres -D "$work/b" -c fast -X stream -R -d 'application_name=standby'
begins b
sql a "ALTER SYSTEM SET synchronous_standby_names = 'standby'" && sql a 'SELECT pg_reload_conf()' >/dev/null
within 30 'the standby does not follow' in_sync a
url="postgres://piaojue@127.0.0.1:${port[a]},127.0.0.1:${port[b]}/piaojue?target_session_attrs=read-write&connect_timeout=2"

begins_instances
echo 'cancelled: three instances, a primary and a standby that each commit waits for'
begins_sitting "${CAST:-120}"

mapfile -t standby < <(head -n 1 "$work/b/postmaster.pid"; pgrep -P "$(head -n 1 "$work/b/postmaster.pid")")
kill -STOP "${standby[@]}"
sleep 1
before=$(held_at a)
# Another act than a ballot: an account whose password is printed when it is there.
adds() { with_database "$program" account add --role auditor --login WAITING --name 等待 >"$work/account.log" 2>&1; }
accounts() { sql "$1" "SELECT count(*) FROM accounts WHERE login = 'WAITING'" piaojue; } # NODE
adds &
account=$!
# Longer than statement_timeout, which must not be what ends it.
sleep "${WAIT:-35}"
waiting=$(sql a "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
[[ $(held_at a) == "$before" ]] || fail "$(($(held_at a) - before)) commits were done though no standby had them"
[[ $waiting -gt 0 ]] || fail 'no commit waits'
# Again and again, since whoever waited behind the row comes next.
for _ in 1 2 3 4 5; do
    sql a "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'" >/dev/null
    sleep 1
done
alone=$(($(held_at a) - before))
[[ $alone -gt 0 ]] || fail 'nothing was cancelled'
[[ $(accounts a) == 1 ]] || fail "the account was not made: $(cat "$work/account.log")"
if wait "$account"; then fail "an account was called made that lies on one machine: $(cat "$work/account.log")"; fi
grep -q 'on one machine only' "$work/account.log" || fail "whoever made the account learns something else: $(cat "$work/account.log")"
# Time for booths to send again what lies on the primary now.
sleep 4
goes_on
kill -9 "$(head -n 1 "$work/a/postmaster.pid")"
# With what its kernel holds for it, the standby would have them after all.
kill -9 "${standby[@]}"
rm -f "$work/b/postmaster.pid" "$work/sockets/.s.PGSQL.${port[b]}"*
begins b
[[ $(held_at b) == "$before" ]] || fail "the standby has other ballots, the primary had $before before it stood still"
postgres b pg_ctl promote -D "$work/b" -w -s
sql b "ALTER SYSTEM SET synchronous_standby_names = ''" && sql b 'SELECT pg_reload_conf()' >/dev/null
echo "cancelled: $waiting commits waited for ${WAIT:-35} s; $alone ballots were on the primary alone when it died, none of them at the other"

[[ $(accounts b) == 0 ]] || fail 'the standby has the account, which it was not asked for'
adds || fail "the account cannot be made again: $(cat "$work/account.log")"
ends_sitting
for number in "${instances[@]}"; do kill "${instance[$number]}"; done
echo 'cancelled: well'
