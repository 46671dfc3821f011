/** A deputy's ballot code: the secret of one ballot in one round. */
import { isBase58, randomBase58 } from './base58.js';
import { encodeElement, g, power, reduce } from './group.js';
import { hashToHex } from './hash.js';
import { Refusal } from './refusal.js';

const FORM = /^([1-9A-HJ-NP-Za-km-z]{5})-([1-9A-HJ-NP-Za-km-z]{6})-([1-9A-HJ-NP-Za-km-z]{5})-([1-9A-HJ-NP-Za-km-z]{6})$/;

/** @param {string} characters 22 of them */
const hyphenate = (characters) =>
  [characters.slice(0, 5), characters.slice(5, 11), characters.slice(11, 16), characters.slice(16)].join('-');

/** A new code, XXXXX-XXXXXX-XXXXX-XXXXXX: 128 bits. */
export const newCode = () => hyphenate(randomBase58(22));

/** @param {unknown} code */
export const isCode = (code) => typeof code === 'string' && FORM.test(code);

/**
 * Reads a code as a person types it: blanks and dashes of any kind do not count, capitals do.
 * @param {string} typed
 */
export function readCode(typed) {
  const characters = typed.replace(/[\s\p{Pd}\u2212]/gu, '');
  if (characters.length !== 22 || !isBase58(characters)) throw new Refusal('code_malformed');
  return hyphenate(characters);
}

/**
 * @param {string} uuid of the election
 * @param {string} code
 * @returns {bigint} the secret exponent
 */
export function secretOf(uuid, code) {
  if (!isCode(code)) throw new Refusal('code_malformed');
  const half = (/** @type {0 | 1} */ i) => hashToHex(`derive_credential|${uuid}|${i}|${code}`);
  return reduce(BigInt('0x' + half(0) + half(1)));
}

/**
 * @param {string} uuid
 * @param {string} code
 * @returns {string} the public key, the only part of a code that leaves the browser
 */
export const publicKeyOf = (uuid, code) => encodeElement(power(g, secretOf(uuid, code)));
