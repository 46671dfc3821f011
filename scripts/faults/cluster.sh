# shellcheck shell=bash
# cluster.sh: what several.sh and partitions.sh have in common, to be read by them: three instances behind nginx, a primary with a
# synchronous standby under pg_auto_failover's monitor. Each is a machine of its own where apart=1 (a network namespace on a
# bridge 10.77.0.0/24), else all share loopback. PROGRAM names a built program; without it the debug build is used.

apart=${apart:-0}
ports=${PORTS:-6100}
program=$(realpath "${PROGRAM:-${CARGO_TARGET_DIR:-target}/debug/piaojue}")
script=$(basename -- "$0" .sh)
work=$(mktemp -d "/var/tmp/piaojue-$script-XXXXXX")
bin=/usr/lib/postgresql/15/bin
instances=(1 2 3)
declare -A port=([monitor]=$ports [a]=$((ports + 1)) [b]=$((ports + 2)) [front]=$((ports + 10)) [1]=$((ports + 11)) [2]=$((ports + 12)) [3]=$((ports + 13)))
# shellcheck disable=SC2034 # whoever reads this uses it
declare -A address=() instance=()
prefix=pj$((ports % 10000))

fail() {
    echo "$script: $*" >&2
    exit 1
}
[[ $(id -u) == 0 ]] || fail 'only root starts PostgreSQL as its own user, or divides a network'
[[ -x $program ]] || fail "$program is no program"

machines=(monitor a b 1 2 3 front)
for ((number = 0; number < ${#machines[@]}; number++)); do
    if [[ $apart == 1 ]]; then address[${machines[number]}]=10.77.0.$((number + 2)); else address[${machines[number]}]=127.0.0.1; fi
done
# inside MACHINE COMMAND…
inside() {
    local machine=$1
    shift
    if [[ $apart == 1 ]]; then ip netns exec "$prefix-$machine" "$@"; else "$@"; fi
}
lays_network() {
    ip link add name "$prefix" type bridge || fail 'no bridge can be made here'
    ip address add 10.77.0.1/24 dev "$prefix"
    ip link set "$prefix" up
    for machine in "${machines[@]}"; do
        ip netns add "$prefix-$machine" || fail 'no network namespace can be made here'
        ip link add "$prefix-$machine" type veth peer name eth0 netns "$prefix-$machine"
        ip link set "$prefix-$machine" master "$prefix" up
        inside "$machine" ip address add "${address[$machine]}/24" dev eth0
        inside "$machine" ip link set eth0 up
        inside "$machine" ip link set lo up
    done
}
takes_network_away() {
    for machine in "${machines[@]}"; do
        ip link del "$prefix-$machine" 2>/dev/null || true
        ip netns del "$prefix-$machine" 2>/dev/null || true
    done
    ip link del "$prefix" 2>/dev/null || true
}

finish() {
    local status=$?
    trap - EXIT
    # Its worker does not bear the folder in its name, and goes with it.
    if [[ -s $work/nginx.pid ]]; then kill "$(cat "$work/nginx.pid")" && sleep 0.5; fi
    jobs -p | xargs -r kill 2>/dev/null || true
    # The folder's name is of this run alone, and each keeper is in a session of its own with its helpers.
    for keeper in $(pgrep -f "pg_autoctl run --pgdata $work/"); do pkill -9 -s "$(ps -o sid= -p "$keeper" | tr -d ' ')" || true; done
    pkill -9 -f "$work/" 2>/dev/null || true
    if [[ $status != 0 ]]; then
        rm -rf "/var/tmp/piaojue-$script-failed"
        cp -r "$work" "/var/tmp/piaojue-$script-failed" 2>/dev/null || true
        tail -n 5 "$work"/*.log >&2 || true
    fi
    sleep 0.2
    [[ $apart != 1 ]] || takes_network_away
    rm -rf "$work" || true
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM

mkdir "$work/home" "$work/sockets"
chown -R postgres "$work"
chmod 755 "$work"
[[ $apart != 1 ]] || lays_network

# postgres MACHINE COMMAND…
postgres() {
    local machine=$1
    shift
    (cd / && PATH="$bin:$PATH" HOME="$work/home" inside "$machine" runuser -u postgres -- "$@")
}
# Each in a session of its own, so that keeper and database die together, as a machine does.
keep() { # MACHINE
    (cd / && PATH="$bin:$PATH" HOME="$work/home" inside "$1" setsid runuser -u postgres -- pg_autoctl run --pgdata "$work/$1" >>"$work/$1.log" 2>&1) &
}
sql() { # MACHINE QUERY [DATABASE]
    PGCONNECT_TIMEOUT=2 postgres "$1" timeout 10 psql -h 127.0.0.1 -p "${port[$1]}" -U postgres -Atqc "$2" "${3:-postgres}" 2>/dev/null
}
within() { # SECONDS WHAT COMMAND…
    local end=$((SECONDS + $1)) what=$2
    shift 2
    until "$@" >/dev/null 2>&1; do
        [[ $SECONDS -lt $end ]] || fail "$what"
        sleep 0.1
    done
}
standbys_in_sync() { sql "$1" "SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')"; }
in_sync() { [[ $(standbys_in_sync "$1") == 1 ]]; }
primary() {
    for node in a b; do
        if [[ $(sql "$node" 'SELECT pg_is_in_recovery()') == f ]]; then echo "$node" && return; fi
    done
    return 1
}
other() { if [[ $1 == a ]]; then echo b; else echo a; fi; }
# Also by the monitor's word: a standby that PostgreSQL calls in sync does not take over before the monitor knows it as one.
settled() {
    local node
    node=$(primary) && in_sync "$node" &&
        [[ $(sql monitor "SELECT count(*) FROM pgautofailover.node WHERE reportedstate = goalstate AND goalstate IN ('primary', 'secondary')" pg_auto_failover) == 2 ]]
}
held_at() { sql "$1" 'SELECT count(*) FROM box_ballots' piaojue || echo 0; } # NODE
held() { held_at "$(primary)"; }
now() { date +%s.%N; }
since() { echo "$(now) - $1" | bc; }

begins_databases() {
    postgres monitor pg_autoctl create monitor --pgdata "$work/monitor" --pgport "${port[monitor]}" --hostname "${address[monitor]}" --auth trust --no-ssl \
        >"$work/monitor.log" 2>&1
    # Far below the defaults, which suit a network where a machine may be silent for half a minute.
    postgres monitor tee -a "$work/monitor/postgresql.conf" >/dev/null <<END
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
    within 30 'the monitor does not begin' sql monitor 'SELECT 1' pg_auto_failover
    for node in a b; do
        postgres "$node" pg_autoctl create postgres --pgdata "$work/$node" --pgport "${port[$node]}" --pghost 127.0.0.1 --hostname "${address[$node]}" --name "$node" \
            --monitor "postgres://autoctl_node@${address[monitor]}:${port[monitor]}/pg_auto_failover" --auth trust --no-ssl >"$work/$node.log" 2>&1
        keep "$node"
        within 60 "$node does not begin" sql "$node" 'SELECT 1'
    done
    within 60 'the standby does not follow' settled
    local first
    first=$(primary)
    sql "$first" 'CREATE ROLE piaojue LOGIN' && sql "$first" 'GRANT pg_read_all_stats TO piaojue' && sql "$first" 'CREATE DATABASE piaojue OWNER piaojue'
    local from=127.0.0.1/32
    [[ $apart != 1 ]] || from=10.77.0.0/24
    for node in a b; do
        postgres "$node" sh -c "printf 'host piaojue piaojue $from trust\n' >> $work/$node/pg_hba.conf"
        sql "$node" 'SELECT pg_reload_conf()' >/dev/null
    done
    # shellcheck disable=SC2034 # whoever reads this uses it
    url="postgres://piaojue@${address[a]}:${port[a]},${address[b]}:${port[b]}/piaojue?target_session_attrs=read-write&connect_timeout=2"
}

# with_database COMMAND…: under the database and the secret that all instances have.
with_database() { PIAOJUE_DATABASE_IN_CLEAR=1 DATABASE_URL=$url PIAOJUE_SECRET_FILE=$work/secret "$@"; }
serve() { # NUMBER
    # What is started is the program itself, so that a kill reaches it and no shell around it. In its network a hall is alone.
    (
        export PIAOJUE_DATABASE_IN_CLEAR=1 DATABASE_URL=$url PIAOJUE_SECRET_FILE=$work/secret
        export PIAOJUE_HALL_LAN=$apart PIAOJUE_PROXIES=${address[front]} PIAOJUE_LISTEN=${address[$1]}:${port[$1]}
        if [[ $apart == 1 ]]; then exec ip netns exec "$prefix-$1" "$program" serve --data "$work/$1"; fi
        exec "$program" serve --data "$work/$1"
    ) >>"$work/instance$1.log" 2>&1 &
    # shellcheck disable=SC2034 # whoever reads this uses it
    instance[$1]=$!
}
answers() { curl -sf -m 2 "http://${address[$1]}:${port[$1]}/readyz" >/dev/null; } # MACHINE
begins_instances() {
    head -c 48 /dev/urandom >"$work/secret"
    chmod 600 "$work/secret"
    for number in "${instances[@]}"; do serve "$number"; done
    for number in "${instances[@]}"; do within 60 "instance $number does not begin" answers "$number"; done
    cat >"$work/nginx.conf" <<END
pid $work/nginx.pid;
error_log $work/nginx.log warn;
events {}
http {
    access_log off;
    client_body_buffer_size 512k; client_body_temp_path $work/body; proxy_temp_path $work/proxy; fastcgi_temp_path $work/f; uwsgi_temp_path $work/u; scgi_temp_path $work/s;
    upstream piaojue { $(for n in "${instances[@]}"; do echo "server ${address[$n]}:${port[$n]} max_fails=0;"; done) keepalive 64; }
    server {
        listen ${address[front]}:${port[front]};
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
    inside front nginx -c "$work/nginx.conf" -g 'daemon off;' &
    within 10 'the balancer does not begin' answers front
}

begins_sitting() { # SECONDS OF CASTING
    with_database "$program" load "${SCENARIO:-hall-340}" --elsewhere --arrive-within "${ARRIVE:-40}" --cast-within "$1" \
        --url "http://${address[front]}:${port[front]}" --json "$work/sitting.json" >"$work/sitting.log" 2>&1 &
    people=$!
    within 600 'nobody votes' voting
    goes_on
}
voting() { [[ $(held) -ge ${1:-10} ]]; }
goes_on() { kill -0 "$people" 2>/dev/null || fail "the sitting ended early: $(cat "$work/sitting.log")"; }
grows() { # WHAT HAPPENED
    local before
    before=$(held)
    within 60 "no ballot comes in after $1" voting $((before + 2))
}
ends_sitting() {
    wait "$people" || fail "the sitting is not whole: $(cat "$work/sitting.log")"
    cat "$work/sitting.log"
    with_database "$program" audit verify
}
