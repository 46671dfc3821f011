#!/bin/bash
# install-rust.sh [DIR]: Debian 13 (trixie)'s rustc, cargo and lld with the standard library for wasm32, in a private folder
# (default $VERIFIER_RUST_DIR, else ~/.cache/verifier-rust). Nothing is installed on the system: apt downloads and checks the
# packages, dpkg-deb unpacks them. One compiler for all machines is what makes static/wasm/verifier.wasm the same bytes on all.
# BELENIOS_MIRROR names another mirror than the machine's own. Run again at will.
set -euo pipefail
umask 022
DIR=${1:-${VERIFIER_RUST_DIR:-${HOME:?}/.cache/verifier-rust}}
WANT=1.85
die() { echo "install-rust: $*" >&2; exit 1; }
works() {
  [ -x "$DIR/bin/rustc" ] && [ -x "$DIR/bin/cargo" ] && [ -x "$DIR/bin/wasm-ld" ] &&
    "$DIR/bin/rustc" --version 2>/dev/null | grep -q "^rustc $WANT\." && "$DIR/bin/cargo" --version >/dev/null 2>&1 &&
    "$DIR/bin/wasm-ld" --version >/dev/null 2>&1
}

case $DIR in -*) die "usage: install-rust.sh [DIR]" ;; esac
mkdir -p "$DIR"
DIR=$(cd "$DIR" && pwd -P)
if works; then exit 0; fi
for c in apt-get dpkg-deb dpkg; do command -v $c >/dev/null || die "$c is missing (a Debian system is needed)"; done
[ "$(dpkg --print-architecture)" = amd64 ] || die "only tried on amd64"

# The mirror of the machine's own sources, its proxy and its keys.
# shellcheck disable=SC2016 # apt fills these in
targets=$(apt-get indextargets --format '$(REPO_URI)|$(RELEASE)|$(COMPONENT)' 'Created-By: Packages' 2>/dev/null || true)
mirror=${BELENIOS_MIRROR:-}
if [ -z "$mirror" ]; then
  mirror=$(printf '%s\n' "$targets" | awk -F'|' '$3=="main" && $1 !~ /security/ && $1 ~ /\/debian\/?$/ {print $1; exit}')
  [ -n "$mirror" ] || die "no Debian archive in this machine's apt sources; set BELENIOS_MIRROR"
fi
key=
for k in /usr/share/keyrings/debian-archive-keyring.gpg /usr/share/keyrings/debian-archive-keyring.pgp; do
  if [ -z "$key" ] && [ -r "$k" ]; then key=$k; fi
done

A=$DIR/apt
rm -rf "$A"
mkdir -p "$A/lists/partial" "$A/archives/partial" "$A/parts" "$A/state"
: >"$A/state/status"
echo "deb ${key:+[signed-by=$key] }$mirror trixie main" >"$A/sources.list"
options=(-q -o Dir::Etc::sourcelist="$A/sources.list" -o Dir::Etc::sourceparts="$A/parts"
  -o Dir::Etc::preferences="$A/none" -o Dir::Etc::preferencesparts="$A/parts"
  -o Dir::State="$A/state" -o Dir::State::status="$A/state/status" -o Dir::State::lists="$A/lists"
  -o Dir::Cache="$A" -o Dir::Cache::archives="$A/archives" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=
  -o Dir::Log="$A" -o APT::Install-Recommends=false -o APT::Install-Suggests=false
  -o Acquire::Languages=none -o APT::Keep-Downloaded-Packages=true -o DPkg::Post-Invoke::= -o APT::Update::Post-Invoke::=
  -o Debug::NoLocking=true)
if [ "$(id -u)" = 0 ]; then options+=(-o APT::Sandbox::User=root); fi
: >"$A/log"
apt-get "${options[@]}" update >>"$A/log" 2>&1 || { tail -n 5 "$A/log" >&2; die "apt update failed"; }
apt-get "${options[@]}" install -y --download-only rustc cargo lld libstd-rust-dev-wasm32 >>"$A/log" 2>&1 ||
  { tail -n 5 "$A/log" >&2; die "download failed"; }

R=$DIR/root
rm -rf "$R.new"
mkdir -p "$R.new"
for d in "$A"/archives/*.deb; do
  [ -e "$d" ] || die "apt downloaded nothing"
  dpkg-deb -x "$d" "$R.new"
done
rm -rf "$R"
mv "$R.new" "$R"
(cd "$A/archives" && sha256sum ./*.deb) >"$DIR/packages.sha256"
rm -rf "$A"

# Through trixie's own loader and libraries, so that the libc of the machine does not matter.
mkdir -p "$DIR/bin"
wrap() {
  cat >"$DIR/bin/$1" <<WRAP
#!/bin/sh
D=\$(dirname -- "\$(dirname -- "\$(readlink -f -- "\$0")")")/root
L=\$D/usr/lib64/ld-linux-x86-64.so.2
[ -x "\$L" ] || L=\$D/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2
exec "\$L" --argv0 "$1" --library-path "\$D/usr/lib/x86_64-linux-gnu:\$D/usr/lib/llvm-19/lib" "\$D/$2" ${3:-} "\$@"
WRAP
  chmod 755 "$DIR/bin/$1"
}
wrap rustc usr/bin/rustc "--sysroot=\"\$D/usr\""
wrap cargo usr/bin/cargo
wrap wasm-ld usr/lib/llvm-19/bin/lld
works || { "$DIR/bin/rustc" --version >&2 || true; die "what was unpacked does not run, or is not rustc $WANT"; }
echo "Debian trixie's rustc $WANT with wasm32 is in $DIR"
