/** All that touches a deputy's code: it runs beside the page, so that the page never waits for it. */
import { makeBallot, prepare } from '../protocol/ballot.js';
import { newCode, publicKeyOf, readCode } from '../protocol/credential.js';
import { readElection } from '../protocol/election.js';
import { hashToBase64 } from '../protocol/hash.js';
import { checkOpened, openingOf } from '../protocol/opening.js';
import { codeOfCertificates } from '../protocol/ceremony.js';
import { Refusal } from '../protocol/refusal.js';
import { checkElectionKey, readTrustees } from '../protocol/trustees.js';
import { checkOwnBallot } from '../protocol/verify.js';
import { serve } from './serve.js';

/** @type {import('../protocol/election.js').Election} */
let election;

/**
 * The ballot sealed last, with what opens it: that leaves this worker only if the deputy chooses to open it.
 * @type {{ made: import('../protocol/ballot.js').Made, choices: number[][] } | null}
 */
let sealed = null;

serve({
  newCode,
  publicKeyOf,
  readCode,

  /**
   * Nothing is sealed under a key of which nobody has shown that the scrutineers hold it.
   * @param {Uint8Array} bytes
   * @param {Uint8Array} trusteesBytes
   */
  open(bytes, trusteesBytes) {
    const read = readElection(bytes);
    const trustees = readTrustees(trusteesBytes);
    checkElectionKey(read, trustees);
    election = read;
    // after the answer has gone out: the tables are for later
    setTimeout(() => prepare(election), 0);
    const { uuid, fingerprint, questions } = election;
    return { uuid, fingerprint, questions, keys: codeOfCertificates(trustees.certificates) };
  },

  /** The fingerprint of a file, as the hall screen shows it. */
  fingerprintOf(/** @type {Uint8Array} */ bytes) {
    return hashToBase64(bytes);
  },

  /** @param {string} code @param {number[][]} choices @param {number | null} cap */
  seal(code, choices, cap) {
    sealed = null;
    const made = makeBallot(election, code, choices, cap);
    checkOwnBallot(election, made.text, cap === null ? null : { max: cap, proof: made.cap });
    sealed = { made, choices };
    return { text: made.text, tracker: made.tracker, cap: made.cap };
  },

  /** The sealed ballot is about to be cast: nothing opens it any more. */
  forgetSealed() {
    sealed = null;
  },

  /**
   * What opens the sealed ballot, as text; it is not there a second time.
   * @param {string} tracker of the ballot that was shown
   */
  openSealed(tracker) {
    if (sealed?.made.tracker !== tracker) throw new Refusal('nothing_sealed');
    const opening = openingOf(sealed.made, sealed.choices);
    sealed = null;
    return JSON.stringify(opening);
  },

  /** @param {Uint8Array} bytes the file of an opened ballot */
  checkOpened(bytes) {
    try {
      return checkOpened(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
    } catch (error) {
      throw error instanceof Refusal ? error : new Refusal('opening_malformed');
    }
  },
});
