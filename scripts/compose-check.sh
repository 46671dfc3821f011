#!/usr/bin/env bash
# compose-check.sh: docker-compose.yml as it is written, built and started by podman on a base that debootstrap lays out, where
# neither a hub nor a container engine is at hand. A sitting of 340 deputies is held through the balancer over TLS; in the middle
# of the casting the primary database is killed and the standby promoted; every receipt must be in the box, once.
# Needs root on Debian. PROGRAM names a built program; without it the release build is used.
set -euo pipefail
cd "$(dirname -- "${BASH_SOURCE[0]}")/.."
sh scripts/setup.sh compose

port=${PIAOJUE_PORT:-8443}
clear=$((port + 1))
project=piaojue-check
work=${COMPOSE_CHECK_FOLDER:-/var/tmp/piaojue-compose-check}
program=${PROGRAM:-}
forwarder=''

fail() {
    echo "compose-check: $*" >&2
    exit 1
}

if [[ -z $program ]]; then
    sh scripts/build.sh
    program=${CARGO_TARGET_DIR:-target}/release/piaojue
fi
[[ -x $program ]] || fail "$program is no program"
program=$(realpath "$program")

mkdir -p "$work"
cat >"$work/storage.conf" <<END
[storage]
driver = "vfs"
graphroot = "$work/graph"
runroot = "$work/run"
END
# What a machine without systemd and without the right to raise limits can do.
cat >"$work/containers.conf" <<END
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
[network]
network_backend = "netavark"
END
export CONTAINERS_STORAGE_CONF=$work/storage.conf CONTAINERS_CONF=$work/containers.conf
export PIAOJUE_BASE_URL=https://localhost:$port PIAOJUE_PORT=$port

compose() { (cd "$work/tree" && "$work/venv/bin/podman-compose" -p "$project" "$@" 2>>"$work/log"); }
address() { podman inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' "${project}_$1_1"; }

finish() {
    local status=$?
    trap - EXIT
    [[ -z $forwarder ]] || kill "$forwarder" 2>/dev/null || true
    if [[ $status != 0 ]]; then
        for part in database standby one two balancer; do
            echo "== $part" >&2
            podman logs --tail 15 "${project}_${part}_1" >&2 2>&1 || true
        done
    fi
    compose down -v >/dev/null || true
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

[[ -x $work/venv/bin/podman-compose ]] || { python3 -m venv "$work/venv" && "$work/venv/bin/pip" install -q podman-compose==1.6.0; }
if ! podman image exists localhost/debian:bookworm-slim; then
    # shellcheck disable=SC2016 # apt's own words
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null | grep -m 1 '/debian/*$' || true)
    rm -rf "$work/base"
    debootstrap --variant=minbase --include=ca-certificates bookworm "$work/base" ${mirror:+"$mirror"} >"$work/log"
    for file in /etc/apt/apt.conf.d/*proxy* /etc/apt/apt.conf.d/*registry*; do
        if [[ -r $file ]]; then cp -L "$file" "$work/base$file"; fi
    done
    tar -C "$work/base" -c . | podman import -q - debian:bookworm-slim >>"$work/log"
    rm -rf "$work/base"
fi

rm -rf "$work/tree" "$work/built"
mkdir -p "$work/built/built"
git ls-files -z --cached --others --exclude-standard deploy docker-compose.yml Dockerfile .dockerignore | cpio -0 -pdm --quiet "$work/tree"
cp "$program" "$work/built/built/piaojue"
sh "$work/tree/deploy/secrets.sh" localhost >/dev/null
for target in program database balancer; do
    # The program is not compiled a second time: what its stage would bring is given.
    buildah bud --isolation chroot --format docker --layers --pull-never --target "$target" -f "$work/tree/Dockerfile" \
        --build-arg BASE=localhost/debian:bookworm-slim --build-context build="$work/built" \
        -t "piaojue$([[ $target == program ]] || echo "-$target")" "$work/tree" >>"$work/log" 2>&1 || {
        tail -n 20 "$work/log" >&2
        fail "the image of $target is not built"
    }
done
echo "images: $(podman images --format '{{.Repository}} {{.Size}}' | sed 's,localhost/,,' | tr '\n' ';')"

# What a run that was killed left behind has other images and dependencies.
compose down -v >/dev/null 2>&1 || true
compose up -d --no-build >/dev/null || {
    grep -v healthcheck "$work/log" | tail -n 5 >&2
    fail 'the containers do not start'
}
answers() { curl -s --cacert "$work/tree/secrets/tls.crt" -m 5 "https://localhost:$port$1"; }
for second in $(seq 120); do
    [[ $(answers /readyz) == *'"standbys_in_sync":1'* ]] && break
    [[ $second -lt 120 ]] || fail 'no instance is ready with a standby in sync after 120 s'
    sleep 1
done
echo "ready after $second s: $(answers /readyz)"

# The people of the load speak no TLS; the certificate is checked here.
socat "TCP-LISTEN:$clear,bind=127.0.0.1,fork,reuseaddr" "OPENSSL:localhost:$port,cafile=$work/tree/secrets/tls.crt" &
forwarder=$!
password=$(cat "$work/tree/secrets/postgres")
primary=$(address database) standby=$(address standby)
url="postgres://piaojue:$password@standby,database/piaojue?hostaddr=$standby,$primary&target_session_attrs=read-write&connect_timeout=2"
url="$url&sslmode=verify-full&sslrootcert=$work/tree/secrets/database.crt"
cp "$work/tree/secrets/piaojue" "$work/secret"
chmod 600 "$work/secret"

sitting() { DATABASE_URL=$url PIAOJUE_SECRET_FILE=$work/secret "$program" load "$@" --url "http://127.0.0.1:$clear" --json "$work/sitting.json"; }
sitting hall-340 --arrive-within "${ARRIVE:-60}" --cast-within 60 &
people=$!
# Half of the ballots are cast when the primary dies.
held() { podman exec "${project}_database_1" psql -h /tmp -U postgres -Atc 'SELECT count(*) FROM box_ballots' piaojue 2>/dev/null || echo 0; }
for _ in $(seq 900); do
    [[ $(held) -lt 100 ]] || break
    kill -0 "$people" 2>/dev/null || fail 'the sitting ended before anybody voted'
    sleep 0.5
done
before=$(held)
[[ $before -ge 100 ]] || fail "only $before ballots after a long while"
killed=$(date +%s.%N)
podman kill --signal KILL "${project}_database_1" >/dev/null
podman exec "${project}_standby_1" sh /usr/local/bin/postgres.sh promote >/dev/null
until [[ $(answers /readyz) == *'"database":"ok"'* ]]; do sleep 0.1; done
echo "primary killed with $before ballots in the box; served again after $(echo "$(date +%s.%N) - $killed" | bc) s"
wait "$people" || fail 'the sitting is not whole'
DATABASE_URL=$url PIAOJUE_SECRET_FILE=$work/secret "$program" audit verify
echo 'compose-check: well'
