import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { engineOf } from '../verifier/engine.js';
import { scriptEngine } from '../verifier/script.js';
import { sameBytes, wasmEngine } from '../verifier/wasm.js';
import { makeBallot, prepare } from '../protocol/ballot.js';
import { checkBox } from '../protocol/box.js';
import { newCode, publicKeyOf, secretOf } from '../protocol/credential.js';
import { decodePoint, encodeElement, one, power } from '../protocol/group.js';
import { hashToBase64 } from '../protocol/hash.js';
import { provePossession } from '../protocol/proofs.js';
import { keysOf, signElection } from '../protocol/trustee.js';
import { checkAgreed } from '../verifier/certificate.js';
import { writeBox } from './boxes.js';
import { archive, election } from './vectors.js';

const program = readFileSync(new URL('../../static/wasm/verifier.wasm', import.meta.url));
const integrity = `sha384-${createHash('sha384').update(program).digest('base64')}`;

/**
 * All of a box, its ballots shared out among as many engines.
 * @param {() => Promise<import('../verifier/engine.js').Engine>} start
 * @param {Uint8Array} bytes
 * @param {{ caps?: Uint8Array | null, cap?: number | null, workers?: number }} [options]
 */
async function verify(start, bytes, { caps = null, cap = null, workers = 1 } = {}) {
  const engines = await Promise.all(Array.from({ length: workers }, start));
  const begun = engines.map((engine) => engine.begin(bytes, caps, cap));
  for (let number = 0; number < begun[0].ballots; number += 1) engines[number % workers].check(number);
  const [first, ...others] = engines;
  const { lines, ...summary } = first.finish(others.map((engine) => JSON.parse(JSON.stringify(engine.part()))));
  return { ...summary, lines: [...begun[0].lines, ...lines] };
}
const wasm = () => wasmEngine(program);
const engines = { wasm, script: async () => scriptEngine() };

for (const [name, start] of Object.entries(engines)) {
  test(`${name}: whole elections of the reference tool, by one worker and by three`, async () => {
    for (const folder of ['choose-up-to-10', 'approve-each', 'negative/base']) {
      const whole = archive(`${folder}/archives/3-final.bel`);
      const found = await verify(start, whole);
      assert.deepEqual(found.counts, JSON.parse(archive(`${folder}/result.json`).toString()).result);
      assert.equal(found.fingerprint, election(folder).fingerprint);
      assert.deepEqual(found.lines.map(({ check }) => check), [
        'chain', 'election', 'trustees', 'credentials', 'ballots', 'tally', 'factors', 'factors', 'factors', 'result']);
      assert.deepEqual(await verify(start, whole, { workers: 3 }), found, folder);
    }
  });

  test(`${name}: boxes that are not opened yet`, async () => {
    for (const [stage, checks] of Object.entries({ '1-setup': 5, '2-after-ballots': 5, '3-final': 10 })) {
      const found = await verify(start, archive(`approve-each/archives/${stage}.bel`)).catch((error) => error);
      assert.equal(found.lines?.length, checks, `${stage}: ${JSON.stringify(found.details)}`);
    }
  });

  const index = JSON.parse(archive('negative/archives.index.json').toString()).archives;
  test(`${name}: the ${index.length} archives made to be judged`, async () => {
    for (const { file, must, why } of index) {
      const found = await verify(start, archive(`negative/${file}`)).catch((error) => error);
      if (must.startsWith('accept')) assert.ok(found.fingerprint, `${file}: ${why}`);
      else assert.equal(found.code, 'box_refused', `${file}: ${why}`);
    }
  });

  test(`${name}: no beginning of nothing`, async () => {
    for (const nothing of ['', 'BELENIOS', '<h1>Sign in</h1>', 'x'.repeat(5000)]) {
      await assert.rejects(verify(start, Buffer.from(nothing)), { code: 'box_refused' });
    }
  });
}

test('both say the same of every box, in the same lines', async () => {
  for (const file of ['approve-each/archives/3-final.bel', 'negative/archives/01-control-revote.bel']) {
    assert.deepEqual(await verify(engines.script, archive(file)), await verify(wasm, archive(file)), file);
  }
});

test('every single ballot of the vectors, behind its set-up', async () => {
  const index = JSON.parse(archive('negative/ballots.index.json').toString()).ballots;
  const folders = { c: 'choose-up-to-10', a: 'approve-each' };
  for (const { file, must, why } of index) {
    const name = file.split('/').pop();
    const folder = folders[name[0]] ?? 'negative/base';
    const box = writeBox({
      election: archive(`${folder}/election.json`), trustees: archive(`${folder}/trustees.json`),
      credentials: archive(`${folder}/public_creds.json`), ballots: [archive(`negative/${file}`)], tally: '[]',
    });
    for (const [engine, start] of Object.entries(engines)) {
      const verifier = await start();
      verifier.begin(box, null, null);
      if (must.startsWith('accept')) verifier.check(0);
      else assert.throws(() => verifier.check(0), { code: 'box_refused' }, `${engine}: ${name}: ${why}`);
    }
  }
});

test('a ballot that is refused is named', async () => {
  for (const start of Object.values(engines)) {
    const error = await verify(start, archive('negative/archives/10-wrong-proof.bel')).catch((refusal) => refusal);
    assert.equal(error.details.ballot, 2);
  }
});

const approve = election('approve-each');
const CAP = 3;
const marks = (approved) => approve.questions.map((_, i) => (i < approved ? [1, 0, 0] : [0, 0, 1]));

/** Deputies of approve-each with their ballots and caps, as they lie in the box before it is opened. */
function hallOf(deputies) {
  prepare(approve);
  const voters = Array.from({ length: deputies }, () => newCode());
  const made = voters.map((code, i) => makeBallot(approve, code, marks(i % (CAP + 1)), CAP));
  const capOf = ({ tracker, cap }) => `${JSON.stringify({ tracker, proof: cap })}\n`;
  return { voters, ballots: made.map(({ text }) => text), caps: made.map(capOf) };
}

const turned = (hex) => hex.match(/../g).reverse().join('');
const sums = (ballots) => {
  const answers = ballots.map((text) => JSON.parse(text).answers);
  const sum = (i, j, part) => encodeElement(answers.reduce((all, read) => all.add(decodePoint(read[i].choices[j][part])), one));
  return JSON.stringify(approve.questions.map((question, i) =>
    question.answers.map((_, j) => ({ alpha: sum(i, j, 'alpha'), beta: sum(i, j, 'beta') }))));
};
const boxOf = ({ voters, ballots }) => writeBox({
  election: archive('approve-each/election.json'),
  trustees: archive('approve-each/trustees.json'),
  credentials: JSON.stringify(voters.map((code) => publicKeyOf(approve.uuid, code)).sort((a, b) => (turned(a) < turned(b) ? -1 : 1))),
  ballots,
  tally: sums(ballots),
});

test('caps: all kept, one missing, one of another ballot, one too many, another cap', async () => {
  const hall = hallOf(4);
  const box = boxOf(hall);
  const caps = (lines) => ({ caps: Buffer.from(lines.join('')), cap: CAP, workers: 2 });
  const [first, second, ...rest] = hall.caps;
  const crossed = (a, b) => `${JSON.stringify({ tracker: JSON.parse(a).tracker, proof: JSON.parse(b).proof })}\n`;
  for (const [name, start] of Object.entries(engines)) {
    const found = await verify(start, box, caps(hall.caps));
    assert.ok(found.lines.some(({ check, count, max }) => check === 'caps' && count === 4 && max === CAP), name);
    const bad = {
      missing: caps([first, ...rest]),
      crossed: caps([crossed(first, second), crossed(second, first), ...rest]),
      twice: caps([first, ...hall.caps]),
      foreign: caps([...hall.caps, hallOf(1).caps[0]]),
      lower: { ...caps(hall.caps), cap: CAP - 1 },
      unreadable: caps(['x\n']),
    };
    for (const [what, given] of Object.entries(bad)) {
      await assert.rejects(verify(start, box, given), { code: 'box_refused' }, `${name}: ${what}`);
    }
  }
});

test('a ballot made of the others, so that the sum spells their marks, is refused before anything is opened', async () => {
  // whoever runs the server holds one code and leaves everything right that needs no proof
  const hall = hallOf(4);
  const [own, ...others] = hall.ballots.map((text) => JSON.parse(text));
  const weighted = (i, j, part) => encodeElement(others.reduce((all, { answers }, k) =>
    all.add(power(decodePoint(answers[i].choices[j][part]), 64n * 2n ** BigInt(k))), one));
  own.answers.forEach((answer, i) => answer.choices.forEach((_, j) => {
    answer.choices[j] = { alpha: weighted(i, j, 'alpha'), beta: weighted(i, j, 'beta') };
  }));
  const { signature: _, ...unsigned } = own;
  const hash = hashToBase64(JSON.stringify(unsigned));
  const proof = provePossession(secretOf(approve.uuid, hall.voters[0]), `sig|${hash}`);
  const forged = JSON.stringify({ ...unsigned, signature: { hash, proof } });
  const box = boxOf({ ...hall, ballots: [forged, ...hall.ballots.slice(1)] });

  // signatures, list and product are as they should be
  assert.equal(checkBox(box, approve.fingerprint).ballots, 4);
  for (const start of Object.values(engines)) {
    await assert.rejects(verify(start, box, { workers: 2 }), ({ code, details }) => code === 'box_refused' && details.ballot === 1);
  }
});

test('a verifier with one byte changed is not started', async () => {
  assert.ok(sameBytes(program, integrity));
  for (const at of [0, 1000, program.length - 1]) {
    const changed = Buffer.from(program);
    changed[at] ^= 1;
    await assert.rejects(engineOf(changed, integrity), { code: 'verifier_changed' });
  }
  await assert.rejects(engineOf(program.subarray(0, -1), integrity), { code: 'verifier_changed' });
  assert.equal((await engineOf(program, integrity)).name, 'wasm');
});

test('a browser without WebAssembly, or that forbids it, verifies by its scripts', async () => {
  const has = globalThis.WebAssembly;
  try {
    Object.assign(globalThis, { WebAssembly: undefined });
    assert.equal((await engineOf(program, integrity)).name, 'script');
    const blocked = async () => { throw new Error('blocked by Content Security Policy'); };
    Object.assign(globalThis, { WebAssembly: { instantiate: blocked } });
    assert.equal((await engineOf(program, integrity)).name, 'script');
  } finally {
    Object.assign(globalThis, { WebAssembly: has });
  }
  assert.equal((await engineOf(null, integrity)).name, 'script');
});

test('it imports nothing', () => {
  assert.deepEqual(WebAssembly.Module.imports(new WebAssembly.Module(program)), []);
});

test('who signed for the key before voting began: as many as open the box, each once', () => {
  const folder = 'choose-up-to-10';
  const trustees = archive(`${folder}/trustees.json`);
  const electionBytes = archive(`${folder}/election.json`);
  const { fingerprint } = election(folder);
  const line = (n) => {
    const seed = archive(`${folder}/trustees/pedersen${n}/seed.txt`).toString().trim();
    const { signing, verificationKey } = keysOf(seed);
    const signature = JSON.parse(signElection(signing, electionBytes, trustees, fingerprint));
    return `${JSON.stringify({ election: fingerprint, verification_key: encodeElement(verificationKey), signature })}\n`;
  };
  const check = (...lines) => checkAgreed(Buffer.from(lines.join('')), trustees, fingerprint);
  const [one, two, three] = [line(1), line(2), line(3)];
  assert.deepEqual(check(one, three), { check: 'agreed', signed: 2 });
  assert.deepEqual(check(one, two, three), { check: 'agreed', signed: 3 });
  for (const few of [[], [one], [one, one]]) assert.throws(() => check(...few), { code: 'election_unsigned' });
  const borrowed = JSON.stringify({ ...JSON.parse(one), signature: JSON.parse(two).signature });
  assert.throws(() => check(`${borrowed}\n`, two), { code: 'signature_wrong' });
  const ofAnother = JSON.stringify({ ...JSON.parse(one), election: election('approve-each').fingerprint });
  assert.throws(() => check(`${ofAnother}\n`, two), { code: 'election_unsigned' });
});
