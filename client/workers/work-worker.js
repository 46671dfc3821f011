/** The small work that is asked of whoever sends a form without an account; see `src/proposals/challenge.rs`. */
import { sha256 } from '@noble/hashes/sha2.js';
import { serve } from './serve.js';

const letters = new TextEncoder();

/** @param {Uint8Array} hash */
function zeroBits(hash) {
  let bits = 0;
  for (const byte of hash) {
    if (byte === 0) {
      bits += 8;
      continue;
    }
    return bits + Math.clz32(byte) - 24;
  }
  return bits;
}

/**
 * The first number behind the challenge whose hash begins with so many zero bits.
 * @param {string} challenge
 * @param {number} difficulty
 */
export function work(challenge, difficulty) {
  const begun = sha256.create().update(letters.encode(`${challenge}:`));
  for (let number = 0; ; number += 1) {
    if (zeroBits(begun.clone().update(letters.encode(String(number))).digest()) >= difficulty) return String(number);
  }
}

if (typeof self !== 'undefined') serve({ work });
