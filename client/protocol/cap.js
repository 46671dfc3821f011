/**
 * The cap of an approve_each ballot: at most N first answers (赞成) over all its questions. Belenios proves nothing
 * across questions; this is the overall proof of the virtual question made of the first ciphertext of each.
 */
import { range } from './proofs.js';

/** @param {number} cap */
export const capValues = (cap) => range(0, cap);

/**
 * What is hashed before the sum: S of the virtual question under a prefix of its own.
 * @param {string} s0 `φ|credential`
 * @param {string} pairs `α1,β1,α2,β2…` of the first ciphertexts, in ballot order
 */
export const capHashed = (s0, pairs) => `prove|cap|${s0}|${pairs}`;
