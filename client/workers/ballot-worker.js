/** All that touches a deputy's code: it runs beside the page, so that the page never waits for it. */
import { makeBallot, prepare } from '../protocol/ballot.js';
import { newCode, publicKeyOf, readCode } from '../protocol/credential.js';
import { readElection } from '../protocol/election.js';
import { checkOwnBallot } from '../protocol/verify.js';
import { serve } from './serve.js';

/** @type {import('../protocol/election.js').Election} */
let election;

serve({
  newCode,
  publicKeyOf,
  readCode,

  /** @param {Uint8Array} bytes */
  open(bytes) {
    election = readElection(bytes);
    // after the answer has gone out: the tables are for later
    setTimeout(() => prepare(election), 0);
    const { uuid, fingerprint, questions } = election;
    return { uuid, fingerprint, questions };
  },

  /** @param {string} code @param {number[][]} choices @param {number | null} cap */
  make(code, choices, cap) {
    const made = makeBallot(election, code, choices, cap);
    checkOwnBallot(election, made.text, cap === null ? null : { max: cap, proof: made.cap });
    return made;
  },
});
