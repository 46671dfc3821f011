import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOfCertificates, makeCertificate, makePolynomial, makeVerification, newSeed } from '../protocol/ceremony.js';
import { decodeElement, decodeKey, encodeElement, encodeScalar, g, one, power, product, reduce } from '../protocol/group.js';
import { checkPossession } from '../protocol/proofs.js';
import { keysOf, readSeed, unsealDecryptionKey } from '../protocol/trustee.js';
import { json, text } from './vectors.js';

const folder = 'choose-up-to-10/trustees';
const certificates = text(`${folder}/certs.jsons`).trim().split('\n').map((line) => JSON.parse(line));
const seed = text(`${folder}/pedersen2/seed.txt`).trim();
const vinput = json(`${folder}/pedersen2/vinput.json`);
const vector = json('intermediate-values/trustees.json');

test('the share of the reference ceremony', () => {
  const { private_key: sealed, public_key: published } = makeVerification(seed, certificates, vinput);
  const X = decodeKey(published.public_key);
  assert.equal(encodeScalar(unsealDecryptionKey(keysOf(seed), X, sealed)), vector['sum_S_2 (decryption key)']);
  checkPossession(X, `pok|Ed25519|${published.public_key}`, published.pok);
  checkPossession(keysOf(seed).verificationKey, `sigmsg|${published.public_key}`, published.signature);
});

test('messages have the fields of the reference, in its order', () => {
  const shape = (value) => JSON.stringify(value).replace(/\d{70,}|[0-9a-f]{64,}/g, '#');
  const own = makeCertificate(seed, { size: 3, threshold: 2, index: 2 });
  assert.equal(own.message, certificates[1].message);
  assert.equal(shape(own), shape(certificates[1]));
  const { polynomial, secrets, coefexps, signature } = makePolynomial(seed, certificates);
  assert.deepEqual(Object.keys(makePolynomial(seed, certificates)), ['polynomial', 'secrets', 'coefexps', 'signature']);
  assert.equal(shape([polynomial, secrets, coefexps, signature].map(shape)),
    shape([vinput.polynomial, vinput.secrets, vinput.coefexps[1], vinput.signatures[1]].map(shape)));
});

/**
 * A ceremony of n scrutineers, the server carrying the messages; `meddle` may change what it carries.
 * @typedef {(input: import('../protocol/ceremony.js').Vinput, i: number, polynomials: import('../protocol/ceremony.js').Polynomial[]) => void} Meddle
 * @param {number} n
 * @param {number} threshold
 * @param {Meddle} [meddle]
 */
function ceremony(n, threshold, meddle = () => {}) {
  const seeds = Array.from({ length: n }, newSeed);
  const certs = seeds.map((s, i) => makeCertificate(s, { size: n, threshold, index: i + 1 }));
  const polynomials = seeds.map((s) => makePolynomial(s, certs));
  const outputs = seeds.map((s, i) => {
    const input = structuredClone({
      polynomial: polynomials[i].polynomial,
      secrets: polynomials.map((p) => p.secrets[i]),
      coefexps: polynomials.map((p) => p.coefexps),
      signatures: polynomials.map((p) => p.signature),
    });
    meddle(input, i, polynomials);
    return makeVerification(s, certs, input);
  });
  return { seeds, certs, polynomials, outputs };
}

test('any t shares make the key, whose public part is the product of the constant coefficients', () => {
  const { seeds, polynomials, outputs } = ceremony(3, 2);
  const key = product(polynomials.map(({ coefexps }) => decodeElement(JSON.parse(coefexps.message).coefexps[0])));
  const shares = outputs.map(({ private_key: sealed, public_key: { public_key: X } }, i) =>
    unsealDecryptionKey(keysOf(seeds[i]), decodeKey(X), sealed));
  // Lagrange at 0 for the pairs of 1..3, by hand
  const secrets = [2n * shares[0] - shares[1], 3n * shares[1] - 2n * shares[2]].map(reduce);
  for (const secret of secrets) assert.equal(encodeElement(power(g, secret)), encodeElement(key));
  assert.ok(!key.equals(one));
});

test('messages that were meddled with are refused', () => {
  /** @type {[Meddle, string, number?][]} */
  const meddled = [
    [(input) => { input.secrets.reverse(); }, 'ceremony_message_wrong', 1],
    [(input) => { input.secrets.pop(); }, 'ceremony_incomplete'],
    [(input) => { input.coefexps.reverse(); }, 'ceremony_message_wrong', 1],
    [(input) => { [input.signatures[1], input.signatures[2]] = [input.signatures[2], input.signatures[1]]; }, 'ceremony_message_wrong', 2],
    [(input, i, polynomials) => { input.polynomial = polynomials[(i + 1) % 3].polynomial; }, 'message_unreadable'],
    [(input, i, polynomials) => { input.secrets[0] = polynomials[0].secrets[(i + 1) % 3]; }, 'ceremony_message_wrong', 1],
    [(input, i, polynomials) => { input.secrets[2] = polynomials[2].secrets[(i + 1) % 3]; }, 'ceremony_message_wrong', 3],
  ];
  for (const [meddle, code, scrutineer] of meddled) {
    assert.throws(() => ceremony(3, 2, meddle), { name: 'Refusal', code, details: scrutineer ? { scrutineer } : {} }, String(meddle));
  }
});

test('certificates of another ceremony, or none of one\'s own, are refused', () => {
  assert.throws(() => makePolynomial(seed, certificates.slice(0, 2)), { code: 'ceremony_differs' });
  assert.throws(() => makePolynomial(seed, [certificates[1], certificates[0], certificates[2]]), { code: 'ceremony_differs' });
  assert.throws(() => makePolynomial(newSeed(), certificates), { code: 'seed_of_other_scrutineer' });
  assert.throws(() => makePolynomial(seed, []), { name: 'Refusal' });
});

test('the code to compare is the same for all, and another for other certificates', () => {
  const code = codeOfCertificates(certificates);
  assert.match(code, /^[0-9a-f]{32}$/);
  const reordered = certificates.map(({ signature: { response, challenge }, message }) => ({ signature: { response, challenge }, message }));
  assert.equal(codeOfCertificates(reordered), code, 'whatever order of fields they came in');
  assert.notEqual(codeOfCertificates([certificates[0], certificates[1], makeCertificate(newSeed(), { size: 3, threshold: 2, index: 3 })]), code);
});

test('a new seed is well formed', () => {
  assert.equal(readSeed(newSeed()).length, 22);
});
