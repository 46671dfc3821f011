// sbom.mjs [FILE]: what the program is made of, as CycloneDX 1.6 (JSON): the crates that Cargo.lock names for it and the packages
// that the browser's bundles hold, each with version, licence, hash and address. The same sources give the same bytes.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const read = (name) => readFileSync(join(root, name), 'utf8');

/** Name and version of each crate, with the SHA-256 under which Cargo.lock holds it. */
function checksums() {
  const found = new Map();
  for (const part of read('Cargo.lock').split('[[package]]').slice(1)) {
    const of = (key) => part.match(new RegExp(`^${key} = "(.*)"$`, 'm'))?.[1];
    if (of('checksum')) found.set(`${of('name')}@${of('version')}`, of('checksum'));
  }
  return found;
}

/** An SPDX expression; `/` is an old OR. */
const licence = (text) => (text ? [{ expression: text.replaceAll('/', ' OR ').replaceAll(/ +/g, ' ') }] : undefined);

function crates() {
  const platform = ['--filter-platform', 'x86_64-unknown-linux-gnu'];
  const said = execFileSync('cargo', ['metadata', '--format-version', '1', '--locked', ...platform], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const { packages, resolve } = JSON.parse(said);
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const program = packages.find(({ name }) => name === 'piaojue');
  const needs = (id) =>
    nodes.get(id).deps.filter(({ dep_kinds: kinds }) => kinds.some(({ kind }) => kind !== 'dev')).map(({ pkg }) => pkg);
  // Only what the program itself is built from: no tests, no benches.
  const reached = new Set([program.id]);
  for (const id of reached) for (const next of needs(id)) reached.add(next);
  const sums = checksums();
  const known = new Map(packages.map((one) => [one.id, one]));
  const ref = (id) => `pkg:cargo/${known.get(id).name}@${known.get(id).version}`;
  const parts = [...reached].filter((id) => id !== program.id).map((id) => {
    const { name, version, license, repository, source } = known.get(id);
    const sum = sums.get(`${name}@${version}`);
    return {
      type: 'library',
      'bom-ref': ref(id),
      name,
      version,
      ...(sum && { hashes: [{ alg: 'SHA-256', content: sum }] }),
      licenses: licence(license),
      purl: source ? ref(id) : undefined,
      ...(repository && { externalReferences: [{ type: 'vcs', url: repository }] }),
    };
  });
  const links = [...reached].map((id) => ({ ref: ref(id), dependsOn: [...new Set(needs(id).map(ref))].sort() }));
  return { program, ref: ref(program.id), parts, links };
}

/** What `client/package.json` builds the bundles from. */
function bundled() {
  const lock = JSON.parse(read('client/package-lock.json'));
  const wanted = Object.keys(lock.packages[''].dependencies ?? {});
  const reached = new Set(wanted);
  for (const name of reached) {
    for (const next of Object.keys(lock.packages[`node_modules/${name}`]?.dependencies ?? {})) reached.add(next);
  }
  const refOf = (name) => `pkg:npm/${name.replace('@', '%40')}@${lock.packages[`node_modules/${name}`].version}`;
  const parts = [...reached].map((name) => {
    const { version, license, integrity } = lock.packages[`node_modules/${name}`];
    const [, sum] = integrity?.match(/^sha512-(.*)$/) ?? [];
    return {
      type: 'library',
      'bom-ref': refOf(name),
      name,
      version,
      ...(sum && { hashes: [{ alg: 'SHA-512', content: Buffer.from(sum, 'base64').toString('hex') }] }),
      licenses: licence(license),
      purl: refOf(name),
    };
  });
  return { parts, refs: wanted.map(refOf) };
}

const { program, ref, parts, links } = crates();
const { parts: scripts, refs } = bundled();
const byRef = (a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1);
const components = [...parts, ...scripts].sort(byRef);
for (const link of links) if (link.ref === ref) link.dependsOn.push(...refs);
links.push(...scripts.map((one) => ({ ref: one['bom-ref'] })));
const dependencies = links.sort((a, b) => (a.ref < b.ref ? -1 : 1));
const digest = createHash('sha256').update(JSON.stringify([components, dependencies])).digest('hex');
const uuid = digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
const bom = {
  $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  serialNumber: `urn:uuid:${uuid}`,
  version: 1,
  metadata: {
    component: {
      type: 'application',
      'bom-ref': ref,
      name: program.name,
      version: program.version,
      licenses: licence(program.license),
    },
  },
  components,
  dependencies,
};
const text = `${JSON.stringify(bom, null, 2)}\n`;
const [, , file] = process.argv;
if (file) writeFileSync(file, text);
else process.stdout.write(text);
