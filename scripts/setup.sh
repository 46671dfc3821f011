#!/bin/sh
# setup.sh build|test|lint|bench|audit: what that task needs and the machine lacks is installed on Debian as root;
# elsewhere one line a missing thing says what to install, and the task stops.
set -eu

needs_rust=1.95
missing=''
packages=''

have() { command -v "$1" >/dev/null 2>&1; }

# want COMMAND PACKAGE: PACKAGE brings COMMAND.
want() {
    have "$1" && return 0
    missing="$missing $1"
    packages="$packages $2"
}

postgres_programs() {
    have initdb && return 0
    for folder in /usr/lib/postgresql/*/bin; do
        if [ -x "$folder/initdb" ]; then return 0; fi
    done
    return 1
}

# at_least FOUND WANTED, as dotted numbers
at_least() {
    [ "$(printf '%s\n%s\n' "$2" "$1" | sort -t . -k 1,1n -k 2,2n | head -n 1)" = "$2" ]
}

task=${1:-}
case $task in
    build | test | lint | bench | audit) ;;
    *)
        echo "usage: setup.sh build|test|lint|bench|audit" >&2
        exit 2
        ;;
esac

want cc gcc
if [ "$task" = audit ] || [ "$task" = bench ]; then
    want python3 python3
    want dpkg-deb dpkg
fi
if [ "$task" = test ] || [ "$task" = bench ]; then
    if ! postgres_programs; then
        missing="$missing initdb(PostgreSQL)"
        packages="$packages postgresql"
    fi
fi
if [ "$task" = test ] || [ "$task" = lint ] || [ "$task" = bench ]; then
    want node nodejs
    want npm npm
fi
if [ "$task" = lint ]; then
    want git git
    want shellcheck shellcheck
fi
if [ "$task" = test ]; then
    want chromium chromium
    want chromedriver chromium-driver
    if ! have fc-list || ! fc-list 2>/dev/null | grep -qi 'cjk\|wqy\|source han'; then
        missing="$missing a-CJK-font"
        packages="$packages fontconfig fonts-noto-cjk"
    fi
fi
if [ "$task" = bench ]; then
    want chromium chromium
    want nginx nginx-light
    want wrk wrk
    want curl curl
fi

if [ -n "$packages" ]; then
    if [ "$(id -u)" = 0 ] && [ -r /etc/debian_version ] && have apt-get; then
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
    else
        echo "setup: missing here:$missing" >&2
        echo "setup: on Debian, as root: apt-get install$packages" >&2
        exit 1
    fi
fi

if ! have cargo || ! have rustc; then
    echo "setup: Rust $needs_rust or later is missing (cargo and rustc on PATH); install it with rustup" >&2
    exit 1
fi
found=$(rustc --version | cut -d ' ' -f 2)
if ! at_least "$found" "$needs_rust"; then
    echo "setup: Rust $needs_rust or later is needed, this is $found; rustup update brings it" >&2
    exit 1
fi
if [ "$task" = test ]; then
    found=$(node --version | tr -d v)
    if ! at_least "$found" 20; then
        echo "setup: Node.js 20 or later is needed for the tests in client/, this is $found" >&2
        exit 1
    fi
fi
