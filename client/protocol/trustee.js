/**
 * A scrutineer's share of opening the box: keys from the seed, the decryption key unsealed, the tally partly decrypted.
 *
 * @typedef {import('./group.js').Element} Element
 * @typedef {import('./proofs.js').Proof} Proof
 */
import { isBase58 } from './base58.js';
import { openSigned, parse, sign, unseal } from './channel.js';
import { readElection } from './election.js';
import { decodeElement, decodeKey, decodeScalar, encodeElement, g, power, secretPower } from './group.js';
import { hashToHex, hashToScalar } from './hash.js';
import { checkDecryption, proveDecryption } from './proofs.js';
import { Refusal } from './refusal.js';
import { checkElectionKey, readTrustees } from './trustees.js';

/**
 * Reads a seed as typed: blanks do not count.
 * @param {string} typed
 */
export function readSeed(typed) {
  const seed = typed.replace(/\s/g, '');
  if (seed.length !== 22 || !isBase58(seed)) throw new Refusal('seed_malformed');
  return seed;
}

/** @param {string} seed */
export function keysOf(seed) {
  const signing = hashToScalar(`sk|${seed}`);
  const decryption = hashToScalar(`dk|${seed}`);
  return { signing, decryption, verificationKey: power(g, signing), encryptionKey: power(g, decryption) };
}

/**
 * What `trustees.json` publishes of one scrutineer. Owners are numbered through the whole list from 1.
 * @param {Uint8Array} bytes
 * @param {number} owner
 * @returns {{ verificationKey: Element, encryptionKey: Element, decryptionPublicKey: Element }}
 */
export function publishedKeys(bytes, owner) {
  const groups = parse(new TextDecoder().decode(bytes));
  let first = 1;
  for (const [kind, group] of Array.isArray(groups) ? groups : []) {
    const size = kind === 'Pedersen' ? group.certs.length : 1;
    if (kind === 'Pedersen' && first <= owner && owner < first + size) return publishedIn(group, owner - first);
    first += size;
  }
  throw new Refusal('scrutineer_not_listed');
}

/**
 * @param {any} group
 * @param {number} index
 */
function publishedIn(group, index) {
  const cert = group.certs[index];
  const { context, verification, encryption } = parse(cert.message);
  const verificationKey = decodeKey(verification);
  openSigned(verificationKey, cert);
  if (context?.index !== index + 1) throw new Refusal('scrutineer_not_listed');
  return {
    verificationKey,
    encryptionKey: decodeKey(encryption),
    decryptionPublicKey: decodeKey(group.verification_keys[index].public_key),
  };
}

/**
 * @param {string} seed
 * @param {{ verificationKey: Element, encryptionKey: Element }} published
 */
export function keysOfScrutineer(seed, published) {
  const keys = keysOf(readSeed(seed));
  if (!keys.verificationKey.equals(published.verificationKey) || !keys.encryptionKey.equals(published.encryptionKey)) {
    throw new Refusal('seed_of_other_scrutineer');
  }
  return keys;
}

/**
 * @param {ReturnType<typeof keysOf>} keys
 * @param {Element} publicKey the published key that the unsealed one must belong to
 * @param {string} sealed the encrypted decryption key, as kept by the server
 * @returns {bigint}
 */
export function unsealDecryptionKey(keys, publicKey, sealed) {
  const secret = decodeScalar(parse(unseal(keys.decryption, keys.verificationKey, sealed)).decryption_key);
  if (!power(g, secret).equals(publicKey)) throw new Refusal('decryption_key_wrong');
  return secret;
}

/** @param {string} fingerprint @param {string} X */
const decryptPrefix = (fingerprint, X) => `decrypt|${fingerprint}|${X}`;

/**
 * @param {string} fingerprint φ
 * @param {bigint} secret
 * @param {Element[][]} alphas
 * @returns {string} the PartialDecryption payload's JSON
 */
export function decryptPartly(fingerprint, secret, alphas) {
  const prefix = decryptPrefix(fingerprint, encodeElement(power(g, secret)));
  return JSON.stringify({
    decryption_factors: alphas.map((row) => row.map((alpha) => encodeElement(secretPower(alpha, secret)))),
    decryption_proofs: alphas.map((row) => row.map((alpha) => proveDecryption(secret, alpha, prefix))),
  });
}

/**
 * @param {string} fingerprint
 * @param {Element} X
 * @param {Element[][]} alphas
 * @param {string} text
 */
export function checkPartialDecryption(fingerprint, X, alphas, text) {
  const { decryption_factors: factors, decryption_proofs: proofs } = parse(text);
  const prefix = decryptPrefix(fingerprint, encodeElement(X));
  alphas.forEach((row, i) => row.forEach((alpha, j) => {
    checkDecryption(X, alpha, decodeElement(factors?.[i]?.[j]), prefix, proofs?.[i]?.[j]);
  }));
}

/**
 * A scrutineer's signature under a tally certificate.
 * @param {bigint} signingKey
 * @param {Uint8Array} bytes of `certificate.json` as received
 * @param {string} hash the SHA-256 in hex that the page shows
 * @returns {string} JSON
 */
export function signCertificate(signingKey, bytes, hash) {
  if (hashToHex(bytes) !== hash) throw new Refusal('certificate_differs');
  return JSON.stringify(sign(signingKey, `piaojue-certificate|${hash}`).signature);
}

/**
 * A scrutineer's word, before voting begins, that ballots are sealed for the scrutineers' keys and the server's.
 * @param {bigint} signingKey of a scrutineer whose own keys are in `trustees`
 * @param {Uint8Array} electionBytes
 * @param {Uint8Array} trustees
 * @param {string} fingerprint φ as the page shows it
 * @returns {string} JSON
 */
export function signElection(signingKey, electionBytes, trustees, fingerprint) {
  const election = readElection(electionBytes);
  if (election.fingerprint !== fingerprint) throw new Refusal('election_differs');
  checkElectionKey(election, readTrustees(trustees));
  return JSON.stringify(sign(signingKey, `piaojue-election|${fingerprint}`).signature);
}
