#!/bin/sh
# bench-http.sh: casting over HTTP on SQLite and on PostgreSQL, and public pages and the largest script as browsers ask
# for them (gzip), beside nginx serving the same compressed bytes from files.
# Run through bench.sh, which names a PostgreSQL server in PIAOJUE_TEST_POSTGRES.
# DEPUTIES (340) is how many vote, 0 for none; WITHIN (30) the seconds of the calm round; PAGES (/results/2024 /projects/board
# /projects/places) the pages.
set -eu
cd "$(dirname -- "$0")/.."
program=$(pwd)/target/release/piaojue
if [ -n "${CARGO_TARGET_DIR:-}" ]; then program=$(cd "$CARGO_TARGET_DIR" && pwd)/release/piaojue; fi
deputies=${DEPUTIES:-340}
if [ "$deputies" != 0 ]; then : "${PIAOJUE_TEST_POSTGRES:?names the PostgreSQL server to measure on; run make bench}"; fi
within=${WITHIN:-30}
pages=${PAGES:-/results/2024 /projects/board /projects/places}

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

# cast NAME DATABASE_URL SECONDS: the load tool serves and casts in one process, and says whether a ballot was lost
cast() {
    echo
    echo "casting, $1, $deputies deputies, $(if [ "$3" = 0 ]; then echo 'as fast as it goes'; else echo "within $3 s"; fi)"
    PIAOJUE_DATA=$folder/data DATABASE_URL=$2 "$program" load cast --deputies "$deputies" --within "$3"
}

admin() {
    for found in "$(command -v psql || true)" /usr/lib/postgresql/*/bin/psql; do
        if [ -x "$found" ]; then
            "$found" -q -X -d "$PIAOJUE_TEST_POSTGRES" -c "$1"
            return
        fi
    done
    echo "bench: no psql" >&2
    return 1
}

for seconds in "$within" 0; do
    [ "$deputies" != 0 ] || break
    cast SQLite "sqlite:$folder/cast-$seconds.db" "$seconds"
    name=piaojue_bench_$$_$seconds
    admin "CREATE DATABASE $name"
    cast PostgreSQL "${PIAOJUE_TEST_POSTGRES%/*}/$name" "$seconds"
    admin "DROP DATABASE $name WITH (FORCE)"
done

# free: a port that is free now
free() {
    echo $(($(od -An -N2 -tu2 /dev/urandom) % 30000 + 20000))
}

echo
echo "the public pages $pages and the largest script, asked for as browsers do, beside nginx (gzip_static)"
mkdir "$folder/tracking" "$folder/nginx" "$folder/nginx/root"
PIAOJUE_DATA=$folder/tracking PIAOJUE_LISTEN=127.0.0.1:0 "$program" demo --stage tracking \
    >"$folder/said" 2>"$folder/log" &
server=$!
ours=''
for _ in $(seq 1 600); do
    ours=$(sed -n 's/^listening on \(http:[^ ]*\).*/\1/p' "$folder/said" | head -n 1)
    if [ -n "$ours" ] || ! kill -0 "$server" 2>/dev/null; then break; fi
    sleep 0.2
done
[ -n "$ours" ] || { tail -n 20 "$folder/log" >&2; echo "bench: the demonstration did not start" >&2; exit 1; }

# keep NAME ADDRESS: nginx gets the very bytes that our server sends, in both forms
keep() {
    curl -fsS "$ours$2" -o "$folder/nginx/root/$1"
    curl -fsS -H 'Accept-Encoding: gzip' "$ours$2" -o "$folder/nginx/root/$1.gz"
    gzip -dc "$folder/nginx/root/$1.gz" | cmp -s - "$folder/nginx/root/$1" ||
        { echo "bench: $2 does not come compressed" >&2; exit 1; }
}
script=/static/js/$(find static/js -name '*.js' -printf '%s %f\n' | sort -rn | sed -n '1s/.* //p')
at=0
for page in $pages; do
    at=$((at + 1))
    keep "page-$at.html" "$page"
done
keep script.js "$script"

theirs=''
for _ in 1 2 3 4 5 6 7 8 9 10; do
    port=$(free)
    cat >"$folder/nginx/conf" <<CONF
daemon off; worker_processes auto; pid $folder/nginx/pid; error_log $folder/nginx/error.log;
events { worker_connections 1024; }
http { access_log off; sendfile on; gzip_static on; gzip_vary on; keepalive_requests 100000000;
  types { text/html html; text/javascript js; } default_type text/html; charset utf-8;
  client_body_temp_path $folder/nginx/body; proxy_temp_path $folder/nginx/proxy; fastcgi_temp_path $folder/nginx/fastcgi;
  uwsgi_temp_path $folder/nginx/uwsgi; scgi_temp_path $folder/nginx/scgi;
  server { listen 127.0.0.1:$port; root $folder/nginx/root; } }
CONF
    # the workers run as another user and must reach the files
    chmod 755 "$folder" "$folder/nginx" "$folder/nginx/root"
    nginx -c "$folder/nginx/conf" 2>/dev/null &
    nginx=$!
    sleep 0.5
    if curl -fsS -H 'Accept-Encoding: gzip' "http://127.0.0.1:$port/script.js" 2>/dev/null |
        cmp -s - "$folder/nginx/root/script.js.gz"; then
        theirs=http://127.0.0.1:$port
        break
    fi
    kill "$nginx" 2>/dev/null || true
done
[ -n "$theirs" ] || { cat "$folder/nginx/error.log" >&2; echo "bench: nginx did not start" >&2; exit 1; }

load() { # CONNECTIONS SECONDS ADDRESS
    wrk -t1 -c"$1" -d"$2" --latency -H 'Accept-Encoding: gzip' "$3"
}
middle() { # of the three turns: requests a second, and the latency that 99 % stay below
    for turn in 1 2 3; do
        awk '/Requests\/sec/ { rate = $2 } $1 == "99%" { late = $2 } END { print rate, late }' "$folder/$1.$turn"
    done | sort -n | sed -n 2p
}
# beside NAME OURS THEIRS CONNECTIONS: in turns, so that a noisy machine is noisy to both
beside() {
    load "$4" 2 "$2" >/dev/null
    load "$4" 2 "$3" >/dev/null
    for turn in 1 2 3; do
        load "$4" 5 "$2" >"$folder/piaojue.$turn"
        load "$4" 5 "$3" >"$folder/nginx.$turn"
    done
    if grep -h 'Non-2xx' "$folder"/piaojue.? "$folder"/nginx.?; then exit 1; fi
    for who in piaojue nginx; do
        # shellcheck disable=SC2046,SC2183 # two words
        printf '%-8s %10.0f requests/s   p99 %s\n' "$who" $(middle "$who")
    done
    awk -v ours="$(middle piaojue)" -v theirs="$(middle nginx)" -v what="$1" -v lines="$4" \
        -v bytes="$(wc -c <"$folder/nginx/root/$1.gz")" 'BEGIN {
        split(ours, a, " "); split(theirs, b, " ")
        printf "%s, %d bytes, %d connections: %.0f %% of nginx (at least 90 %% is wanted)\n", what, bytes, lines, 100 * a[1] / b[1] }'
}
for connections in 16 256; do
    at=0
    for page in $pages; do
        at=$((at + 1))
        echo "$page"
        beside "page-$at.html" "$ours$page" "$theirs/page-$at.html" "$connections"
    done
    beside script.js "$ours$script" "$theirs/script.js" "$connections"
done
