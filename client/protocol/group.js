/**
 * The prime-order subgroup of Ed25519, written multiplicatively as in the Belenios specification
 * (g^s, α·β), and the one canonical text of its elements and scalars.
 *
 * @typedef {InstanceType<typeof ed25519.Point>} Element
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { normalizeZ } from '@noble/curves/abstract/curve.js';
import { Refusal } from './refusal.js';

const { Point } = ed25519;

/** The order of the group. */
export const q = Point.Fn.ORDER;

/** @type {Element} */
export const one = Point.ZERO;

/** @param {bigint} s */
export const reduce = (s) => ((s % q) + q) % q;

/**
 * Prepares a base that many powers will be taken of: 30 ms once, then a quarter of the time a power.
 * @param {Element} base
 */
export function withTable(base) {
  base.precompute(8).multiplyUnsafe(q - 1n);
  return base;
}

/**
 * The generator; noble gives it a small table at its first power.
 * @type {Element}
 */
export const g = Point.BASE;

/**
 * base^s, for a public s or a base with a table: whatever noble's function is called, with a table it
 * takes the constant-time course, and leaves out only the blinding and the inversion.
 * @param {Element} base
 * @param {bigint} s
 */
export const power = (base, s) => base.multiplyUnsafe(reduce(s));

/**
 * base^s in constant time, for a secret s (not 0) and a base without a table.
 * @param {Element} base
 * @param {bigint} s
 */
export const secretPower = (base, s) => base.multiply(reduce(s));

/** @param {Element[]} elements */
export const product = (elements) => elements.reduce((a, b) => a.add(b), one);

/**
 * @param {Element} a
 * @param {Element} b
 */
export const quotient = (a, b) => a.subtract(b);

/**
 * A uniform scalar, never 0: randomness 0 would show the choice.
 * @returns {bigint}
 */
export function randomScalar() {
  const bytes = crypto.getRandomValues(new Uint8Array(64));
  const s = reduce(numberFromBytes(bytes));
  return s === 0n ? randomScalar() : s;
}

/** @param {Uint8Array} bytes big-endian */
export function numberFromBytes(bytes) {
  let hex = '0x';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return BigInt(hex);
}

/**
 * 64 lower-case hex digits: the RFC 8032 bytes reversed, that is, y with the sign of x as top bit.
 * @param {Element} element
 */
export function encodeElement(element) {
  const { x, y } = element.toAffine();
  return (((x & 1n) << 255n) | y).toString(16).padStart(64, '0');
}

/**
 * The texts of many elements, with one field inversion for all of them together.
 * @param {Element[]} elements
 * @returns {Map<Element, string>}
 */
export function encodeElements(elements) {
  const affine = normalizeZ(Point, elements);
  return new Map(elements.map((element, i) => [element, encodeElement(affine[i])]));
}

/**
 * Reads a point of the curve, in or outside the subgroup; refuses every text but the canonical one.
 * @param {unknown} text
 * @returns {Element}
 */
export function decodePoint(text) {
  if (typeof text !== 'string' || !/^[0-9a-f]{64}$/.test(text)) throw new Refusal('element_malformed');
  const bytes = Uint8Array.from({ length: 32 }, (_, i) => parseInt(text.slice(62 - 2 * i, 64 - 2 * i), 16));
  try {
    return Point.fromBytes(bytes);
  } catch {
    throw new Refusal('element_malformed');
  }
}

/**
 * Reads an element of the group.
 * @param {unknown} text
 * @returns {Element}
 */
export function decodeElement(text) {
  const point = decodePoint(text);
  if (!point.isTorsionFree()) throw new Refusal('element_outside_group');
  return point;
}

/**
 * Reads a public key: an element that is not the identity.
 * @param {unknown} text
 */
export function decodeKey(text) {
  const key = decodeElement(text);
  if (key.is0()) throw new Refusal('key_is_identity');
  return key;
}

/** @param {bigint} s */
export const encodeScalar = (s) => reduce(s).toString();

/**
 * Reads a scalar: decimal digits without leading zeros, below q.
 * @param {unknown} text
 */
export function decodeScalar(text) {
  if (typeof text !== 'string' || !/^(0|[1-9][0-9]{0,75})$/.test(text)) throw new Refusal('scalar_malformed');
  const s = BigInt(text);
  if (s >= q) throw new Refusal('scalar_malformed');
  return s;
}
