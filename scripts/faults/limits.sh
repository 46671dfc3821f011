#!/usr/bin/env bash
# limits.sh [CORES MEBIBYTES]…: a sitting of 340 on a server (SQLite) that a control group holds to so many cores and so much memory, page cache
# included; by default the smallest machine that is promised and one far below it. It may be slow; whoever got a receipt must be in the
# box, once. PROGRAM names a built program; without it the debug build is used. Needs root and control groups that may be written.
set -euo pipefail
cd "$(dirname -- "${BASH_SOURCE[0]}")/../.."
program=$(realpath "${PROGRAM:-${CARGO_TARGET_DIR:-target}/debug/piaojue}")
port=${PORTS:-6400}
groups=/sys/fs/cgroup
name=piaojue-limits-$$
work=$(mktemp -d /var/tmp/piaojue-limits-XXXXXX)
server=''

fail() {
    echo "limits: $*" >&2
    exit 1
}
finish() {
    local status=$?
    trap - EXIT
    [[ -z $server ]] || { kill "$server" && wait "$server"; } 2>/dev/null || true
    rmdir "$groups/memory/$name" "$groups/cpu/$name" "$groups/$name" 2>/dev/null || true
    rm -rf "$work"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM
[[ -x $program ]] || fail "$program is no program"

# limited CORES MEBIBYTES: the group's folders, by either version of control groups.
limited() {
    local micros bytes=$(($2 << 20))
    micros=$(echo "$1 * 100000 / 1" | bc)
    if [[ -e $groups/cgroup.controllers ]]; then
        mkdir -p "$groups/$name" || fail 'no control group can be made here'
        echo "$micros 100000" >"$groups/$name/cpu.max" && echo "$bytes" >"$groups/$name/memory.max" && echo 0 >"$groups/$name/memory.swap.max"
        folders=("$groups/$name")
    else
        mkdir -p "$groups/memory/$name" "$groups/cpu/$name" || fail 'no control group can be made here'
        echo 100000 >"$groups/cpu/$name/cpu.cfs_period_us" && echo "$micros" >"$groups/cpu/$name/cpu.cfs_quota_us"
        echo "$bytes" >"$groups/memory/$name/memory.limit_in_bytes"
        folders=("$groups/memory/$name" "$groups/cpu/$name")
    fi || fail 'the control group takes no limits'
}

answers() { curl -sf -m 2 "http://127.0.0.1:$port/readyz" >/dev/null; }
[[ $# != 0 ]] || set -- 1 256
while [[ $# -ge 2 ]]; do
    cores=$1 memory=$2
    shift 2
    limited "$cores" "$memory"
    mkdir "$work/data"
    head -c 48 /dev/urandom >"$work/secret"
    chmod 600 "$work/secret"
    export DATABASE_URL=sqlite:$work/data/piaojue.db PIAOJUE_SECRET_FILE=$work/secret PIAOJUE_DATA=$work/data PIAOJUE_BEGIN_ANEW=1
    # shellcheck disable=SC2016 # said in the shell that moves into the group
    PIAOJUE_LISTEN=127.0.0.1:$port sh -c 'for folder; do echo $$ >"$folder/cgroup.procs"; done; exec "$0" serve' "$program" "${folders[@]}" >"$work/log" 2>&1 &
    server=$!
    for second in $(seq 60); do
        answers && break
        [[ $second -lt 60 ]] || fail "the server does not begin: $(tail -n 3 "$work/log")"
        sleep 1
    done
    echo "limits: $cores cores, $memory MiB"
    "$program" load hall-340 --arrive-within "${ARRIVE:-60}" --cast-within "${CAST:-30}" --url "http://127.0.0.1:$port" || fail 'the sitting is not whole'
    peak=$(cat "${folders[0]}/memory.max_usage_in_bytes" 2>/dev/null || cat "${folders[0]}/memory.peak")
    echo "limits: memory at most $((peak >> 20)) MiB with the page cache, $(awk '/^VmHWM/ { print int($2 / 1024) }' "/proc/$server/status") MiB of its own; $(grep nr_throttled "${folders[-1]}/cpu.stat")"
    "$program" audit verify
    kill "$server"
    wait "$server" || true
    server=''
    rm -rf "$work/data"
    rmdir "${folders[@]}"
done
echo 'limits: well'
