/**
 * The scrutineers' three messages that make the threshold key (Belenios 3.0, §4.6): certificate, polynomial,
 * verification. The server only carries them; what it keeps of the key is encrypted to its owner.
 *
 * @typedef {import('./group.js').Element} Element
 * @typedef {import('./channel.js').Signed} Signed
 * @typedef {import('./proofs.js').Proof} Proof
 * @typedef {{ polynomial: string, secrets: string[], coefexps: Signed, signature: Proof }} Polynomial
 * @typedef {{ polynomial: string, secrets: string[], coefexps: Signed[], signatures: Proof[] }} Vinput
 * @typedef {{ private_key: string, public_key: { pok: Proof, public_key: string, signature: Proof } }} Voutput
 */
import { randomBase58 } from './base58.js';
import { openSigned, parse, seal, sign, unseal } from './channel.js';
import { decodeElement, decodeKey, decodeScalar, encodeElement, encodeScalar, g, power, product, randomScalar, reduce } from './group.js';
import { hashToHex } from './hash.js';
import { checkPossession, provePossession } from './proofs.js';
import { Refusal } from './refusal.js';
import { keysOf } from './trustee.js';

/** A new seed: 22 base58 characters, 128 bits. All of a scrutineer's keys follow from it. */
export const newSeed = () => randomBase58(22);

/**
 * First message: the scrutineer's own keys, self-signed.
 * @param {string} seed
 * @param {{ size: number, threshold: number, index: number }} place n, t, and the number from 1
 * @returns {Signed}
 */
export function makeCertificate(seed, { size, threshold, index }) {
  const { signing, verificationKey, encryptionKey } = keysOf(seed);
  return sign(signing, JSON.stringify({
    context: { group: 'Ed25519', size, threshold, index },
    verification: encodeElement(verificationKey),
    encryption: encodeElement(encryptionKey),
  }));
}

/**
 * What scrutineers read to one another: equal codes mean equal certificates, so that the server has put in none of its own.
 * @param {Signed[]} certificates
 */
export const codeOfCertificates = (certificates) => hashToHex(JSON.stringify(certificates.map(inOrder))).slice(0, 32);

/**
 * Second message, once all certificates are there: a random polynomial, its value for each scrutineer sealed to that one.
 * @param {string} seed
 * @param {Signed[]} certificates in order
 * @returns {Polynomial}
 */
export function makePolynomial(seed, certificates) {
  const { places, threshold } = readCertificates(certificates);
  const { keys } = ownPlace(seed, places);
  const coefficients = Array.from({ length: threshold }, randomScalar);
  const coefexps = coefficients.map((a) => encodeElement(power(g, a)));
  const valueAt = (/** @type {number} */ j) => coefficients.reduceRight((sum, a) => reduce(sum * BigInt(j) + a), 0n);
  return {
    polynomial: seal(keys.signing, keys.encryptionKey, JSON.stringify({ polynomial: coefficients.map(encodeScalar) })),
    secrets: places.map(({ encryptionKey }, i) =>
      seal(keys.signing, encryptionKey, JSON.stringify({ secret: encodeScalar(valueAt(i + 1)) }))),
    coefexps: sign(keys.signing, JSON.stringify({ coefexps })),
    signature: provePossession(keys.signing, overCertificates(certificates, coefexps)),
  };
}

/**
 * Third message: every value received is checked against its sender's coefficients; their sum is this scrutineer's share
 * of the key, sealed to itself.
 * @param {string} seed
 * @param {Signed[]} certificates
 * @param {Vinput} vinput
 * @returns {Voutput}
 */
export function makeVerification(seed, certificates, vinput) {
  const { places, threshold } = readCertificates(certificates);
  const { index, keys } = ownPlace(seed, places);
  const { secrets, coefexps, signatures } = vinput;
  if ([secrets, coefexps, signatures].some((list) => list.length !== places.length)) throw new Refusal('ceremony_incomplete');
  const own = parse(unseal(keys.decryption, keys.verificationKey, vinput.polynomial)).polynomial;
  let share = 0n;
  places.forEach(({ verificationKey }, i) => blaming(i + 1, () => {
    const wrong = new Refusal('ceremony_message_wrong');
    const exponents = parse(openSigned(verificationKey, coefexps[i])).coefexps;
    checkPossession(verificationKey, overCertificates(certificates, exponents), signatures[i]);
    if (exponents.length !== threshold) throw wrong;
    const secret = decodeScalar(parse(unseal(keys.decryption, verificationKey, secrets[i])).secret);
    if (!power(g, secret).equals(valueInExponent(exponents, index))) throw wrong;
    // the server gives back what this scrutineer sent, not another polynomial
    const ownAgain = () => own.map((/** @type {unknown} */ a) => encodeElement(power(g, decodeScalar(a)))).join();
    if (i + 1 === index && ownAgain() !== exponents.join()) throw wrong;
    share = reduce(share + secret);
  }));
  const X = encodeElement(power(g, share));
  return {
    private_key: seal(keys.signing, keys.encryptionKey, JSON.stringify({ decryption_key: encodeScalar(share) })),
    public_key: {
      pok: provePossession(share, `pok|Ed25519|${X}`),
      public_key: X,
      signature: provePossession(keys.signing, `sigmsg|${X}`),
    },
  };
}

/**
 * Whatever is wrong in what came from one scrutineer is said with that one's number.
 * @param {number} scrutineer
 * @param {() => void} check
 */
function blaming(scrutineer, check) {
  try {
    check();
  } catch (error) {
    throw error instanceof Refusal ? new Refusal('ceremony_message_wrong', { scrutineer }) : error;
  }
}

/** @param {Signed[]} certificates @param {string[]} coefexps */
export const overCertificates = (certificates, coefexps) =>
  `sigmsg|certs_sig|${JSON.stringify({ certs: certificates.map(inOrder), coefexps })}`;

/** @param {Signed} signed */
const inOrder = ({ message, signature: { challenge, response } }) => ({ message, signature: { challenge, response } });

/** @param {Signed[]} certificates */
export function readCertificates(certificates) {
  const threshold = parse(certificates[0]?.message ?? '').context?.threshold;
  const places = certificates.map((certificate, i) => {
    const { context, verification, encryption } = parse(certificate.message);
    const expected = { group: 'Ed25519', size: certificates.length, threshold, index: i + 1 };
    if (JSON.stringify(context) !== JSON.stringify(expected)) throw new Refusal('ceremony_differs');
    const verificationKey = decodeKey(verification);
    openSigned(verificationKey, certificate);
    return { verificationKey, encryptionKey: decodeKey(encryption) };
  });
  const possible = Number.isInteger(threshold) && threshold >= 1 && threshold <= places.length;
  if (!possible) throw new Refusal('ceremony_differs');
  return { places, threshold };
}

/**
 * @param {string} seed
 * @param {{ verificationKey: Element, encryptionKey: Element }[]} places
 */
function ownPlace(seed, places) {
  const keys = keysOf(seed);
  const at = places.findIndex(({ verificationKey, encryptionKey }) =>
    verificationKey.equals(keys.verificationKey) && encryptionKey.equals(keys.encryptionKey));
  if (at === -1) throw new Refusal('seed_of_other_scrutineer');
  return { index: at + 1, keys };
}

/**
 * g^f(j) from the coefficients in the exponent.
 * @param {unknown[]} exponents
 * @param {number} j
 */
export const valueInExponent = (exponents, j) =>
  product(exponents.map((A, k) => power(decodeElement(A), BigInt(j) ** BigInt(k))));
