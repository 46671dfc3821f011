/**
 * Which box this browser has seen of an election. Its marks are opened once: a second box of the same election would show,
 * beside the first, what single ballots hold.
 */
import { Refusal } from '../../protocol/refusal.js';

/** @param {string} fingerprint φ */
const place = (fingerprint) => `piaojue.box.${fingerprint}`;

/**
 * Remembers the box of an election, and refuses another one.
 * @param {string} fingerprint φ
 * @param {string} code of the box
 */
export function rememberBox(fingerprint, code) {
  let known;
  try {
    known = localStorage.getItem(place(fingerprint));
    if (known === null) localStorage.setItem(place(fingerprint), code);
  } catch {
    throw new Refusal('storage_unavailable');
  }
  if (known !== null && known !== code) throw new Refusal('second_box', { first: known, second: code });
}
