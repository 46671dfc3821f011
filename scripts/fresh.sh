#!/usr/bin/env bash
# fresh.sh [12|13] [COMMAND…]: what a stranger meets on a Debian that has nothing but Rust, git and make. Each release (both,
# if none is named) is laid out anew in a temporary folder, this repository's HEAD is cloned into it, and each COMMAND (by
# default "make demo" and "make test") runs in there. Needs root and debootstrap; leaves nothing but a log in target/.
#   scripts/fresh.sh 12 'make demo' 'sh scripts/test.sh --test piaojue dependencies'
# make demo is waited for until it listens, asked for its first page and ended; then started once more with nothing changed.
set -euo pipefail
cd "$(dirname -- "${BASH_SOURCE[0]}")/.."

fail() {
    echo "fresh: $*" >&2
    exit 1
}

# Inside the new root. Says what each command took, and what it installed.

packages() { dpkg-query -W -f '${Package} ${Installed-Size}\n' | sort; }

first_page() { # PORT
    local status bytes
    exec 3<>"/dev/tcp/127.0.0.1/$1"
    printf 'GET / HTTP/1.1\r\nhost: 127.0.0.1:%s\r\nconnection: close\r\n\r\n' "$1" >&3
    IFS=' ' read -r -u 3 _ status _
    bytes=$(wc -c <&3)
    exec 3<&-
    echo "GET / answered $status with $bytes bytes"
    [[ $status == 200 ]]
}

demonstrate() {
    local said=/tmp/said port='' status=0
    : >"$said"
    "$@" >"$said" 2>&1 &
    local demo=$!
    while [[ -z $port ]] && kill -0 "$demo" 2>/dev/null; do
        sleep 0.2
        port=$(sed -n 's/^listening on http:.*:\([0-9]*\).*/\1/p' "$said" | head -n 1)
    done
    [[ -n $port ]] && first_page "$port" || status=1
    kill "$demo" 2>/dev/null || true
    wait "$demo" || true
    cat "$said"
    return "$status"
}

attempt() { # NAME COMMAND…: one line of the summary
    local name=$1 before after status=0 TIMEFORMAT='%0R s, of which %0U + %0S s of processor'
    shift
    before=$(packages)
    { time "$@" >/tmp/log 2>&1 || status=$?; } 2>/tmp/took
    after=$(packages)
    { echo "== $name"; cat /tmp/log; } >>/fresh.log
    grep -E '^(installing|GET|test result|# (tests|pass|fail) )' /tmp/log || true
    awk -v name="$name" -v took="$(cat /tmp/took)" '{ count++; size += $2 }
        END { printf "%s: %s; installed %d packages, %d MB\n", name, took, count, size / 1024 }' \
        <(comm -13 <(echo "$before") <(echo "$after"))
    if [[ $status != 0 ]]; then
        tail -n 40 /tmp/log >&2
        fail "$name failed ($status)"
    fi
}

inside() {
    attempt 'git, make, certificates' sh -c 'apt-get update && apt-get install -y --no-install-recommends git make ca-certificates'
    # A network may have an authority of its own.
    if [[ -s /certificates ]]; then cp /certificates /etc/ssl/certs/ca-certificates.crt; fi
    cd /srv/piaojue
    for command in "$@"; do
        if [[ $command == 'make demo'* ]]; then
            # shellcheck disable=SC2086 # a list of words
            attempt "$command" demonstrate $command
            # shellcheck disable=SC2086
            attempt "$command, nothing changed" demonstrate $command
        else
            attempt "$command" sh -c "$command"
        fi
    done
}

# In namespaces of its own: whatever was mounted or started is gone when this ends, however it ends.

lay_out() { # SUITE ROOT: Debian, the Rust of this machine, the project
    local suite=$1 root=$2 mirror file
    # shellcheck disable=SC2016 # apt's own words
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null | grep -m 1 '/debian/*$' || true)
    debootstrap --variant=minbase "$suite" "$root" ${mirror:+"$mirror"} >"$root.log" 2>&1 ||
        { tail -n 20 "$root.log" >&2; fail 'debootstrap failed'; }
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mkdir "$root/opt/rust"
    mount --bind "$(rustc --print sysroot)" "$root/opt/rust"
    mount -o remount,ro,bind "$root/opt/rust"
    git clone --quiet --no-hardlinks . "$root/srv/piaojue"
    cp scripts/fresh.sh "$root/fresh.sh"

    # As this machine reaches the registries, so does that one.
    mkdir -p "$root/root/.cargo"
    for file in /etc/resolv.conf /etc/hosts /etc/apt/apt.conf.d/*proxy*; do
        if [[ -r $file ]]; then cp -L "$file" "$root$file"; fi
    done
    cp -L ~/.npmrc "$root/root/" 2>/dev/null || true
    cp -L "${CARGO_HOME:-$HOME/.cargo}/config.toml" "$root/root/.cargo/" 2>/dev/null || true
    cp -L /etc/ssl/certs/ca-certificates.crt "$root/certificates" 2>/dev/null || true
}

within() { # SUITE ROOT COMMAND…
    local suite=$1 root=$2 name
    shift 2
    lay_out "$suite" "$root"
    local environment=(PATH=/opt/rust/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 CARGO_TERM_COLOR=never PIAOJUE_LISTEN=127.0.0.1:0)
    for name in http_proxy https_proxy no_proxy CARGO_BUILD_JOBS NODE_EXTRA_CA_CERTS; do
        if [[ -n ${!name:-} ]]; then environment+=("$name=${!name}"); fi
    done
    chroot "$root" env -i "${environment[@]}" bash /fresh.sh --inside "$@"
}

case ${1:-} in
    --inside)
        cd /
        shift
        inside "$@"
        exit
        ;;
    --within)
        shift
        within "$@"
        exit
        ;;
esac

declare -A suites=([12]=bookworm [13]=trixie)
releases=(12 13)
if [[ -n ${1:-} && -n ${suites[$1]:-} ]]; then
    releases=("$1")
    shift
fi
if [[ $# == 0 ]]; then set -- 'make demo' 'make test'; fi
[[ $(id -u) == 0 ]] || fail 'a root of its own can only be made by root'
for needed in debootstrap unshare git rustc; do
    command -v "$needed" >/dev/null || fail "$needed is missing; on Debian: apt-get install debootstrap util-linux git, and Rust by rustup"
done
if [[ -n $(git status --porcelain) ]]; then echo 'fresh: what is not committed is not tried' >&2; fi

folder=$(mktemp -d)
child=''
remove() {
    status=$?
    trap - EXIT HUP INT TERM
    if [[ -n $child ]]; then
        kill -KILL "$child" 2>/dev/null || true
        wait "$child" 2>/dev/null || true
    fi
    # A folder of this machine that is still mounted there must not be emptied.
    if grep -q " $folder/" /proc/self/mountinfo; then
        echo "fresh: something is still mounted below $folder; it is left there" >&2
    else
        rm -rf --one-file-system "$folder"
    fi
    exit "$status"
}
trap remove EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

logs=${CARGO_TARGET_DIR:-target}
mkdir -p "$logs"
for release in "${releases[@]}"; do
    echo "Debian $release (${suites[$release]}), $(git log -1 --format='%h %s')"
    SECONDS=0 status=0
    unshare --mount --pid --fork --kill-child bash scripts/fresh.sh --within "${suites[$release]}" "$folder/$release" "$@" </dev/null &
    child=$!
    wait "$child" || status=$?
    child=''
    cp "$folder/$release/fresh.log" "$logs/fresh-$release.log" 2>/dev/null || true
    [[ $status == 0 ]] || fail "Debian $release: failed; what was said is in $logs/fresh-$release.log"
    echo "all of it, with the laying out of Debian: $((SECONDS / 60)) min $((SECONDS % 60)) s on $(nproc) cores"
    rm -rf --one-file-system "${folder:?}/$release"
done
