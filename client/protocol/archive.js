/**
 * The archive of a box (docs/verify.md): a tar in which every record is named by the hash of its content, and the events
 * are a chain, so that the hash of one event stands for everything before it.
 */
import { hashToHex } from './hash.js';
import { Refusal } from './refusal.js';

const BLOCK = 512;
/** What each event may be followed by; the parts of the decryption come after what is read here. */
const NEXT = {
  Setup: ['Ballot', 'EndBallots'],
  Ballot: ['Ballot', 'EndBallots'],
  EndBallots: ['EncryptedTally'],
  EncryptedTally: ['PartialDecryption'],
  PartialDecryption: ['PartialDecryption', 'Result'],
  Result: [],
};

/**
 * @typedef {object} Contents
 * @property {Uint8Array} election
 * @property {Uint8Array} trustees
 * @property {Uint8Array} credentials
 * @property {Uint8Array[]} ballots in the order of casting
 * @property {Uint8Array} tally
 * @property {number} tallied how many ballots the tally says it holds
 * @property {string} sealed hash of the event that names the tally
 */

/**
 * Reads a box up to its tally and follows its chain.
 * @param {Uint8Array} bytes
 * @returns {Contents}
 */
export function readArchive(bytes) {
  const { data, events } = readRecords(bytes);
  const named = (/** @type {unknown} */ hash) => {
    const content = data.get(String(hash));
    if (!content) throw new Refusal('box_broken');
    return content;
  };
  const jsonNamed = (/** @type {unknown} */ hash) => readJson(named(hash));
  const ballots = [];
  let setup;
  let tally;
  let before;
  for (const [height, { hash, content }] of events.entries()) {
    const event = readJson(content);
    const expected = before === undefined ? ['Setup'] : NEXT[/** @type {keyof typeof NEXT} */ (before.type)];
    const follows = event?.height === height && event.parent === before?.hash && expected.includes(event.type);
    if (!follows) throw new Refusal('box_broken');
    if (event.type === 'Setup') setup = jsonNamed(event.payload);
    if (event.type === 'Ballot') ballots.push(named(event.payload));
    if (event.type === 'EncryptedTally') tally = { ...jsonNamed(event.payload), sealed: hash };
    before = { type: event.type, hash };
  }
  if (!setup || !tally) throw new Refusal('box_broken');
  return {
    election: named(setup.election),
    trustees: named(setup.trustees),
    credentials: named(setup.credentials),
    ballots,
    tally: named(tally.encrypted_tally),
    tallied: tally.num_tallied,
    sealed: tally.sealed,
  };
}

/**
 * @param {Uint8Array} bytes
 * @returns {any} an object
 */
export function readJson(bytes) {
  try {
    return Object(JSON.parse(written(bytes)));
  } catch {
    throw new Refusal('box_broken');
  }
}

/** @param {Uint8Array} bytes */
export const written = (bytes) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

/** @param {Uint8Array} bytes */
function readRecords(bytes) {
  /** @type {Map<string, Uint8Array>} */
  const data = new Map();
  /** @type {{ hash: string, content: Uint8Array }[]} */
  const events = [];
  for (let at = 0, first = true; at < bytes.length; first = false) {
    const header = written(bytes.subarray(at, at + 136));
    const name = header.slice(0, 100).replace(/\0+$/, '');
    const size = /^[0-7]{11}$/.test(header.slice(124, 135)) ? parseInt(header.slice(124, 135), 8) : Infinity;
    const begin = at + BLOCK;
    at = begin + Math.ceil(size / BLOCK) * BLOCK;
    if (at > bytes.length) throw new Refusal('box_broken');
    if (first && name === 'BELENIOS') continue;
    const content = bytes.subarray(begin, begin + size);
    const [, hash, kind] = /^([0-9a-f]{64})\.(data|event)\.json$/.exec(name) ?? [];
    if (first || hash === undefined || hashToHex(content) !== hash) throw new Refusal('box_broken');
    if (kind === 'event') events.push({ hash, content });
    else data.set(hash, content);
  }
  return { data, events };
}
