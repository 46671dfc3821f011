#!/bin/sh
# lint.sh: what can be said about the sources without running them.
set -eu
cd "$(dirname -- "$0")/.."
sh scripts/setup.sh lint

step() {
    echo "lint: $1"
    shift
    "$@"
}

step 'format' cargo fmt --all --check
step 'clippy' cargo clippy --workspace --all-targets --locked -- -D warnings
# Its list of advisories is fetched from the network at run time, so that check is left to whoever can reach it.
if cargo deny --version >/dev/null 2>&1; then
    step 'licences, bans, sources of dependencies' cargo deny --offline check licenses bans sources
else
    echo "lint: cargo-deny is not installed; the licences are checked by tests/dependencies.rs against the same deny.toml"
fi
step 'shell scripts' shellcheck scripts/*.sh .ci/run
step 'browser scripts are those of client/' sh scripts/check-bundle.sh
step 'copies of shared files' sh scripts/check-copies.sh
step 'no address of one machine' sh scripts/check-addresses.sh
