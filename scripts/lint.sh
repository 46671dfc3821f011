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
step 'clippy of a server that can do no more' cargo clippy --locked --no-default-features --lib --bins -- -D warnings
if cargo deny --version >/dev/null 2>&1; then
    step 'licences, bans, sources of dependencies' cargo deny --locked check licenses bans sources
    # Fetching them is left to whoever can reach their repository.
    if [ -n "$(find "${CARGO_HOME:-$HOME/.cargo}/advisory-dbs" -mindepth 1 -maxdepth 1 2>/dev/null)" ]; then
        step 'advisories about dependencies' cargo deny --locked --offline check advisories
    else
        echo "lint: no database of advisories is stored (cargo deny fetch db); tests/dependencies.rs knows some of them"
    fi
else
    echo "lint: cargo-deny is not installed: tests/dependencies.rs checks licences and bans by the same deny.toml, and some advisories"
fi
step 'shell scripts' shellcheck -x scripts/*.sh scripts/verifier/*.sh scripts/faults/*.sh .ci/run
step 'browser scripts are those of client/' sh scripts/check-bundle.sh
step 'the verifier in the browser is what its sources make' sh scripts/verifier/check.sh
step 'types of browser scripts' npm --prefix client run --silent types
step 'promised browsers have what scripts and style sheet use' npm --prefix client run --silent browsers
step 'copies of shared files' sh scripts/check-copies.sh
step 'no address of one machine' sh scripts/check-addresses.sh
