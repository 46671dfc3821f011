#!/bin/sh
# build.sh [FILE]: crates/verifiable-ballots-wasm as WebAssembly, by Debian trixie's compiler (install-rust.sh), into FILE or
# static/wasm/verifier.wasm. The same sources give the same bytes on every machine: no path of this one is in them. Exit
# status 3: the compiler cannot be had here.
set -eu
cd "$(dirname -- "$0")/../.."
out=${1:-static/wasm/verifier.wasm}
rust=${VERIFIER_RUST_DIR:-$HOME/.cache/verifier-rust}
bash scripts/verifier/install-rust.sh "$rust" || exit 3
here=$(pwd -P)
home=${CARGO_HOME:-$HOME/.cargo}
folder=${CARGO_TARGET_DIR:-$here/target}/verifier
mkdir -p "$folder"
# Names and bytes of a crate follow from its metadata, into which cargo hashes RUSTFLAGS and, of a crate outside its workspace,
# the absolute path. So the metadata of our two crates is set here, and the paths are taken out beside RUSTFLAGS.
cat >"$folder/rustc-without-paths" <<EOF
#!/bin/sh
case " \$* " in *" --crate-name verifiable_ballots"*)
    left=\$#
    while [ "\$left" -gt 0 ]; do
        argument=\$1
        shift
        case \$argument in metadata=*) argument=metadata=piaojue ;; esac
        set -- "\$@" "\$argument"
        left=\$((left - 1))
    done
    ;;
esac
exec "\$@" --remap-path-prefix=$here=/piaojue --remap-path-prefix=$home=/cargo --remap-path-prefix=$rust=/rust
EOF
chmod 755 "$folder/rustc-without-paths"
# The remaining settings are named so that neither this machine's nor .cargo/config.toml's are taken.
env -u CARGO_ENCODED_RUSTFLAGS -u RUSTC_WRAPPER -u RUSTC_WORKSPACE_WRAPPER -u CARGO_BUILD_RUSTFLAGS \
    PATH="$rust/bin:$PATH" RUSTC="$rust/bin/rustc" RUSTC_WRAPPER="$folder/rustc-without-paths" \
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER="$rust/bin/wasm-ld" \
    RUSTFLAGS="-C debuginfo=0" \
    "$rust/bin/cargo" build --quiet --locked --release --manifest-path crates/verifiable-ballots-wasm/Cargo.toml \
    --target wasm32-unknown-unknown --target-dir "$folder"
mkdir -p "$(dirname -- "$out")"
built=$folder/wasm32-unknown-unknown/release/verifiable_ballots_wasm.wasm
cmp -s "$built" "$out" || install -m 644 "$built" "$out"
