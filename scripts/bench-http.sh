#!/bin/sh
# bench-http.sh: casting over HTTP on SQLite and on PostgreSQL, and the public result page beside nginx serving the same
# bytes from a file. Run through bench.sh, which names a PostgreSQL server in PIAOJUE_TEST_POSTGRES.
#
# What it asks of the program:
#   piaojue serve                                prints "listening on http://HOST:PORT"; PIAOJUE_LISTEN may end in :0
#   piaojue load cast --deputies N --within S    puts a session with N deputies and an open round into DATABASE_URL (with
#       the secret of PIAOJUE_DATA), casts all N ballots at PIAOJUE_BASE_URL spread over S seconds, checks that every
#       receipt is in the box once, and ends with one line of JSON on stdout:
#       {"scenario":"cast","requests":N,"errors":0,"lost":0,"per_second":…,"p50_ms":…,"p95_ms":…,"p99_ms":…}
#       Exit status 1 when anything was lost or refused. --within 0 is "as fast as it goes".
#   piaojue load page PATH                       asks for PIAOJUE_BASE_URL + PATH for ten seconds from a few connections:
#       {"scenario":"page","requests":…,"errors":0,"per_second":…,"p50_ms":…,"p95_ms":…,"p99_ms":…}
#   piaojue demo --stage tracking                a demonstration with a published result
set -eu
cd "$(dirname -- "$0")/.."
program=$(pwd)/target/release/piaojue
if [ -n "${CARGO_TARGET_DIR:-}" ]; then program=$(cd "$CARGO_TARGET_DIR" && pwd)/release/piaojue; fi
: "${PIAOJUE_TEST_POSTGRES:?names the PostgreSQL server to measure on; run make bench}"
deputies=${DEPUTIES:-340}
page=${PAGE:-/results/2024}

folder=$(mktemp -d)
server=''
nginx=''
end() {
    status=$?
    trap - EXIT HUP INT TERM
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    [ -z "$nginx" ] || kill "$nginx" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$folder"
    exit "$status"
}
trap end EXIT
trap 'exit 130' HUP INT TERM

# start COMMAND…: starts a server, waits for its line, leaves its address in $origin
start() {
    : >"$folder/said"
    "$program" "$@" >"$folder/said" 2>"$folder/log" &
    server=$!
    origin=''
    for _ in $(seq 1 600); do
        origin=$(sed -n 's/^listening on \(http:[^ ]*\).*/\1/p' "$folder/said" | head -n 1)
        if [ -n "$origin" ]; then return 0; fi
        kill -0 "$server" 2>/dev/null || break
        sleep 0.2
    done
    tail -n 20 "$folder/log" >&2
    echo "bench: piaojue $* did not start" >&2
    exit 1
}
stop() {
    kill "$server"
    wait "$server" 2>/dev/null || true
    server=''
}

# field NAME: that field of the JSON line in $folder/line
field() { sed -n "s/.*\"$1\": *\([0-9.]*\).*/\1/p" "$folder/line"; }
row() { printf '%-34s %12s %10s %10s %10s %8s\n' "$@" | tee -a "$folder/table"; }
row scenario 'per second' 'p50 ms' 'p95 ms' 'p99 ms' errors >/dev/null

# measure NAME ARGUMENTS OF load…
measure() {
    name=$1
    shift
    PIAOJUE_BASE_URL=$origin "$program" load "$@" >"$folder/out" || { tail -n 5 "$folder/out" >&2; exit 1; }
    tail -n 1 "$folder/out" >"$folder/line"
    row "$name" "$(field per_second)" "$(field p50_ms)" "$(field p95_ms)" "$(field p99_ms)" "$(field errors)"
}

export PIAOJUE_LISTEN=127.0.0.1:0
echo "casting, $deputies deputies"
for database in sqlite postgres; do
    for within in 30 0; do
        PIAOJUE_DATA=$folder/$database-$within
        mkdir "$PIAOJUE_DATA"
        if [ "$database" = sqlite ]; then
            DATABASE_URL=sqlite:$PIAOJUE_DATA/piaojue.db
        else
            name=piaojue_bench_$$_$within
            psql -q -d "$PIAOJUE_TEST_POSTGRES" -c "CREATE DATABASE $name"
            DATABASE_URL=${PIAOJUE_TEST_POSTGRES%/*}/$name
        fi
        export PIAOJUE_DATA DATABASE_URL
        start serve
        if [ "$within" = 0 ]; then pace='as fast as it goes'; else pace="within $within s"; fi
        measure "cast $pace, $database" cast --deputies "$deputies" --within "$within"
        stop
    done
done
unset DATABASE_URL

echo "public page $page"
PIAOJUE_DATA=$folder/tracking
export PIAOJUE_DATA
mkdir "$PIAOJUE_DATA" "$folder/nginx" "$folder/nginx/root"
start demo --stage tracking
ours=$origin
curl -fsS "$ours$page" -o "$folder/nginx/root/page.html"
wrk -t1 -c16 -d2 "$ours$page" >/dev/null
measure "page, piaojue" page "$page"
wrk -t1 -c16 -d10 --latency "$ours$page" >"$folder/wrk.ours"

port=''
for _ in 1 2 3 4 5 6 7 8 9 10; do
    try=$(($(od -An -N2 -tu2 /dev/urandom) % 30000 + 20000))
    cat >"$folder/nginx/conf" <<CONF
daemon off; worker_processes auto; pid $folder/nginx/pid; error_log $folder/nginx/error.log;
events { worker_connections 1024; }
http { access_log off; sendfile on; types { text/html html; } default_type text/html; charset utf-8;
  client_body_temp_path $folder/nginx/body; proxy_temp_path $folder/nginx/proxy; fastcgi_temp_path $folder/nginx/fastcgi;
  uwsgi_temp_path $folder/nginx/uwsgi; scgi_temp_path $folder/nginx/scgi;
  server { listen 127.0.0.1:$try; root $folder/nginx/root; } }
CONF
    # the workers run as another user and must reach the file
    chmod 755 "$folder" "$folder/nginx" "$folder/nginx/root"
    nginx -c "$folder/nginx/conf" 2>/dev/null &
    nginx=$!
    sleep 0.5
    if curl -fsS "http://127.0.0.1:$try/page.html" 2>/dev/null | cmp -s - "$folder/nginx/root/page.html"; then
        port=$try
        break
    fi
    kill "$nginx" 2>/dev/null || true
done
[ -n "$port" ] || { cat "$folder/nginx/error.log" >&2; echo "bench: nginx did not start" >&2; exit 1; }
origin=http://127.0.0.1:$port
wrk -t1 -c16 -d2 "$origin/page.html" >/dev/null
measure "page, nginx from a file" page /page.html
wrk -t1 -c16 -d10 --latency "$origin/page.html" >"$folder/wrk.nginx"
stop

rate() { sed -n 's/^Requests\/sec: *//p' "$1"; }
percentile() { sed -n "s/^ *$2% *\([0-9.]*\)\(us\|ms\|s\)$/\1 \2/p" "$1" | awk '{ print $2 == "us" ? $1 / 1000 : $2 == "s" ? $1 * 1000 : $1 }'; }
for who in ours nginx; do
    row "page by wrk, $who" "$(rate "$folder/wrk.$who")" "$(percentile "$folder/wrk.$who" 50)" \
        "$(percentile "$folder/wrk.$who" 90) (p90)" "$(percentile "$folder/wrk.$who" 99)" -
done
echo
cat "$folder/table"
awk -v ours="$(rate "$folder/wrk.ours")" -v nginx="$(rate "$folder/wrk.nginx")" -v bytes="$(wc -c <"$folder/nginx/root/page.html")" \
    'BEGIN { printf "public page of %d bytes: %.0f %% of nginx (at least 70 %% is wanted)\n", bytes, 100 * ours / nginx }'
