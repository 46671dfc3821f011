/**
 * Casting. The finished ballot is kept before it is first sent, and whatever happens afterwards the very same bytes are
 * sent again until the server has answered: so it is in the box once, or refused.
 *
 * @typedef {import('./codes.js').Store} Store
 * @typedef {{ body: string, tracker: string, code: string, key: string }} Kept a ballot on its way, and whose it is
 * @typedef {{ tracker: string, time: string, key: string }} Receipt `key`, which the ballot shows anyway, tells whose it is
 */
import { Refusal } from '../../protocol/refusal.js';
import { postBallot } from '../parts/network.js';
import { readJson } from '../parts/storage.js';
import { ServerRefusal } from '../parts/texts.js';
import { forgetCode } from './codes.js';

/**
 * @param {Store} store
 * @param {{ code: string, key: string }} owner
 * @param {Pick<import('../../protocol/ballot.js').Made, 'text' | 'tracker' | 'cap'>} made
 * @returns {Kept}
 */
export function keepBallot(store, owner, { text, tracker, cap }) {
  const kept = { body: JSON.stringify({ ballot: text, cap }), tracker, ...owner };
  store.pending.write(JSON.stringify(kept));
  return kept;
}

/**
 * Sends a ballot until there is an answer; then only the receipt is kept.
 * @param {Store} store
 * @param {Kept} kept
 * @param {string | undefined} url
 * @param {() => void} onWaiting
 * @returns {Promise<Receipt>}
 */
export async function deliver(store, { body, tracker, code, key }, url, onWaiting) {
  const given = readJson(store.receipt);
  if (given?.tracker === tracker) return given;
  const notPending = () => readJson(store.pending)?.tracker === tracker && store.pending.remove();
  try {
    const answer = await postBallot(url, body, onWaiting);
    if (answer.tracker !== tracker) throw new Refusal('tracker_differs', { tracker });
  } catch (error) {
    // refused for good: these bytes are not in the box
    if (error instanceof ServerRefusal) {
      notPending();
      if (error.code === 'already_cast') forgetUsed(store, code);
    }
    throw error;
  }
  const receipt = { tracker, time: timeOfDay(new Date()), key };
  store.receipt.write(JSON.stringify(receipt));
  notPending();
  forgetUsed(store, code);
  return receipt;
}

/** @param {Store} store @param {string} code */
function forgetUsed(store, code) {
  store.draft.remove();
  forgetCode(store, code);
}

/** Hours and minutes only: a date and seconds would help to match a receipt with the order of the box. */
const timeOfDay = (/** @type {Date} */ now) => now.toTimeString().slice(0, 5);
