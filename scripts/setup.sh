#!/bin/sh
# setup.sh build|test|lint|bench|audit|faults|several|partitions|compose: what that task needs and the machine lacks is installed on Debian as root;
# elsewhere one line says what is missing, one what to install, and the task stops.
# Tried on machines that have nothing but Rust, git and make: see fresh.sh.
set -eu

needs_rust=1.95
# The oldest that client/package.json allows.
needs_node=18.18
missing=''
packages=''

have() { command -v "$1" >/dev/null 2>&1; }

# lacks WHAT PACKAGE…: these packages bring it.
lacks() {
    missing="$missing${missing:+, }$1"
    shift
    packages="$packages $*"
}

# want COMMAND PACKAGE: PACKAGE brings COMMAND.
want() {
    have "$1" || lacks "$@"
}

# Debian's gcc comes without the headers and start files of the C library, so that it is there says little.
links() {
    folder=$(mktemp -d)
    status=0
    printf '#include <stdlib.h>\nint main(void) { return EXIT_SUCCESS; }\n' >"$folder/main.c"
    cc -o "$folder/main" "$folder/main.c" || status=1
    rm -rf "$folder"
    return "$status"
}

# Without them cargo and npm trust no registry.
certificates() {
    for file in "${SSL_CERT_FILE:-}" "${CARGO_HTTP_CAINFO:-}" /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt \
        /etc/ssl/cert.pem; do
        if [ -s "$file" ]; then return 0; fi
    done
    return 1
}

postgres_programs() {
    have initdb && return 0
    for folder in /usr/lib/postgresql/*/bin; do
        if [ -x "$folder/initdb" ]; then return 0; fi
    done
    return 1
}

cjk_font() {
    have fc-list && fc-list 2>/dev/null | grep -qi 'cjk\|wqy\|source han'
}

# at_least FOUND WANTED, as dotted numbers
at_least() {
    [ "$(printf '%s\n%s\n' "$2" "$1" | sort -t . -k 1,1n -k 2,2n | head -n 1)" = "$2" ]
}

task=${1:-}
case $task in
    build | test | lint | bench | audit | faults | several | partitions | compose) ;;
    *)
        echo "usage: setup.sh build|test|lint|bench|audit|faults|several|partitions|compose" >&2
        exit 2
        ;;
esac

# First, since nothing below helps without it.
if ! have cargo || ! have rustc; then
    echo "setup: Rust $needs_rust or later is missing (cargo and rustc on PATH); install it with rustup" >&2
    exit 1
fi
found=$(rustc --version | cut -d ' ' -f 2)
if ! at_least "$found" "$needs_rust"; then
    echo "setup: Rust $needs_rust or later is needed, this is $found; rustup update brings it" >&2
    exit 1
fi

links >/dev/null 2>&1 || lacks 'a C compiler that links' gcc libc6-dev
certificates || lacks 'certificates of authorities' ca-certificates
case $task in audit | bench)
    want python3 python3
    want dpkg-deb dpkg
    ;;
esac
case $task in test | bench | faults)
    postgres_programs || lacks 'PostgreSQL (initdb)' postgresql
    ;;
esac
case $task in test | lint | bench)
    want node nodejs
    want npm npm
    ;;
esac
case $task in
    lint)
        want git git
        want shellcheck shellcheck
        ;;
    test)
        want chromium chromium
        want chromedriver chromium-driver
        cjk_font || lacks 'a font with Chinese' fontconfig fonts-noto-cjk
        ;;
    bench)
        want chromium chromium
        want nginx nginx-light
        want wrk wrk
        want curl curl
        ;;
    faults)
        want strace strace
        ;;
    several | partitions)
        want pg_autoctl pg-auto-failover-cli postgresql-15-auto-failover
        want nginx nginx-light
        want curl curl
        want bc bc
        [ "$task" = several ] || { want ip iproute2 && want iptables iptables; }
        ;;
    compose)
        want podman podman netavark aardvark-dns
        want runc runc
        want buildah buildah
        want iptables iptables
        want debootstrap debootstrap
        want openssl openssl
        want socat socat
        want curl curl
        want cpio cpio
        want bc bc
        python3 -c 'import ensurepip' 2>/dev/null || lacks 'Python with venv' python3-venv
        ;;
esac

if [ -n "$packages" ]; then
    if [ "$(id -u)" != 0 ] || [ ! -r /etc/debian_version ] || ! have apt-get; then
        echo "setup: make $task needs what is missing here: $missing" >&2
        echo "setup: on Debian, as root: apt-get update && apt-get install --no-install-recommends$packages" >&2
        exit 1
    fi
    echo "installing:$packages"
    log=$(mktemp)
    # shellcheck disable=SC2086 # a list of words
    if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $packages; } \
        </dev/null >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        rm -f "$log"
        echo "setup: these packages could not be installed:$packages" >&2
        exit 1
    fi
    rm -f "$log"
    if ! links >&2; then
        echo "setup: $(command -v cc || echo cc) makes no program even so" >&2
        exit 1
    fi
fi

case $task in test | lint | bench)
    found=$(node --version | tr -d v)
    if ! at_least "$found" "$needs_node"; then
        echo "setup: Node.js $needs_node or later is needed for client/, this is $found" >&2
        exit 1
    fi
    ;;
esac
