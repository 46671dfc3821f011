/**
 * The election as published: its questions, its key, and its fingerprint φ.
 *
 * @typedef {{ question: string, answers: string[], min: number, max: number }} Question
 * @typedef {object} Election
 * @property {string} uuid
 * @property {string} fingerprint φ, Base64 of the SHA-256 of the bytes received
 * @property {import('./group.js').Element} y the election's public key
 * @property {Question[]} questions
 */
import { decodeKey } from './group.js';
import { hashToBase64 } from './hash.js';
import { Refusal } from './refusal.js';

/**
 * @param {Uint8Array} bytes as received: φ is never taken from a copy written again
 * @returns {Election}
 */
export function readElection(bytes) {
  const json = parse(bytes);
  const supported =
    json !== null && typeof json === 'object' && json.version === 1 && json.group === 'Ed25519' &&
    typeof json.uuid === 'string' && Array.isArray(json.questions) && json.questions.length > 0 &&
    json.questions.every(isQuestion);
  if (!supported) throw new Refusal('election_unreadable');
  return {
    uuid: json.uuid,
    fingerprint: hashToBase64(bytes),
    y: decodeKey(json.public_key),
    questions: json.questions,
  };
}

/** @param {Uint8Array} bytes */
function parse(bytes) {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new Refusal('election_unreadable');
  }
}

/** A homomorphic question without blank; other kinds have other proofs. */
function isQuestion(/** @type {any} */ q) {
  return (
    q !== null && typeof q === 'object' && Object.keys(q).sort().join() === 'answers,max,min,question' &&
    typeof q.question === 'string' && Array.isArray(q.answers) && q.answers.length > 0 &&
    q.answers.every((/** @type {unknown} */ a) => typeof a === 'string') &&
    Number.isInteger(q.min) && Number.isInteger(q.max) && 0 <= q.min && q.min <= q.max && q.max <= q.answers.length
  );
}
