#!/bin/sh
# bench-protocol.sh: what making, checking, counting and verifying ballots cost; how far each is from the curve operations
# it is made of; the stock tool on the same ballots; and a ballot's making in Chromium. Ends with the table of docs/speed.md.
set -eu
cd "$(dirname -- "$0")/.."
sh scripts/setup.sh bench
target=${CARGO_TARGET_DIR:-target}
bash scripts/audit/install-belenios.sh
tool=${BELENIOS_DIR:-$HOME/.cache/belenios-3.0}/bin/belenios-tool
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' HUP INT TERM

cargo bench --locked -p verifiable-ballots --bench protocol >"$work/bench"
cat "$work/bench"

# The stock tool checks one ballot a process. A ballot that names another election is refused before its proofs, so the
# difference of the two is the check itself, without start and set-up.
vectors=crates/verifiable-ballots/tests/vectors
for form in choose-up-to-10 approve-each; do
    mkdir "$work/$form"
    cp "$vectors/$form/archives/1-setup.bel" "$work/$form/$(cat "$vectors/$form/uuid.txt").bel"
    sed -n 1p "$vectors/$form/ballots.jsonl" | tr -d '\n' >"$work/$form/good.json"
    sed 's/"election_uuid":"./"election_uuid":"z/' "$work/$form/good.json" >"$work/$form/strange.json"
    "$tool" election verify-ballot --dir "$work/$form" --ballot "$work/$form/good.json" >/dev/null 2>&1
    if "$tool" election verify-ballot --dir "$work/$form" --ballot "$work/$form/strange.json" >/dev/null 2>&1; then
        echo "bench: the tool takes a ballot of another election" >&2
        exit 1
    fi
done
python3 - "$tool" "$work" >"$work/tool" <<'PY'
import statistics, subprocess, sys, time
tool, work = sys.argv[1:]
for form in ('choose-up-to-10', 'approve-each'):
    took = {'good': [], 'strange': []}
    for _ in range(20):                       # in turns, so that a noisy machine is noisy to both
        for kind, times in took.items():
            begin = time.perf_counter()
            subprocess.run([tool, 'election', 'verify-ballot', '--dir', f'{work}/{form}', '--ballot', f'{work}/{form}/{kind}.json'],
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            times.append(time.perf_counter() - begin)
    check = statistics.median(took['good']) - statistics.median(took['strange'])
    print(f'tool {form} {check * 1e6:.0f}')
PY

sh scripts/client.sh
(cd client && npm run --silent measure) >"$work/browser"

python3 - "$target" "$work" "$(nproc)" <<'PY'
import json, re, sys
target, work, cores = sys.argv[1:]
def median(name):                             # microseconds
    group, _, bench = name.partition('/')
    clean = lambda text: re.sub(r'[?"/\\*<>:|^]', '_', text)[:64]
    path = f'{target}/criterion/{clean(group)}' + (f'/{clean(bench)}' if bench else '') + '/new/estimates.json'
    return json.load(open(path))['median']['point_estimate'] / 1000
price = {name: median('curve/' + name) for name in
         ('g^a P^b', 'y^a P^b, y in a table', 'P^b in constant time', 'g^a in constant time', 'is in the subgroup', 'decompress', 'compress 72 at once', 'add')}
g, y, p, b, s, d, c, a = price.values()
c /= 72
tool = {line.split()[1]: float(line.split()[2]) for line in open(f'{work}/tool')}
show = lambda us: f'{us / 1e6:.2f} s' if us >= 1e6 else f'{us / 1e3:.2f} ms' if us >= 1e3 else f'{us:.1f} µs'
print('\n| operation | time |\n|---|---|')
for name, us in price.items(): print(f'| {name} | {show(us)} |')
# n ciphertexts with proofs of 0 or 1, and sums proofs for the numbers a sum may be: two commitments each.
def check(n, sums): return (2 * n + sums) * (g + y) + g + (2 * n + 1) * (s + d) + (4 * n + 2 * sums) * c
def make(n, sums): return (2 * n + sums) * (b + 3 * p) + n * (b + p) + 2 * b
rows = [
    ('check choose_up_to', check(12, 11)), ('check approve_each with cap', check(36, 12) + 11 * (g + y)),
    ('make choose_up_to', make(12, 11)), ('make approve_each with cap', make(36, 12) + 11 * (b + 3 * p)),
    ('aggregate one approve_each', 72 * a),
    ('partial decryption: make, 12 ciphertexts', 12 * (2 * p + b)),
    ('partial decryption: check, 12 ciphertexts', 12 * (g + 2 * p)),
    ('combine and 12 logarithms up to 3000', 12 * 3 * p + 54 * a),
]
print('\n| what | measured | multiplications × their cost | measured is |\n|---|---|---|---|')
for name, least in rows: print(f'| {name} | {show(median(name))} | {show(least)} | {median(name) / least:.2f} × |')
one, two = median('verify 3000 choose_up_to/1'), median('verify 3000 choose_up_to/2')
least = 3000 * check(12, 11) + 3000 * (s + d)
print(f'| verify 3,000 choose_up_to, one core | {show(one)} | {show(least)} | {one / least:.2f} × |')
print(f'| verify 3,000 choose_up_to, two cores | {show(two)} | {show(least / 2)} | {two / least * 2:.2f} × |')
print('\n| against | figure | wanted |\n|---|---|---|')
tc, ta = tool['choose-up-to-10'], tool['approve-each']
print(f'| stock tool, one choose_up_to ballot: {show(tc)} | {tc / median("check choose_up_to"):.1f} × | 5 × |')
print(f'| stock tool, one approve_each ballot (it checks no cap): {show(ta)} | {ta / median("check approve_each with cap"):.1f} × | 5 × |')
print(f'| stock tool, 3,000 ballots: {show(3000 * tc)} | {3000 * tc / two:.1f} × on two cores, {3000 * tc / one:.1f} × on one | 8 × |')
print(f'| two cores against one ({cores} here) | {one / two:.2f} × | 1.7 × |')
print()
for line in open(f'{work}/bench'):
    if line.startswith('size: '): print('- ' + line[6:].strip())
for line in open(f'{work}/browser'):
    if line.startswith('chromium'): print('- ' + line.strip())
PY
