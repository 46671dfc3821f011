#!/bin/sh
# with-postgres.sh COMMAND…: runs COMMAND with PIAOJUE_TEST_POSTGRES naming a PostgreSQL server where databases may be
# made: the one it names already if that answers, else a private one on a free port of 127.0.0.1, gone afterwards.
# PG_BIN names the folder of another PostgreSQL's programs than the newest of this machine.
# PG_DURABLE=1 keeps the private server's writes safe against power loss, as in earnest; without it they are faster.
set -eu

folder=''
as=''
bin=''

fail() {
    echo "with-postgres: $*" >&2
    exit 1
}

for candidate in "$(dirname -- "$(command -v initdb 2>/dev/null || echo /nonexistent/initdb)")" \
    /usr/lib/postgresql/*/bin ${PG_BIN:+"$PG_BIN"}; do
    if [ -x "$candidate/initdb" ] && [ -x "$candidate/pg_ctl" ] && [ -x "$candidate/postgres" ]; then
        bin=$candidate
    fi
done

if [ -n "${PIAOJUE_TEST_POSTGRES:-}" ]; then
    if { [ -n "$bin" ] && "$bin/pg_isready" -q -t 3 -d "$PIAOJUE_TEST_POSTGRES"; } ||
        pg_isready -q -t 3 -d "$PIAOJUE_TEST_POSTGRES" 2>/dev/null; then
        exec "$@"
    fi
    echo "with-postgres: PIAOJUE_TEST_POSTGRES does not answer; a private server is started instead" >&2
fi
[ -n "$bin" ] || fail "no PostgreSQL programs (initdb, pg_ctl, postgres) on PATH or in /usr/lib/postgresql/*/bin"

# The server refuses to run as root.
if [ "$(id -u)" = 0 ]; then
    if id postgres >/dev/null 2>&1; then as=postgres; else as=nobody; fi
    command -v runuser >/dev/null 2>&1 || fail "runuser is missing: PostgreSQL cannot be started as another user than root"
fi
server() {
    if [ -n "$as" ]; then (cd / && runuser -u "$as" -- "$@"); else "$@"; fi
}

stop() {
    status=$?
    trap - EXIT HUP INT TERM
    if [ -n "$folder" ]; then
        if [ -f "$folder/data/postmaster.pid" ]; then
            server "$bin/pg_ctl" stop -D "$folder/data" -m immediate -w -s || true
        fi
        rm -rf "$folder"
    fi
    exit "$status"
}
trap stop EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# A database a story is some hundred files made and deleted, which a disk takes longer over than the story over its queries.
place=${TMPDIR:-/tmp}
if [ "${PG_DURABLE:-0}" != 1 ] && [ -w /dev/shm ] && [ "$(df -Pk /dev/shm | awk 'NR == 2 { print $4 }')" -ge 2000000 ]; then
    place=/dev/shm
fi
folder=$(mktemp -d "$place/piaojue-postgres.XXXXXX")
chmod 755 "$folder"
if [ -n "$as" ]; then chown "$as" "$folder"; fi
server "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$folder/initdb.log" 2>&1 ||
    { cat "$folder/initdb.log" >&2; fail "initdb failed"; }

settings="-c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder -c max_connections=300 -c shared_buffers=128MB"
settings="$settings -c jit=off -c log_min_messages=fatal"
if [ "${PG_DURABLE:-0}" != 1 ]; then
    settings="$settings -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off"
fi
port=''
for _ in 1 2 3 4 5 6 7 8 9 10; do
    try=$(($(od -An -N2 -tu2 /dev/urandom) % 30000 + 20000))
    if server "$bin/pg_ctl" start -D "$folder/data" -w -t 60 -s -l "$folder/data/server.log" -o "$settings -p $try" \
        >/dev/null 2>&1; then
        port=$try
        break
    fi
done
[ -n "$port" ] || { tail -n 20 "$folder/data/server.log" >&2; fail "the server did not start"; }

# An older pg_dump refuses a newer server.
PATH=$bin:$PATH
export PATH
PIAOJUE_TEST_POSTGRES="postgres://postgres@127.0.0.1:$port/postgres"
export PIAOJUE_TEST_POSTGRES
"$@"
