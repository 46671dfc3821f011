/**
 * crates/verifiable-ballots as WebAssembly: the same code as `piaojue verify`. It has no imports, so it can reach nothing
 * but the bytes that are put into its memory.
 *
 * @typedef {import('./engine.js').Engine} Engine
 * @typedef {Record<'room' | 'begin' | 'check' | 'part' | 'finish' | 'answer_at' | 'answer_length', (...args: number[]) => number>} Calls
 */
import { sha384 } from '@noble/hashes/sha2.js';
import { Refusal } from '../protocol/refusal.js';

/**
 * Whether these are the bytes that the page names.
 * @param {Uint8Array} bytes
 * @param {string} integrity `sha384-…`, as for a script
 */
export const sameBytes = (bytes, integrity) => `sha384-${btoa(String.fromCharCode(...sha384(bytes)))}` === integrity;

/**
 * @param {Uint8Array} bytes whose hash was checked
 * @returns {Promise<Engine>}
 */
export async function wasmEngine(bytes) {
  const { instance } = await WebAssembly.instantiate(/** @type {Uint8Array<ArrayBuffer>} */ (bytes), {});
  const calls = /** @type {Calls} */ (instance.exports);
  const memory = /** @type {WebAssembly.Memory} */ (instance.exports.memory);

  const put = (/** @type {Uint8Array[]} */ ...pieces) => {
    const at = calls.room(pieces.reduce((sum, { length }) => sum + length, 0));
    const room = new Uint8Array(memory.buffer);
    pieces.reduce((from, piece) => (room.set(piece, from), from + piece.length), at);
  };
  const answer = (/** @type {number} */ good) => {
    const text = new TextDecoder().decode(new Uint8Array(memory.buffer, calls.answer_at(), calls.answer_length()));
    const said = JSON.parse(text);
    if (good !== 1) throw Object.assign(refusalOf(said.refused.why), { lines: said.lines });
    return said;
  };

  return {
    name: 'wasm',
    begin(archive, caps, cap) {
      put(archive, caps ?? new Uint8Array());
      return answer(calls.begin(archive.length, caps === null ? 0 : 1, cap ?? -1));
    },
    check(number) {
      answer(calls.check(number));
    },
    part: () => answer(calls.part()).part,
    finish(others) {
      put(new TextEncoder().encode(JSON.stringify(others)));
      return answer(calls.finish());
    },
  };
}

/** @param {string} why in English, as `piaojue verify` says it */
function refusalOf(why) {
  const [, ballot] = /^ballot (\d+): /.exec(why) ?? [];
  return new Refusal('box_refused', ballot === undefined ? { why } : { why, ballot: Number(ballot) });
}
