/** SHA-256 in the three dresses the protocol uses. Not crypto.subtle: a hall's plain-http network has none. */
import { sha256 } from '@noble/hashes/sha2.js';
import { numberFromBytes, reduce } from './group.js';

const utf8 = new TextEncoder();

/** @param {string | Uint8Array} input text is hashed as UTF-8 */
export const digest = (input) => sha256(typeof input === 'string' ? utf8.encode(input) : input);

/**
 * H(s): SHA-256 as a big-endian integer mod q.
 * @param {string} text
 */
export const hashToScalar = (text) => reduce(numberFromBytes(digest(text)));

/**
 * Base64 without padding: fingerprints and trackers.
 * @param {string | Uint8Array} input
 */
export const hashToBase64 = (input) => btoa(String.fromCharCode(...digest(input))).replace(/=+$/, '');

/** @param {string | Uint8Array} input */
export const hashToHex = (input) => Array.from(digest(input), (byte) => byte.toString(16).padStart(2, '0')).join('');
