import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSigned, seal, unseal } from '../protocol/channel.js';
import { decodeKey, decodeScalar, encodeElement, encodeScalar, g, power } from '../protocol/group.js';
import { hashToHex, hashToScalar } from '../protocol/hash.js';
import { checkPossession } from '../protocol/proofs.js';
import {
  checkPartialDecryption, decryptPartly, keysOf, keysOfScrutineer, publishedKeys, readSeed, signCertificate,
  signElection, unsealDecryptionKey,
} from '../protocol/trustee.js';
import { archive, bytes, election, json, text } from './vectors.js';

const folder = 'choose-up-to-10';
const { fingerprint } = election(folder);
const trustees = bytes(`${folder}/trustees.json`);
const seedOf = (n) => text(`${folder}/trustees/pedersen${n}/seed.txt`).trim();
const sealedOf = (n) => text(`${folder}/trustees/pedersen${n}/encrypted_decryption_key.txt`);
const vector = json('intermediate-values/trustees.json');

test('keys from a seed', () => {
  const keys = keysOf(vector.seed);
  assert.equal(encodeScalar(keys.signing), vector.signing_key_sk);
  assert.equal(encodeScalar(keys.decryption), vector.decryption_key_dk);
  assert.equal(encodeElement(keys.verificationKey), vector.verification_key);
  assert.equal(encodeElement(keys.encryptionKey), vector.encryption_key);
});

test('every hashed string of keys, certificates and messages', () => {
  for (const proof of vector.proofs_and_signatures) {
    assert.equal(hashToHex(proof.string), proof.sha256, proof.name);
    assert.equal(encodeScalar(hashToScalar(proof.string)), proof.challenge, proof.name);
    const key = decodeKey(proof.public_key_X ?? proof.verification_key);
    checkPossession(key, proof.string.slice(0, proof.string.lastIndexOf('|')), proof);
  }
});

test('channel messages open; the plain text is what was signed', () => {
  const { decryption } = keysOf(vector.seed);
  for (const channel of vector.channels) {
    // the sender's verification key: Pedersen 2 itself, or the one whose number the name says
    const from = Number(/from Pedersen (\d)/.exec(channel.name)?.[1] ?? 2);
    const { verificationKey } = publishedKeys(trustees, from + 1);
    assert.equal(unseal(decryption, verificationKey, channel.encrypted), channel.inner_message, channel.name);
    const signed = JSON.parse(channel.plaintext);
    assert.equal(openSigned(verificationKey, signed), signed.message);
  }
});

test('a sealed message opens for its recipient only, whole only, and from its sender only', () => {
  const [one, two] = [keysOf(seedOf(1)), keysOf(seedOf(2))];
  for (const message of ['', 'x', '密'.repeat(100)]) {
    const sealed = seal(one.signing, two.encryptionKey, message);
    assert.equal(unseal(two.decryption, one.verificationKey, sealed), message);
    assert.throws(() => unseal(one.decryption, one.verificationKey, sealed), { code: 'message_unreadable' });
    assert.throws(() => unseal(two.decryption, two.verificationKey, sealed), { code: 'signature_wrong' });
    const parts = JSON.parse(sealed);
    for (const data of [parts.data.slice(2), parts.data.slice(0, -2), '', 'zz', parts.data.replace(/^./, (c) => (c === '0' ? '1' : '0'))]) {
      const broken = JSON.stringify({ ...parts, data });
      assert.throws(() => unseal(two.decryption, one.verificationKey, broken), { code: 'message_unreadable' });
    }
  }
  assert.throws(() => unseal(two.decryption, one.verificationKey, 'not json'), { code: 'message_unreadable' });
});

test('published keys by owner number; the server and strangers have none', () => {
  for (const n of [1, 2]) {
    const published = publishedKeys(trustees, n + 1);
    const keys = keysOfScrutineer(` ${seedOf(n)}\n`, published);
    assert.ok(keys.verificationKey.equals(published.verificationKey));
  }
  for (const owner of [0, 1, 5]) assert.throws(() => publishedKeys(trustees, owner), { code: 'scrutineer_not_listed' });
});

test('a wrong seed is told apart: malformed, or of another scrutineer', () => {
  assert.throws(() => readSeed(seedOf(1).slice(1)), { code: 'seed_malformed' });
  assert.throws(() => readSeed('0' + seedOf(1).slice(1)), { code: 'seed_malformed' });
  assert.throws(() => keysOfScrutineer(seedOf(2), publishedKeys(trustees, 2)), { code: 'seed_of_other_scrutineer' });
});

test('the decryption key is unsealed and belongs to the published one', () => {
  const published = publishedKeys(trustees, 3);
  const secret = unsealDecryptionKey(keysOf(seedOf(2)), published.decryptionPublicKey, sealedOf(2));
  assert.equal(encodeScalar(secret), vector['sum_S_2 (decryption key)']);
  assert.throws(() => unsealDecryptionKey(keysOf(seedOf(2)), publishedKeys(trustees, 2).decryptionPublicKey, sealedOf(2)), {
    code: 'decryption_key_wrong',
  });
  assert.throws(() => unsealDecryptionKey(keysOf(seedOf(1)), published.decryptionPublicKey, sealedOf(2)), {
    code: 'message_unreadable',
  });
});

test('a partial decryption: the same factors as the reference tool, proofs that hold', () => {
  const published = publishedKeys(trustees, 2);
  const secret = unsealDecryptionKey(keysOf(seedOf(1)), published.decryptionPublicKey, sealedOf(1));
  const alphas = json(`${folder}/encrypted_tally.json`).map((row) => row.map(({ alpha }) => decodeKey(alpha)));
  const made = decryptPartly(fingerprint, secret, alphas);
  const reference = text(`${folder}/partial_decryption_owner2.json`).trim();
  assert.deepEqual(JSON.parse(made).decryption_factors, JSON.parse(reference).decryption_factors);
  assert.equal(made.replace(/"\d+"/g, '""'), reference.replace(/"\d+"/g, '""'), 'the same fields in the same order');
  const check = (body) => checkPartialDecryption(fingerprint, published.decryptionPublicKey, alphas, body);
  check(made);
  check(reference);
  assert.throws(() => check(reference.replace(/"response":"\d/, '"response":"6')), { code: 'proof_wrong' });
});

test('every hashed string of the partial decryptions', () => {
  for (const factor of json('intermediate-values/decryption.json').factors) {
    assert.equal(hashToHex(factor.string), factor.sha256);
    assert.equal(encodeElement(power(g, decodeScalar(factor.private_key_x))), factor.public_key_X);
    assert.ok(factor.string.startsWith(`decrypt|${fingerprint}|${factor.public_key_X}|`));
    const body = JSON.stringify({ decryption_factors: [[factor.factor]], decryption_proofs: [[factor.proof]] });
    checkPartialDecryption(fingerprint, decodeKey(factor.public_key_X), [[decodeKey(factor.alpha)]], body);
  }
});

test('a certificate is signed under the published key, over the bytes shown', () => {
  const { signing, verificationKey } = keysOf(seedOf(1));
  const certificate = new TextEncoder().encode('{"结果":"10 个项目获得通过"}');
  const hash = hashToHex(certificate);
  const signature = signCertificate(signing, certificate, hash);
  checkPossession(verificationKey, `sigmsg|piaojue-certificate|${hash}`, JSON.parse(signature));
  assert.deepEqual(Object.keys(JSON.parse(signature)), ['challenge', 'response']);
  assert.throws(() => signCertificate(signing, certificate, hashToHex('another')), { code: 'certificate_differs' });
});

test('the election is signed only under the scrutineers\' key, and only the one that is shown', () => {
  const seed = seedOf(2);
  const { signing, verificationKey } = keysOfScrutineer(seed, publishedKeys(trustees, 3));
  const shown = bytes(`${folder}/election.json`);
  const signature = JSON.parse(signElection(signing, shown, trustees, fingerprint));
  checkPossession(verificationKey, `sigmsg|piaojue-election|${fingerprint}`, signature);
  const sign = (file, who) => () => signElection(signing, file, who, fingerprint);
  assert.throws(sign(bytes('approve-each/election.json'), trustees), { code: 'election_differs' });
  const others = archive('approve-each/trustees.json');
  assert.throws(sign(shown, others), { code: 'key_of_others' });
  assert.throws(sign(shown, Buffer.from('[]')), { code: 'trustees_wrong' });
  assert.throws(() => keysOfScrutineer(seed, publishedKeys(others, 3)), { code: 'seed_of_other_scrutineer' });
});
