#!/bin/sh
# secrets.sh HOST: what docker-compose.yml reads from secrets/, made once and never overwritten.
set -eu
host=${1:?the host name that browsers use}
cd "$(dirname -- "$0")/.."
umask 077
mkdir -p secrets
make() { [ -s "secrets/$1" ] || openssl rand "$2" "$3" > "secrets/$1"; }
[ -s secrets/piaojue ] || openssl rand 48 > secrets/piaojue
make postgres -hex 24
make replication -hex 24
# certificate FILE NAME…: one of its own, by which those names are known. Of a server and not of an authority, as openssl would
# say by itself: the program takes no authority's for a server's.
certificate() {
    [ -s "secrets/$1.crt" ] && return
    file=secrets/$1
    shift
    names=$(printf ',DNS:%s' "$@")
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 730 -subj "/CN=$1" \
        -addext "subjectAltName=${names#,}" -addext 'basicConstraints=critical,CA:FALSE' -keyout "$file.key" -out "$file.crt" 2> /dev/null
}
if [ ! -s secrets/tls.crt ]; then
    certificate tls "$host"
    echo "secrets/tls.crt is a certificate of its own for $host: put one that browsers trust in its place"
fi
certificate database database standby
# Compose hands a file on as it is, with its owner, and each container has a user of its own: the folder keeps others out.
chmod 644 secrets/*
chmod 600 secrets/piaojue
if [ "$(id -u)" = 0 ]; then chown 10001 secrets/piaojue; else echo "as root: chown 10001 secrets/piaojue"; fi
