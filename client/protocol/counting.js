/**
 * From the tally to the counts: what each trustee contributed is checked, and all of it together opens the tally.
 *
 * @typedef {import('./group.js').Element} Element
 * @typedef {{ alpha: Element, beta: Element }[][]} Tally
 * @typedef {import('./trustees.js').Trustees} Trustees
 */
import { readJson, written } from './archive.js';
import { decodeElement, encodeElement, g, one, power, product, q, quotient, reduce } from './group.js';
import { checkDecryption } from './proofs.js';
import { Refusal } from './refusal.js';

/**
 * The factors of one trustee, each proved.
 * @param {string} fingerprint φ
 * @param {Element} key of this trustee
 * @param {Tally} tally
 * @param {Uint8Array} content
 * @returns {Element[][]}
 */
export function readFactors(fingerprint, key, tally, content) {
  const { decryption_factors: factors, decryption_proofs: proofs } = readJson(content);
  const shaped = (/** @type {any} */ rows) => Array.isArray(rows) && rows.length === tally.length &&
    rows.every((row, i) => Array.isArray(row) && row.length === tally[i].length);
  const proof = (/** @type {any} */ p) => ({ challenge: p?.challenge, response: p?.response });
  if (!shaped(factors) || !shaped(proofs)) throw new Refusal('factors_wrong');
  const again = JSON.stringify({
    decryption_factors: factors,
    decryption_proofs: proofs.map((/** @type {any[]} */ row) => row.map(proof)),
  });
  if (again !== written(content)) throw new Refusal('factors_wrong');
  const prefix = `decrypt|${fingerprint}|${encodeElement(key)}`;
  return tally.map((row, i) => row.map(({ alpha }, j) => {
    const factor = decodeElement(factors[i][j]);
    checkDecryption(key, alpha, factor, prefix, proofs[i][j]);
    return factor;
  }));
}

/**
 * The counts that the factors open. Of a group of trustees the first that are needed count.
 * @param {Trustees} trustees
 * @param {Tally} tally
 * @param {{ owner: number, factors: Element[][] }[]} given
 * @param {number} most no count can be greater
 * @returns {number[][]}
 */
export function combine(trustees, tally, given, most) {
  const used = trustees.groups.flatMap(({ first, size, needed }) => {
    const chosen = given.filter(({ owner }) => first <= owner && owner < first + size).slice(0, needed);
    if (chosen.length < needed) throw new Refusal('result_wrong');
    const places = chosen.map(({ owner }) => BigInt(owner - first + 1));
    return chosen.map(({ factors }, i) => ({ factors, exponent: lagrange(places[i], places) }));
  });
  const counts = new Map();
  let point = one;
  for (let n = 0; n <= most; n += 1, point = point.add(g)) counts.set(encodeElement(point), n);
  return tally.map((row, i) => row.map(({ beta }, j) => {
    const opened = quotient(beta, product(used.map(({ factors, exponent }) => power(factors[i][j], exponent))));
    const count = counts.get(encodeElement(opened));
    if (count === undefined) throw new Refusal('result_wrong');
    return count;
  }));
}

/** λ = Π k/(k − place) over the other places k. @param {bigint} place @param {bigint[]} places */
function lagrange(place, places) {
  const others = places.filter((k) => k !== place);
  const up = others.reduce((all, k) => reduce(all * k), 1n);
  const down = others.reduce((all, k) => reduce(all * (k - place)), 1n);
  return reduce(up * inverse(down));
}

/** Modulo q, which is prime. @param {bigint} n */
function inverse(n) {
  let result = 1n;
  let base = reduce(n);
  for (let e = q - 2n; e > 0n; e >>= 1n) {
    if (e & 1n) result = reduce(result * base);
    base = reduce(base * base);
  }
  return result;
}
