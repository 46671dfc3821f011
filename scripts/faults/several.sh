#!/usr/bin/env bash
# several.sh: a sitting on several machines' worth of processes (three instances behind nginx, a primary with a synchronous
# standby under pg_auto_failover's monitor), while one after the other is broken: the primary killed with its keeper KILLS times, an
# instance killed, the standby frozen, a waiting commit cancelled. Whoever got a receipt must be in the box, once.
# PROGRAM names a built program; without it the debug build is used. Needs root, to start PostgreSQL as its own user.
set -euo pipefail
cd "$(dirname -- "${BASH_SOURCE[0]}")/../.."
sh scripts/setup.sh several

kills=${KILLS:-20}
ports=${PORTS:-6100}
program=$(realpath "${PROGRAM:-${CARGO_TARGET_DIR:-target}/debug/piaojue}")
work=$(mktemp -d /var/tmp/piaojue-several-XXXXXX)
bin=/usr/lib/postgresql/15/bin
monitor=$ports a=$((ports + 1)) b=$((ports + 2)) front=$((ports + 10))
url="postgres://piaojue@127.0.0.1:$a,127.0.0.1:$b/piaojue?target_session_attrs=read-write&connect_timeout=2"
declare -A instance

fail() {
    echo "several: $*" >&2
    exit 1
}
[[ $(id -u) == 0 ]] || fail 'only root starts PostgreSQL as its own user'
[[ -x $program ]] || fail "$program is no program"

postgres() { (cd / && PATH="$bin:$PATH" HOME="$work/home" runuser -u postgres -- "$@"); }
finish() {
    local status=$?
    trap - EXIT
    jobs -p | xargs -r kill 2>/dev/null || true
    pkill -9 -f "$work/" 2>/dev/null || true
    if [[ $status != 0 ]]; then
        cp -r "$work" /var/tmp/piaojue-several-failed 2>/dev/null || true
        tail -n 5 "$work"/*.log >&2 || true
    fi
    sleep 0.2
    rm -rf "$work" || true
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM

mkdir "$work/home" "$work/sockets"
chown -R postgres "$work"
chmod 755 "$work"

# Each in a session of its own, so that keeper and database die together, as a machine does.
keep() { # NAME
    (cd / && PATH="$bin:$PATH" HOME="$work/home" setsid runuser -u postgres -- pg_autoctl run --pgdata "$work/$1" >>"$work/$1.log" 2>&1) &
}
sql() { # PORT QUERY [DATABASE]
    PGCONNECT_TIMEOUT=2 postgres psql -h 127.0.0.1 -p "$1" -U postgres -Atqc "$2" "${3:-postgres}" 2>/dev/null
}
within() { # SECONDS WHAT COMMAND…
    local end=$((SECONDS + $1)) what=$2
    shift 2
    until "$@" >/dev/null 2>&1; do
        [[ $SECONDS -lt $end ]] || fail "$what"
        sleep 0.1
    done
}
in_sync() { [[ $(sql "$1" "SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')") == 1 ]]; }
primary() {
    for port in "$a" "$b"; do
        if [[ $(sql "$port" 'SELECT pg_is_in_recovery()') == f ]]; then echo "$port" && return; fi
    done
    return 1
}
name_of() { if [[ $1 == "$a" ]]; then echo a; else echo b; fi; }
# Keeper, what it started, and the database: a machine that is gone. What is left of a keeper would start the database again.
dies() { # NAME
    local keeper
    keeper=$(pgrep -o -f "pg_autoctl run --pgdata $work/$1\$")
    pkill -9 -s "$(ps -o sid= -p "$keeper" | tr -d ' ')"
    kill -9 "$(head -n 1 "$work/$1/postmaster.pid")" 2>/dev/null || true
    # Each is in a session of its own, so their children are told by the folder they stand in.
    for process in $(pgrep -u postgres); do
        if [[ $(readlink "/proc/$process/cwd") == "$work/$1" ]]; then kill -9 "$process" 2>/dev/null || true; fi
    done
}
settled() { local port; port=$(primary) && in_sync "$port"; }
held() { sql "$(primary)" 'SELECT count(*) FROM box_ballots' piaojue || echo 0; }
now() { date +%s.%N; }

postgres pg_autoctl create monitor --pgdata "$work/monitor" --pgport "$monitor" --hostname 127.0.0.1 --auth trust --no-ssl \
    >"$work/monitor.log" 2>&1
# Far below the defaults, which suit a network where a machine may be silent for half a minute.
postgres tee -a "$work/monitor/postgresql.conf" >/dev/null <<END
unix_socket_directories = '$work/sockets'
pgautofailover.health_check_period = 500
pgautofailover.health_check_timeout = 1000
pgautofailover.health_check_max_retries = 1
pgautofailover.health_check_retry_delay = 300
pgautofailover.node_considered_unhealthy_timeout = 2000
pgautofailover.primary_demote_timeout = 1500
pgautofailover.startup_grace_period = 1000
END
keep monitor
within 30 'the monitor does not begin' sql "$monitor" 'SELECT 1' pg_auto_failover
for node in a b; do
    postgres pg_autoctl create postgres --pgdata "$work/$node" --pgport "${!node}" --pghost 127.0.0.1 --hostname 127.0.0.1 --name "$node" \
        --monitor "postgres://autoctl_node@127.0.0.1:$monitor/pg_auto_failover" --auth trust --no-ssl >"$work/$node.log" 2>&1
    keep "$node"
    within 60 "$node does not begin" sql "${!node}" 'SELECT 1'
done
within 60 'the standby does not follow' settled
first=$(primary)
sql "$first" 'CREATE ROLE piaojue LOGIN' && sql "$first" 'GRANT pg_read_all_stats TO piaojue' && sql "$first" 'CREATE DATABASE piaojue OWNER piaojue'
for node in a b; do
    postgres sh -c "printf 'host piaojue piaojue 127.0.0.1/32 trust\n' >> $work/$node/pg_hba.conf"
    sql "${!node}" 'SELECT pg_reload_conf()' >/dev/null
done

head -c 48 /dev/urandom >"$work/secret"
chmod 600 "$work/secret"
serve() { # NUMBER
    DATABASE_URL=$url PIAOJUE_SECRET_FILE=$work/secret PIAOJUE_LISTEN=127.0.0.1:$((front + $1)) "$program" serve --data "$work/$1" \
        >>"$work/instance$1.log" 2>&1 &
    instance[$1]=$!
}
answers() { curl -sf -m 2 "http://127.0.0.1:$1/readyz" >/dev/null; }
for number in 1 2 3; do serve $number; done
for number in 1 2 3; do within 60 "instance $number does not begin" answers $((front + number)); done
cat >"$work/nginx.conf" <<END
pid $work/nginx.pid;
error_log $work/nginx.log warn;
events {}
http {
    access_log off;
    client_body_buffer_size 512k; client_body_temp_path $work/body; proxy_temp_path $work/proxy; fastcgi_temp_path $work/f; uwsgi_temp_path $work/u; scgi_temp_path $work/s;
    upstream piaojue { $(for n in 1 2 3; do echo "server 127.0.0.1:$((front + n)) max_fails=0;"; done) keepalive 64; }
    server {
        listen 127.0.0.1:$front;
        location / {
            proxy_pass http://piaojue;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host \$http_host;
            proxy_set_header X-Forwarded-For \$proxy_add_x_forwarded_for;
            proxy_next_upstream error timeout http_503 non_idempotent;
            proxy_connect_timeout 2s;
        }
    }
}
END
nginx -c "$work/nginx.conf" -g 'daemon off;' &
within 10 'the balancer does not begin' answers "$front"

echo "several: three instances, $(sql "$first" 'SHOW synchronous_standby_names'), $kills kills of the primary"
DATABASE_URL=$url PIAOJUE_SECRET_FILE=$work/secret "$program" load "${SCENARIO:-hall-340}" --arrive-within "${ARRIVE:-40}" \
    --cast-within $((kills * 20 + 60)) --url "http://127.0.0.1:$front" --json "$work/sitting.json" >"$work/sitting.log" 2>&1 &
people=$!
voting() { [[ $(held) -ge ${1:-10} ]]; }
goes_on() { kill -0 "$people" 2>/dev/null || fail "the sitting ended early: $(cat "$work/sitting.log")"; }
within 600 'nobody votes' voting
goes_on

# What is broken between two kills, so that each comes upon a system that was hurt before.
grows() { local before; before=$(held); within 60 "no ballot comes in after $1" voting $((before + 2)); }
gaps=()
for kill in $(seq "$kills"); do
    goes_on
    within 60 'the killed one does not come back as a standby' settled
    port=$(primary) node=$(name_of "$port") before=$(held)
    begun=$(now)
    dies "$node"
    within 60 "nobody serves after kill $kill" answers "$front"
    until [[ $(primary || true) != "$port" && $(held) -gt $before ]]; do
        [[ $(echo "$(now) - $begun < 60" | bc) == 1 ]] || fail "no ballot after kill $kill"
        sleep 0.1
    done
    gaps+=("$(echo "$(now) - $begun" | bc)")
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
port=$(primary) other=$([[ $(primary) == "$a" ]] && echo b || echo a)
echo "several: the standby is frozen; its connections stand"
mapfile -t frozen < <(pgrep -f "$work/$other( |$)"; pgrep -P "$(head -n 1 "$work/$other/postmaster.pid")")
kill -STOP "${frozen[@]}" 2>/dev/null || true
begun=$(now)
grows 'the standby froze'
echo "several: commits go on after $(echo "$(now) - $begun" | bc) s, with $(sql "$port" "SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')") standbys in sync"
kill -CONT "${frozen[@]}" 2>/dev/null || true
within 60 'the frozen one does not follow again' settled

wait "$people" || fail "the sitting is not whole: $(cat "$work/sitting.log")"
cat "$work/sitting.log"
printf '%s\n' "${gaps[@]}" | sort -n | awk '{ gap[NR] = $1 } END { if (NR) printf "several: %d kills of the primary: seconds from kill to the next ballot p50 %.1f, longest %.1f\n", NR, gap[int((NR + 1) / 2)], gap[NR] }'
DATABASE_URL=$url PIAOJUE_SECRET_FILE=$work/secret "$program" audit verify
for number in 1 2 3; do kill "${instance[$number]}"; done
echo 'several: well'
