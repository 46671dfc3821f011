#!/bin/sh
# build.sh [FILE]: crates/verifiable-ballots-wasm as WebAssembly, by Debian trixie's compiler (install-rust.sh), into FILE or
# static/wasm/verifier.wasm. The same sources give the same bytes on every machine: no path of this one is in them. Exit
# status 3: the compiler cannot be had here.
set -eu
cd "$(dirname -- "$0")/../.."
out=${1:-static/wasm/verifier.wasm}
rust=${VERIFIER_RUST_DIR:-$HOME/.cache/verifier-rust}
bash scripts/verifier/install-rust.sh "$rust" || exit 3
home=${CARGO_HOME:-$HOME/.cargo}
# A copy at one place on every machine: cargo tells crates apart by where they lie, too.
work=${TMPDIR:-/tmp}/piaojue-verifier
rm -rf "$work"
mkdir -p "$work/source"
cp -R Cargo.toml Cargo.lock crates src tests benches "$work/source/"
folder=$work/target
mkdir -p "$folder"
# Beside RUSTFLAGS, by which cargo tells crates apart: with paths of this machine in them names and bytes would be its own.
cat >"$folder/rustc-without-paths" <<EOF
#!/bin/sh
exec "\$@" --remap-path-prefix=$work/source=/piaojue --remap-path-prefix=$home=/cargo --remap-path-prefix=$rust=/rust
EOF
chmod 755 "$folder/rustc-without-paths"
# The remaining settings are named so that neither this machine's nor .cargo/config.toml's are taken.
# curve25519_dalek_bits: 64-bit limbs multiply to 128 bits, which WebAssembly has not.
env -u CARGO_ENCODED_RUSTFLAGS -u RUSTC_WRAPPER -u RUSTC_WORKSPACE_WRAPPER -u CARGO_BUILD_RUSTFLAGS \
    PATH="$rust/bin:$PATH" RUSTC="$rust/bin/rustc" RUSTC_WRAPPER="$folder/rustc-without-paths" \
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER="$rust/bin/wasm-ld" \
    RUSTFLAGS="-C debuginfo=0" \
    "$rust/bin/cargo" build --quiet --locked --release --manifest-path "$work/source/crates/verifiable-ballots-wasm/Cargo.toml" \
    --target wasm32-unknown-unknown --target-dir "$folder"
mkdir -p "$(dirname -- "$out")"
built=$folder/wasm32-unknown-unknown/release/verifiable_ballots_wasm.wasm
cmp -s "$built" "$out" || install -m 644 "$built" "$out"
rm -rf "$work"
