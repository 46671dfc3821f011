/**
 * 选票码条: codes that are printed and drawn from a tray. Only public keys leave the browser that makes them, in the order of the
 * keys, so that nobody can tell which keys of different rounds belong to one slip.
 *
 * @typedef {{ uuid: string, keys: string[] }} PrintedList the keys of one of the rounds that the slips serve
 */
import { randomBase58 } from './base58.js';
import { newCode, publicKeyOf, readCode, secretOf } from './credential.js';
import { hashToBase64 } from './hash.js';
import { provePossession } from './proofs.js';

/** Rounds that one slip serves: this one, and five re-votes. */
export const ROUNDS = 6;

/** The name of an election: 14 base58 characters. */
const newUuid = () => randomBase58(14);

/** @param {string} key its bytes from the last to the first: the order in which the reference tool sorts */
const turned = (key) => (key.match(/../g) ?? []).reverse().join('');

/** @param {string[]} keys @returns {string[]} */
export const inOrder = (keys) =>
  keys.map((key) => /** @type {const} */ ([turned(key), key])).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, key]) => key);

/**
 * As it stands on the slips: of the file `public_creds.json` that these keys would make.
 * @param {string[]} keys in any order
 */
export const fingerprintOfKeys = (keys) => hashToBase64(JSON.stringify(inOrder(keys)));

/**
 * @param {number} number
 * @param {(made: number) => void} onMade
 * @returns {{ codes: string[], lists: PrintedList[] }}
 */
export function makeSlips(number, onMade) {
  const codes = Array.from({ length: number }, newCode);
  const rounds = Array.from({ length: ROUNDS }, () => ({ uuid: newUuid(), keys: /** @type {string[]} */ ([]) }));
  codes.forEach((code, i) => {
    for (const { uuid, keys } of rounds) keys.push(publicKeyOf(uuid, code));
    onMade(i + 1);
  });
  return { codes, lists: rounds.map(({ uuid, keys }) => ({ uuid, keys: inOrder(keys) })) };
}

/** What is signed under a key that is to be struck. @param {string} uuid */
export const strikeMessage = (uuid) => `piaojue-strike|${uuid}`;

/**
 * The keys of a slip for these rounds, each with the proof that the code is at hand.
 * @param {{ place: number, uuid: string }[]} rounds
 * @param {string} code
 */
export const strikeKeys = (rounds, code) =>
  rounds.map(({ place, uuid }) => ({
    place,
    key: publicKeyOf(uuid, code),
    proof: provePossession(secretOf(uuid, code), `sigmsg|${strikeMessage(uuid)}`),
  }));

/**
 * The code in what a hand scanner types, a camera reads, or a person writes: the address on a slip, or the code alone.
 * @param {string} read
 */
export function codeIn(read) {
  const [, behind] = read.split('#');
  return readCode(behind === undefined ? read : new URLSearchParams(behind).get('code') ?? behind);
}
