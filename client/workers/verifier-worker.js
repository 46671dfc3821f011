/**
 * One of the workers that verify a box. It is given all it works on and fetches nothing: the server sends it with a rule
 * that forbids everything but running WebAssembly.
 */
import { readArchive } from '../protocol/archive.js';
import { capOf, checkAgreed, checkCertificate } from '../verifier/certificate.js';
import { engineOf } from '../verifier/engine.js';
import { hashToBase64 } from '../protocol/hash.js';
import { Refusal } from '../protocol/refusal.js';
import { serve, tell } from './serve.js';

/** @type {import('../verifier/engine.js').Engine} */
let engine;

/**
 * What was right before something was not is shown all the same.
 * @param {() => { lines: import('../verifier/engine.js').Line[] }} act
 */
function withLines(act) {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { lines = [] } = /** @type {any} */ (error);
    return { lines, refused: { code: error.code, details: error.details } };
  }
}

serve({
  /** @param {Uint8Array | null} program @param {string} integrity */
  async start(program, integrity) {
    engine = await engineOf(program, integrity);
    return engine.name;
  },

  /** @param {Uint8Array} archive @param {Uint8Array | null} caps @param {number | null} cap */
  begin: (archive, caps, cap) => withLines(() => engine.begin(archive, caps, cap)),

  /** @param {number} from @param {number} to the first that is not checked */
  check(from, to) {
    for (let number = from; number < to; number += 1) {
      engine.check(number);
      tell({ done: 1 });
    }
  },

  part: () => engine.part(),

  /** What the booth's protocol reads of a box by itself: its code, and whose key sealed it. @param {Uint8Array} archive */
  look(archive) {
    const { election, tally, trustees, ballots } = readArchive(archive);
    return {
      fingerprint: hashToBase64(election),
      code: tally?.sealed.slice(0, 32) ?? null,
      trustees,
      trackers: ballots.map((ballot) => hashToBase64(ballot)),
    };
  },

  capOf,
  checkAgreed,
  checkCertificate,

  /** @param {any[]} others */
  finish: (others) => withLines(() => engine.finish(others)),
});
