/**
 * Opening a sealed ballot instead of casting it: the randomness is shown, and anybody can encrypt the choices again and
 * find the very same ciphertexts.
 *
 * @typedef {import('./election.js').Question} Question
 * @typedef {object} Opening
 * @property {string} ballot the ballot's JSON, exactly as it was sealed
 * @property {number[][]} choices
 * @property {string[][]} randomness
 */
import { decodeScalar, encodeElements, g, power } from './group.js';
import { hashToBase64 } from './hash.js';
import { readElection } from './election.js';
import { Refusal } from './refusal.js';
import { checkBallot } from './verify.js';

/**
 * @param {import('./ballot.js').Made} made
 * @param {number[][]} choices
 * @returns {Opening}
 */
export const openingOf = ({ text, randomness }, choices) => ({ ballot: text, choices, randomness });

/**
 * Checks an opened ballot as the server gives it out, with the election it was sealed for.
 * @param {{ election: string, opening: Opening }} file
 * @returns {{ fingerprint: string, tracker: string, questions: Question[], choices: number[][] }}
 */
export function checkOpened({ election: text, opening }) {
  if (typeof text !== 'string' || typeof opening?.ballot !== 'string') throw new Refusal('opening_malformed');
  const election = readElection(new TextEncoder().encode(text));
  const { ballot, choices, randomness } = opening;
  checkBallot(election, ballot, null);
  const { answers } = JSON.parse(ballot);
  const shaped = (/** @type {unknown} */ rows) => Array.isArray(rows) && rows.length === answers.length;
  if (!shaped(choices) || !shaped(randomness)) throw new Refusal('opening_malformed');
  answers.forEach((/** @type {any} */ answer, /** @type {number} */ i) => {
    const sealed = answer.choices;
    const fits = [choices[i], randomness[i]].every((row) => Array.isArray(row) && row.length === sealed.length);
    if (!fits || !choices[i].every((choice) => choice === 0 || choice === 1)) throw new Refusal('opening_malformed');
    const points = choices[i].flatMap((choice, j) => {
      const r = decodeScalar(randomness[i][j]);
      if (r === 0n) throw new Refusal('opening_malformed');
      const yr = power(election.y, r);
      return [power(g, r), choice === 1 ? yr.add(g) : yr];
    });
    const hex = encodeElements(points);
    const again = points.map((point) => hex.get(point));
    sealed.forEach((/** @type {any} */ { alpha, beta }, /** @type {number} */ j) => {
      if (again[2 * j] !== alpha || again[2 * j + 1] !== beta) throw new Refusal('opening_differs', { question: i + 1 });
    });
  });
  return { fingerprint: election.fingerprint, tracker: hashToBase64(ballot), questions: election.questions, choices };
}
