import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCode, newCode, publicKeyOf, readCode, secretOf } from '../protocol/credential.js';
import { ALPHABET, randomBase58 } from '../protocol/base58.js';
import { decodeElement, decodeKey, decodeScalar, encodeElement, encodeElements, encodeScalar, g, power } from '../protocol/group.js';
import { hashToBase64, hashToHex, hashToScalar } from '../protocol/hash.js';
import { bytes, json, text } from './vectors.js';
import { readElection } from '../protocol/election.js';

const vectors = json('encodings.json');

for (const { hex, accept, reason, note } of vectors.elements) {
  test(`element ${accept ? 'read' : 'refused'}: ${reason ?? note}`, () => {
    if (accept) assert.equal(encodeElement(decodeElement(hex)), hex);
    else assert.throws(() => decodeElement(hex), { name: 'Refusal' });
  });
}

test('the identity is an element but no key', () => {
  assert.throws(() => decodeKey('1'.padStart(64, '0')), { code: 'key_is_identity' });
});

test('many elements are written as each alone', () => {
  const points = [1n, 2n, 1234567n].map((s) => power(g, s));
  const texts = encodeElements(points);
  for (const point of points) assert.equal(texts.get(point), encodeElement(point));
});

for (const { text: scalar, accept, note } of vectors.scalars) {
  test(`scalar ${accept ? 'read' : 'refused'}: ${note}`, () => {
    if (accept) assert.equal(encodeScalar(decodeScalar(scalar)), scalar);
    else assert.throws(() => decodeScalar(scalar), { code: 'scalar_malformed' });
  });
}

test('hashes', () => {
  for (const { text, sha256, scalar } of vectors.hash_to_scalar) {
    assert.equal(hashToHex(text), sha256);
    assert.equal(encodeScalar(hashToScalar(text)), scalar);
  }
  for (const { text, sha256_base64 } of vectors.base64_without_padding) assert.equal(hashToBase64(text), sha256_base64);
});

test('codes: secret and public key', () => {
  for (const { uuid, credential, secret_exponent, public: key } of vectors.credentials) {
    assert.equal(encodeScalar(secretOf(uuid, credential)), secret_exponent);
    assert.equal(publicKeyOf(uuid, credential), key);
  }
});

for (const { text: code, reason } of vectors.credentials_refused) {
  test(`code refused: ${reason}`, () => {
    assert.equal(isCode(code), false);
    assert.throws(() => secretOf('6Q3esnEwQGKTC7', code), { code: 'code_malformed' });
  });
}

test('a code as people type it', () => {
  for (const typed of ['KyJmC-NrhCgC-4hMCD-3V8S6t', ' KyJmC NrhCgC 4hMCD 3V8S6t\n', 'KyJmCNrhCgC4hMCD3V8S6t', 'KyJmC–NrhCgC—4hMCD－3V8S6t']) {
    assert.equal(readCode(typed), 'KyJmC-NrhCgC-4hMCD-3V8S6t');
  }
  assert.throws(() => readCode('KyJmC-NrhCgC-4hMCD-3V8S6'), { code: 'code_malformed' });
  assert.throws(() => readCode('KyJm0-NrhCgC-4hMCD-3V8S6t'), { code: 'code_malformed' });
});

test('a new code is well formed, new, and of uniform characters', () => {
  const codes = Array.from({ length: 50 }, newCode);
  assert.ok(codes.every(isCode));
  assert.equal(new Set(codes).size, codes.length);
  const sample = randomBase58(58 * 400);
  for (const character of ALPHABET) {
    const seen = sample.split(character).length - 1;
    assert.ok(Math.abs(seen - 400) < 120, `${character} seen ${seen} times, 400 expected`);
  }
});

test('the fingerprint is over the bytes received', () => {
  for (const folder of ['choose-up-to-10', 'approve-each']) {
    const election = readElection(bytes(`${folder}/election.json`));
    assert.equal(election.fingerprint, text(`${folder}/fingerprint.txt`).trim());
  }
  const spaced = new TextEncoder().encode(text('approve-each/election.json') + '\n');
  assert.notEqual(readElection(spaced).fingerprint, text('approve-each/fingerprint.txt').trim());
});

test('elections of other kinds are refused', () => {
  const good = json('choose-up-to-10/election.json');
  const other = (change) => new TextEncoder().encode(JSON.stringify({ ...good, ...change }));
  const question = (change) => ({ questions: [{ ...good.questions[0], ...change }] });
  for (const change of [
    { version: 0 }, { group: 'BELENIOS-2048' }, { questions: [] }, question({ blank: true }), question({ max: 13 }),
    question({ min: 3, max: 2 }), question({ answers: 'abc' }), { questions: [{ type: 'NonHomomorphic', value: {} }] },
  ]) {
    assert.throws(() => readElection(other(change)), { code: 'election_unreadable' }, JSON.stringify(change));
  }
  assert.throws(() => readElection(new TextEncoder().encode('<html>')), { code: 'election_unreadable' });
  assert.throws(() => readElection(other({ public_key: '1'.padStart(64, '0') })), { code: 'key_is_identity' });
});
