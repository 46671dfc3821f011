#!/bin/sh
# audit.sh: checks an election twice, with our program and with the OCaml program of Belenios, which shares no code with
# this project; then archives that were made bad, which both must refuse. Ends with a table and fails where either is wrong.
# Then a vote by slips, for which the OCaml program makes one of the ballots.
# ARCHIVE names the election; by default the one that the browser test left behind last, which is run if there is none. A
# caps.jsonl and a certificate.json beside it are checked too.
set -eu
cd "$(dirname -- "$0")/.."
sh scripts/setup.sh audit
archive=${ARCHIVE:-}
target=${CARGO_TARGET_DIR:-target}
newest() {
    folder=$target/browser
    for found in "$folder"/*.bel "$folder"/*/*.bel "$folder"/*/*/*.bel; do
        [ -f "$found" ] || continue
        if [ -z "$archive" ] || [ -n "$(find "$found" -newer "$archive")" ]; then archive=$found; fi
    done
}
[ -n "$archive" ] || newest
if [ -z "$archive" ]; then
    echo "audit: no vote was held here yet; the browser test holds one"
    sh scripts/test.sh --test piaojue browser::whole_vote::from_the_sign_in_page_to_tracked_projects::sqlite
    newest
fi
if [ -z "$archive" ]; then
    echo "audit: the browser test left no archive in $target/browser" >&2
    exit 1
fi
bash scripts/audit/install-belenios.sh
# The profile of the tests, which have built most of it already.
cargo build --locked --workspace --bin piaojue --example tamper
program=$target/debug/piaojue
tamper=$target/debug/examples/tamper
tool=${BELENIOS_DIR:-$HOME/.cache/belenios-3.0}/bin/belenios-tool
vectors=crates/verifiable-ballots/tests/vectors

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' HUP INT TERM
table=$target/audit.md
wrong=0
agreed=0

# ours ARCHIVE [OPTIONS OF piaojue verify]: accepts or refuses
ours() {
    status=0
    "$program" verify "$@" >"$work/ours" 2>&1 || status=$?
    case $status in
        0) echo accepts ;;
        1) echo refuses ;;
        *) echo "cannot say" ;;
    esac
}

# outside ARCHIVE [--final]: the audit in three parts around the stock tool
outside() {
    if bash scripts/audit/audit.sh ${2:+"$2"} "$1" >"$work/outside" 2>/dev/null; then echo accepts; else echo refuses; fi
}

# alone ARCHIVE: what the stock tool's own command says, for comparison only. It looks at a few ballots drawn at random; told
# to look at none, it says the same each time.
alone() {
    rm -rf "$work/alone"
    mkdir "$work/alone"
    uuid=$(grep -ao '"uuid":"[0-9A-Za-z]*"' "$1" | head -n 1 | cut -d '"' -f 4)
    cp "$1" "$work/alone/${uuid:-none}.bel"
    if "$tool" election verify --skip-ballot-check --dir "$work/alone" 2>&1 | grep -q 'all checks passed'; then echo accepts; else echo refuses; fi
}

# judge NAME WHAT MUST OUTSIDE_MUST ARCHIVE [OPTIONS]: one row; both verdicts are compared with what they must be
judge() {
    name=$1 what=$2 must=$3 outside_must=$4 file=$5
    shift 5
    mine=$(ours "$file" "$@")
    theirs=$(outside "$file")
    stock=$(alone "$file")
    remark=''
    if [ "$mine" != "$must" ] || [ "$theirs" != "$outside_must" ]; then
        remark=' **wrong**'
        wrong=$((wrong + 1))
        echo "audit: $name: must be $must/$outside_must, was $mine/$theirs" >&2
        sed -n '$p' "$work/ours" "$work/outside" >&2
    elif [ "$mine" = "$theirs" ]; then
        agreed=$((agreed + 1))
    fi
    printf '| %s | %s | %s | %s | %s |%s\n' "$name" "$what" "$mine" "$theirs" "$stock" "$remark" >>"$table"
}

heading() {
    printf '\n**%s**\n\n| archive | what it is | piaojue verify | outside audit | stock tool alone |\n|---|---|---|---|---|\n' \
        "$1" >>"$table"
}

beside() { if [ -s "$(dirname -- "$archive")/$1" ]; then echo "$(dirname -- "$archive")/$1"; fi; }
: >"$table"

echo "auditing $archive"
bash scripts/audit/audit.sh --final "$archive"
caps=$(beside caps.jsonl)
certificate=$(beside certificate.json)
set -- ${caps:+--caps "$caps"} ${certificate:+--certificate "$certificate"}
heading 'An election of this program, and what whoever runs the server could make of it'
judge honest 'as published' accepts accepts "$archive" "$@"
mkdir "$work/tampered"
"$tamper" "$archive" "$work/tampered"
tab=$(printf '\t')
while IFS=$tab read -r name what; do
    judge "$name" "$what" refuses refuses "$work/tampered/$name.bel"
done <"$work/tampered/index.tsv"
if [ "$(grep -c . "${caps:-/dev/null}" || true)" -ge 2 ]; then
    # The proofs of the first two ballots in each other's place.
    awk -F '"proof":' '{ head[NR] = $1; proof[NR] = $2 }
        END { t = proof[1]; proof[1] = proof[2]; proof[2] = t; for (i = 1; i <= NR; i++) print head[i] "\"proof\":" proof[i] }' \
        "$caps" >"$work/crossed.jsonl"
    sed 1d "$caps" >"$work/missing.jsonl"
    judge caps-crossed 'caps.jsonl: the proofs of two ballots exchanged (the outside tool knows no caps)' refuses accepts \
        "$archive" --caps "$work/crossed.jsonl"
    judge cap-missing 'caps.jsonl: one line missing (the outside tool knows no caps)' refuses accepts \
        "$archive" --caps "$work/missing.jsonl"
fi
if [ -n "$certificate" ]; then
    sed 's/"approve": \([0-9]*\)/"approve": 1\1/' "$certificate" >"$work/certificate.json"
    judge certificate-changed 'certificate.json: other votes (the outside tool knows no certificates)' refuses accepts \
        "$archive" --certificate "$work/certificate.json"
fi

# A vote by slips, one of whose ballots the official tool made out of a slip's code.
rm -rf "$target/slips"
PIAOJUE_BELENIOS_TOOL=$tool sh scripts/test.sh --test piaojue -- --ignored slips::official
heading 'An election by slips, one ballot of which the official tool made out of the code of a slip'
judge slips 'as published' accepts accepts "$target/slips/slips.bel" --certificate "$target/slips/certificate.json"
mkdir "$work/slips"
"$tamper" "$target/slips/slips.bel" "$work/slips"
while IFS=$tab read -r name what; do
    judge "slips-$name" "$what" refuses refuses "$work/slips/$name.bel"
done <"$work/slips/index.tsv"

heading 'Archives made with another program (tests/vectors/negative)'
python3 - "$vectors" >"$work/archives" <<'PY'
import json, sys
for a in json.load(open(sys.argv[1] + '/negative/archives.index.json'))['archives']:
    must = 'accepts' if a['must'].startswith('accept') else 'refuses'
    name = a['file'].split('/')[-1].removesuffix('.bel')
    print(name, a['why'].replace('|', '/'), must, sys.argv[1] + '/negative/' + a['file'], sep='\t')
PY
for folder in choose-up-to-10 approve-each negative/base; do
    judge "$folder" 'a whole election of the reference tool' accepts accepts "$vectors/$folder/archives/3-final.bel"
done
while IFS=$tab read -r name what must file; do
    judge "$name" "$what" "$must" "$must" "$file"
done <"$work/archives"

heading 'Single ballots behind a set-up (the stock tool alone does not look at ballots)'
python3 - "$vectors" >"$work/ballots" <<'PY'
import json, sys
for b in json.load(open(sys.argv[1] + '/negative/ballots.index.json'))['ballots']:
    must = 'accepts' if b['must'].startswith('accept') else 'refuses'
    name = b['file'].split('/')[-1].removesuffix('.json')
    folder = {'c': 'choose-up-to-10', 'a': 'approve-each'}.get(name[0], 'negative/base')
    print(name, b['why'].replace('|', '/'), must, sys.argv[1] + '/negative/' + b['file'],
          sys.argv[1] + '/' + folder + '/archives/1-setup.bel', sep='\t')
PY
while IFS=$tab read -r name what must file setup; do
    "$tamper" --ballot "$setup" "$file" "$work/ballot.bel"
    judge "$name" "$what" "$must" "$must" "$work/ballot.bel"
done <"$work/ballots"

echo
cat "$table"
echo
rows=$(grep -c '^| .*accepts\|^| .*refuses\|^| .*cannot say' "$table")
echo "$rows archives: both agree on $agreed, $wrong wrong; the table is in $table"
[ "$wrong" = 0 ]
