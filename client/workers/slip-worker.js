/** Slips are made, struck and checked beside the page. The codes stay here until they are laid out, and go with the worker. */
import { fingerprintOfKeys, codeIn, makeSlips, strikeKeys } from '../protocol/slips.js';
import { publicKeyOf } from '../protocol/credential.js';
import { serve, tell } from './serve.js';

/** @type {string[]} */
let codes = [];

serve({
  /**
   * Makes codes and answers what is public of them.
   * @param {number} number
   */
  make(number) {
    const made = makeSlips(number, (done) => (done % 20 === 0 || done === number) && tell({ done, number }));
    codes = made.codes;
    return made.lists;
  },

  /** The codes to be laid out; they are not here a second time. */
  take() {
    const taken = codes;
    codes = [];
    return taken;
  },

  codeIn,
  fingerprintOfKeys,

  /** @param {{ place: number, uuid: string }[]} rounds @param {string} read off a slip */
  strike(rounds, read) {
    return strikeKeys(rounds, codeIn(read));
  },

  /**
   * For how many of the rounds the key of this slip is on the printed list.
   * @param {import('../protocol/slips.js').PrintedList[]} rounds @param {string} read off a slip
   */
  roundsOf(rounds, read) {
    const code = codeIn(read);
    return rounds.filter(({ uuid, keys }) => keys.includes(publicKeyOf(uuid, code))).length;
  },
});
