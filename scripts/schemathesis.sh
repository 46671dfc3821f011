#!/bin/sh
# schemathesis.sh [ARGUMENTS OF schemathesis run]: the interface for programs is asked by its own description, with good questions
# and bad ones, over a demonstration half a year after the vote. EXAMPLES (50) says how many questions an address is asked.
# schemathesis comes from PyPI into target/schemathesis; nothing of it is part of the program.
set -eu
cd "$(dirname -- "$0")/.."
command -v python3 >/dev/null || { echo 'missing: Python 3.10 or later (Debian: python3 python3-venv)' >&2; exit 2; }
sh scripts/build.sh demo
program=$(pwd)/target/debug/piaojue
if [ -n "${CARGO_TARGET_DIR:-}" ]; then program=$(cd "$CARGO_TARGET_DIR" && pwd)/debug/piaojue; fi
tool=$(pwd)/target/schemathesis
[ -x "$tool/bin/schemathesis" ] || { python3 -m venv "$tool" && "$tool/bin/pip" install --quiet 'schemathesis==4.32.5'; }

folder=$(mktemp -d)
server=''
end() {
    status=$?
    trap - EXIT HUP INT TERM
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$folder"
    exit "$status"
}
trap end EXIT
trap 'exit 130' HUP INT TERM

port=${PORT:-18087}
PIAOJUE_DATA=$folder/data PIAOJUE_LISTEN=127.0.0.1:$port "$program" demo --stage tracking >"$folder/log" 2>&1 &
server=$!
waited=0
until python3 -c "import urllib.request as r; r.urlopen('http://127.0.0.1:$port/api/openapi.json', timeout=2)" 2>/dev/null; do
    waited=$((waited + 1))
    if [ "$waited" -gt 600 ] || ! kill -0 "$server" 2>/dev/null; then cat "$folder/log" >&2; exit 1; fi
    sleep 1
done
# Two checks are left out: an address that only reads answers a POST like no address at all, and every refused method is told
# the same `Allow`, so that neither says which addresses there are behind a sign-in.
# What it remembers of a run goes with the folder.
asks() (
    cd "$folder"
    "$tool/bin/schemathesis" "$@" --checks all --exclude-checks unsupported_method,allow_header_conformance --seed "${SEED:-1}" --max-examples "${EXAMPLES:-50}" --no-color
)
echo 'Whatever the addresses allow:'
asks run "http://127.0.0.1:$port/api/openapi.json" "$@"
echo 'What there is:'
python3 - "http://127.0.0.1:$port" >"$folder/there-is.toml" <<'PYTHON'
import json
import sys
import urllib.request


def read(path):
    return json.load(urllib.request.urlopen(sys.argv[1] + path))


year = read("/api/years")["years"][0]["year"]
line = read(f"/api/years/{year}")["lines"][0]
need = read("/api/needs/pages/1")["needs"][0]
print("[parameters]")
for name, value in {
    "id": line["project_id"], "year": year, "unit": line["unit"], "street": need["place"], "field": need["field"],
    "page": 1, "month": f"{year}-05", "quarter": 1,
}.items():
    print(f'"path.{name}" = {json.dumps(value, ensure_ascii=False)}')
print('[[operations]]\ninclude-path = "/api/needs/{id}"\nparameters = { "path.id" = "%s" }' % need["id"])
PYTHON
asks --config-file "$folder/there-is.toml" run "http://127.0.0.1:$port/api/openapi.json" "$@"
