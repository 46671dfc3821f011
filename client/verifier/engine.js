/**
 * What verifies a box, piece by piece: `wasm.js` is crates/verifiable-ballots itself, `script.js` the booth's protocol.
 *
 * @typedef {{ check: string, [detail: string]: any }} Line a check that was passed
 * @typedef {object} Summary
 * @property {string} uuid
 * @property {string} fingerprint φ
 * @property {string} list fingerprint of the list of keys
 * @property {number} keys
 * @property {number} ballots
 * @property {number} tallied
 * @property {string} last_event
 * @property {number[]} decrypted_by
 * @property {number | null} cap
 * @property {number[][] | null} counts
 *
 * @typedef {object} Engine
 * @property {'wasm' | 'script'} name
 * @property {(archive: Uint8Array, caps: Uint8Array | null, cap: number | null) => { lines: Line[], ballots: number }} begin
 *   chain and set-up; whatever is not right is a Refusal `box_refused`, with `lines` for what was right before
 * @property {(number: number) => void} check one ballot, from 0
 * @property {() => any} part what this engine has checked, for the one that finishes
 * @property {(others: any[]) => Summary & { lines: Line[] }} finish product, factors and result, once all ballots are checked
 */
import { Refusal } from '../protocol/refusal.js';
import { scriptEngine } from './script.js';
import { sameBytes, wasmEngine } from './wasm.js';

/**
 * The quick engine where the browser can have it. Bytes of another hash than the page names are never run, and this is
 * said instead of going on without them: somebody has changed the verifier.
 * @param {Uint8Array | null} bytes `verifier.wasm`
 * @param {string} integrity as for a script
 * @returns {Promise<Engine>}
 */
export async function engineOf(bytes, integrity) {
  if (bytes === null || typeof WebAssembly !== 'object') return scriptEngine();
  if (!sameBytes(bytes, integrity)) throw new Refusal('verifier_changed');
  try {
    return await wasmEngine(bytes);
  } catch (error) {
    // a browser that keeps WebAssembly from running, by age or by rule
    console.warn(error);
    return scriptEngine();
  }
}
