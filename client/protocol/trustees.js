/**
 * Who holds the election key: `trustees.json`, with every proof, certificate and signature in it.
 *
 * @typedef {import('./group.js').Element} Element
 * @typedef {object} Trustees
 * @property {Element} y the product of all keys
 * @property {Element[]} keys each owner's public key; owners are numbered from 1 in this order
 * @property {{ first: number, size: number, needed: number }[]} groups of owners, and how many of each are needed
 * @property {Element[]} verificationKeys the scrutineers' keys for signatures, in their order
 * @property {import('./channel.js').Signed[]} certificates the scrutineers'
 */
import { openSigned, parse } from './channel.js';
import { overCertificates, readCertificates, valueInExponent } from './ceremony.js';
import { decodeElement, decodeKey, encodeElement, one } from './group.js';
import { checkPossession } from './proofs.js';
import { Refusal } from './refusal.js';

/**
 * Reads the trustees and checks all of it.
 * @param {Uint8Array} bytes
 * @returns {Trustees}
 */
export function readTrustees(bytes) {
  try {
    return read(JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)));
  } catch {
    // whatever is wrong with it, nobody seals or opens anything under this key
    throw new Refusal('trustees_wrong');
  }
}

/** @param {[string, any][]} items @returns {Trustees} */
function read(items) {
  /** @type {Trustees} */
  const trustees = { y: one, keys: [], groups: [], verificationKeys: [], certificates: [] };
  for (const [kind, item] of items) {
    const first = trustees.keys.length + 1;
    if (kind === 'Single') {
      const key = possessed(item);
      trustees.y = trustees.y.add(key);
      trustees.keys.push(key);
      trustees.groups.push({ first, size: 1, needed: 1 });
    } else if (kind === 'Pedersen') {
      const { key, shares, places, threshold } = readThresholdKey(item);
      trustees.y = trustees.y.add(key);
      trustees.keys.push(...shares);
      trustees.groups.push({ first, size: shares.length, needed: threshold });
      trustees.verificationKeys.push(...places.map(({ verificationKey }) => verificationKey));
      trustees.certificates.push(...item.certs);
    } else {
      throw new Refusal('trustees_wrong');
    }
  }
  if (trustees.y.is0()) throw new Refusal('trustees_wrong');
  return trustees;
}

/** A key with the proof that somebody knows its secret. @param {any} item */
function possessed({ public_key: text, pok }) {
  const key = decodeKey(text);
  checkPossession(key, `pok|Ed25519|${text}`, pok);
  return key;
}

/** @param {any} item */
function readThresholdKey({ threshold, certs, coefexps, signatures, verification_keys: shares }) {
  const read = readCertificates(certs);
  const { places } = read;
  if (read.threshold !== threshold) throw new Refusal('trustees_wrong');
  if ([coefexps, signatures, shares].some((list) => list.length !== places.length)) throw new Refusal('trustees_wrong');
  const polynomials = places.map(({ verificationKey }, i) => {
    const { coefexps: exponents } = parse(openSigned(verificationKey, coefexps[i]));
    if (exponents.length !== threshold) throw new Refusal('trustees_wrong');
    checkPossession(verificationKey, overCertificates(certs, exponents), signatures[i]);
    return exponents.map(decodeElement);
  });
  const exponents = Array.from({ length: threshold }, (_, k) =>
    polynomials.reduce((sum, polynomial) => sum.add(polynomial[k]), one));
  const keys = places.map(({ verificationKey }, i) => {
    const key = possessed(shares[i]);
    if (!key.equals(valueInExponent(exponents.map(encodeElement), i + 1))) throw new Refusal('trustees_wrong');
    checkPossession(verificationKey, `sigmsg|${shares[i].public_key}`, shares[i].signature);
    return key;
  });
  return { key: exponents[0], shares: keys, places, threshold };
}

/**
 * Refuses an election whose key is not that of its trustees.
 * @param {import('./election.js').Election} election
 * @param {Trustees} trustees
 */
export function checkElectionKey(election, trustees) {
  if (!election.y.equals(trustees.y)) throw new Refusal('key_of_others');
}
