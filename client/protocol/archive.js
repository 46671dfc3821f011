/**
 * The archive of a box (docs/verify.md): a tar in which every record is named by the hash of its content, and the events
 * are a chain, so that the hash of one event stands for everything before it.
 */
import { hashToHex } from './hash.js';
import { Refusal } from './refusal.js';

const BLOCK = 512;
/** Which stage an event leads to from which. */
const NEXT = {
  empty: { Setup: 'voting' },
  voting: { Ballot: 'voting', EndBallots: 'closed' },
  closed: { EncryptedTally: 'tallied' },
  tallied: { PartialDecryption: 'decrypting' },
  decrypting: { PartialDecryption: 'decrypting', Result: 'finished' },
  finished: {},
};

/**
 * @typedef {object} Contents
 * @property {Uint8Array} election
 * @property {Uint8Array} trustees
 * @property {Uint8Array} credentials
 * @property {Uint8Array[]} ballots in the order of casting
 * @property {{ content: Uint8Array, size: Uint8Array, tallied: number, sealed: string } | null} tally `tallied`: how many
 *   ballots it says it holds; `sealed`: the hash of the event that names it
 * @property {{ owner: number, content: Uint8Array }[]} factors
 * @property {Uint8Array | null} result
 * @property {string} stage
 * @property {number} events
 * @property {string} last hash of the last event
 */

/**
 * Reads a box of any stage and follows its chain; nothing in it is checked but that it is this box.
 * @param {Uint8Array} bytes
 * @returns {Contents}
 */
export function readArchive(bytes) {
  const { data, events } = readRecords(bytes);
  const used = new Set();
  const named = (/** @type {unknown} */ hash) => {
    const content = data.get(String(hash));
    if (!content) throw new Refusal('box_broken');
    used.add(hash);
    return content;
  };
  const structure = (/** @type {unknown} */ hash, /** @type {string[]} */ fields) => readOrdered(named(hash), fields);
  const ballots = new Set();
  /** @type {any} */
  let setup;
  /** @type {Contents['tally']} */
  let tally = null;
  /** @type {Contents['factors']} */
  const factors = [];
  /** @type {Uint8Array | null} */
  let result = null;
  let stage = 'empty';
  let last = '';
  events.forEach(({ hash, content, before }, height) => {
    const withPayload = readJson(content).type !== 'EndBallots';
    const event = readOrdered(content, [...(height > 0 ? ['parent'] : []), 'height', 'type', ...(withPayload ? ['payload'] : [])]);
    const next = /** @type {any} */ (NEXT)[stage][event.type];
    const known = withPayload ? (data.get(event.payload)?.length ?? 0) > 0 && before.has(event.payload) : true;
    if (event.height !== height || (height > 0 && event.parent !== last) || !next || !known) throw new Refusal('box_broken');
    if (event.type === 'Setup') setup = structure(event.payload, ['election', 'trustees', 'credentials']);
    if (event.type === 'Ballot') {
      if (ballots.has(event.payload)) throw new Refusal('box_broken');
      ballots.add(event.payload);
    }
    if (event.type === 'EncryptedTally') {
      const size = structure(event.payload, ['num_tallied', 'total_weight', 'encrypted_tally']);
      tally = { content: named(size.encrypted_tally), size: named(event.payload), tallied: size.num_tallied, sealed: hash };
    }
    if (event.type === 'PartialDecryption') {
      const { owner, payload } = structure(event.payload, ['owner', 'payload']);
      if (factors.some((earlier) => earlier.owner === owner)) throw new Refusal('box_broken');
      factors.push({ owner, content: named(payload) });
    }
    if (event.type === 'Result') result = named(event.payload);
    if (withPayload) used.add(event.payload);
    stage = next;
    last = hash;
  });
  if (!setup) throw new Refusal('box_broken');
  const contents = {
    election: named(setup.election),
    trustees: named(setup.trustees),
    credentials: named(setup.credentials),
    ballots: [...ballots].map(named),
  };
  if (used.size !== data.size) throw new Refusal('box_broken');
  return { ...contents, tally, factors, result, stage, events: events.length, last };
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

/**
 * JSON with exactly these fields in this order, in its one text form.
 * @param {Uint8Array} bytes
 * @param {string[]} fields
 */
function readOrdered(bytes, fields) {
  const json = readJson(bytes);
  const ordered = Object.fromEntries(fields.map((field) => [field, json[field]]));
  if (JSON.stringify(ordered) !== written(bytes)) throw new Refusal('box_broken');
  return json;
}

/** @param {Uint8Array} bytes */
export const written = (bytes) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

/** @param {Uint8Array} bytes */
function readRecords(bytes) {
  /** @type {Map<string, Uint8Array>} */
  const data = new Map();
  /** @type {{ hash: string, content: Uint8Array, before: { has: (hash: string) => boolean } }[]} */
  const events = [];
  /** @type {Map<string, number>} at which record it stands */
  const places = new Map();
  for (let at = 0, record = 0; at < bytes.length; record += 1) {
    const { name, size } = readHeader(bytes.subarray(at, at + BLOCK));
    const begin = at + BLOCK;
    at = begin + Math.ceil(size / BLOCK) * BLOCK;
    if (at > bytes.length || bytes.subarray(begin + size, at).some((byte) => byte !== 0)) throw new Refusal('box_broken');
    const content = bytes.subarray(begin, begin + size);
    if (record === 0) {
      if (name !== 'BELENIOS' || readJson(content).version !== 1) throw new Refusal('box_broken');
      continue;
    }
    const [, hash, kind] = /^([0-9a-f]{64})\.(data|event)\.json$/.exec(name) ?? [];
    if (hash === undefined || hashToHex(content) !== hash) throw new Refusal('box_broken');
    const here = record;
    const before = { has: (/** @type {string} */ named) => (places.get(named) ?? Infinity) < here };
    if (kind === 'event') events.push({ hash, content, before });
    else if (data.has(hash)) throw new Refusal('box_broken');
    else data.set(hash, content);
    if (kind === 'data') places.set(hash, record);
  }
  return { data, events };
}

/** Name and size in the header of a record, in the one form that the reference tool writes. @param {Uint8Array} header */
function readHeader(header) {
  if (header.length < BLOCK) throw new Refusal('box_broken');
  const text = (/** @type {number} */ from, /** @type {number} */ to) => String.fromCharCode(...header.subarray(from, to));
  const octal = (/** @type {number} */ from, /** @type {number} */ to) => {
    const [, digits] = /^([0-7]+)[\0 ]*$/.exec(text(from, to)) ?? [];
    if (digits === undefined) throw new Refusal('box_broken');
    return parseInt(digits, 8);
  };
  const [, name] = /^([^\0]*)\0+$/.exec(text(0, 100)) ?? [];
  const sum = header.reduce((all, byte, i) => all + (i >= 148 && i < 156 ? 32 : byte), 0);
  const plain = [0, 48].includes(header[156]) && header.subarray(157).every((byte) => byte === 0);
  [[100, 108], [108, 116], [116, 124], [136, 148]].forEach(([from, to]) => octal(from, to));
  if (name === undefined || !plain || octal(148, 156) !== sum) throw new Refusal('box_broken');
  return { name, size: octal(124, 136) };
}
