/**
 * The zero-knowledge proofs, each as a challenge and a response w − secret · challenge.
 *
 * @typedef {import('./group.js').Element} Element
 * @typedef {{ challenge: string, response: string }} Proof as it stands in JSON
 * @typedef {{ alpha: Element, beta: Element }} Ciphertext
 */
import { decodeScalar, encodeElement, encodeScalar, g, power, product, quotient, randomScalar, reduce, secretPower } from './group.js';
import { hashToScalar } from './hash.js';
import { Refusal } from './refusal.js';

/**
 * @param {bigint} challenge
 * @param {bigint} response
 * @returns {Proof}
 */
const written = (challenge, response) => ({ challenge: encodeScalar(challenge), response: encodeScalar(response) });

/**
 * @param {any} proof
 * @returns {{ challenge: bigint, response: bigint }}
 */
const read = (proof) => ({ challenge: decodeScalar(proof?.challenge), response: decodeScalar(proof?.response) });

/** @param {number} min @param {number} max */
export const range = (min, max) => Array.from({ length: max - min + 1 }, (_, i) => min + i);

/**
 * Claim: the ciphertext g^r, y^r·g^m encrypts one of `values`; which one stays hidden.
 *
 * Committing and answering are apart so that all points of a ballot can be written out together.
 * For a value that is not m the challenge is drawn first. Since the prover knows r, taking
 * response = w − r·challenge there too turns g^response·α^challenge into g^w: no branch needs a power of α.
 *
 * @param {Element} y
 * @param {bigint} r
 * @param {number} m one of `values`
 * @param {number[]} values
 */
export function commitToOneOf(y, r, m, values) {
  const branches = values.map((value) => {
    const w = randomScalar();
    const challenge = value === m ? null : randomScalar();
    const A = power(g, w);
    const yw = power(y, w);
    const B = challenge === null ? yw : yw.add(power(g, BigInt(m - value) * challenge));
    return { w, challenge, A, B };
  });
  return {
    /** A and B of each value in turn: the points that are hashed. */
    points: branches.flatMap(({ A, B }) => [A, B]),
    /**
     * @param {string} hashed the full text whose hash is the sum of the challenges
     * @returns {Proof[]}
     */
    answer(hashed) {
      const drawn = branches.reduce((sum, { challenge }) => sum + (challenge ?? 0n), 0n);
      const left = hashToScalar(hashed) - drawn;
      return branches.map(({ w, challenge }) => {
        const c = reduce(challenge ?? left);
        return written(c, w - r * c);
      });
    },
  };
}

/**
 * Checks that a ciphertext encrypts one of `values`.
 * @param {Element} y
 * @param {Ciphertext} ciphertext
 * @param {number[]} values
 * @param {unknown} proof
 * @param {(points: string) => string} hashed gives the full hashed text for the commitments, joined by commas
 */
export function checkOneOf(y, { alpha, beta }, values, proof, hashed) {
  if (!Array.isArray(proof) || proof.length !== values.length) throw new Refusal('proof_wrong');
  const branches = proof.map(read);
  const points = branches.flatMap(({ challenge, response }, j) => [
    product([power(g, response), power(alpha, challenge)]),
    product([power(y, response), power(quotient(beta, power(g, BigInt(values[j]))), challenge)]),
  ]);
  const sum = reduce(branches.reduce((total, { challenge }) => total + challenge, 0n));
  if (sum !== hashToScalar(hashed(points.map(encodeElement).join(',')))) throw new Refusal('proof_wrong');
}

/**
 * Claim: the signer knows the secret of g^secret, bound to a text. One Schnorr proof serves ballot signatures
 * (`sig|`), signed messages (`sigmsg|`) and proofs of possession (`pok|`).
 * @param {bigint} secret
 * @param {string} prefix everything hashed before `|A`
 * @returns {Proof}
 */
export function provePossession(secret, prefix) {
  const w = randomScalar();
  const c = hashToScalar(`${prefix}|${encodeElement(power(g, w))}`);
  return written(c, w - secret * c);
}

/**
 * @param {Element} key
 * @param {string} prefix
 * @param {unknown} proof
 */
export function checkPossession(key, prefix, proof) {
  const { challenge, response } = read(proof);
  const A = product([power(g, response), power(key, challenge)]);
  if (challenge !== hashToScalar(`${prefix}|${encodeElement(A)}`)) throw new Refusal('signature_wrong');
}

/**
 * Claim: factor = α^secret for the same secret as in X = g^secret.
 * @param {bigint} secret
 * @param {Element} alpha
 * @param {string} prefix `decrypt|φ|X`
 * @returns {Proof}
 */
export function proveDecryption(secret, alpha, prefix) {
  const w = randomScalar();
  const c = hashToScalar(`${prefix}|${encodeElement(power(g, w))},${encodeElement(secretPower(alpha, w))}`);
  return written(c, w - secret * c);
}

/**
 * @param {Element} key X
 * @param {Element} alpha
 * @param {Element} factor
 * @param {string} prefix
 * @param {unknown} proof
 */
export function checkDecryption(key, alpha, factor, prefix, proof) {
  const { challenge, response } = read(proof);
  const A = product([power(g, response), power(key, challenge)]);
  const B = product([power(alpha, response), power(factor, challenge)]);
  if (challenge !== hashToScalar(`${prefix}|${encodeElement(A)},${encodeElement(B)}`)) throw new Refusal('proof_wrong');
}
