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
if [ ! -s secrets/tls.crt ]; then
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 365 -subj "/CN=$host" \
        -addext "subjectAltName=DNS:$host" -keyout secrets/tls.key -out secrets/tls.crt 2> /dev/null
    echo "secrets/tls.crt is a certificate of its own for $host: put one that browsers trust in its place"
fi
# Compose hands a file on as it is, with its owner: the program's user is 10001, PostgreSQL's is Debian's.
chmod 644 secrets/postgres secrets/replication secrets/tls.crt
if [ "$(id -u)" = 0 ]; then chown 10001 secrets/piaojue; else echo "as root: chown 10001 secrets/piaojue"; fi
