/**
 * The whole verification by the booth's own protocol in JavaScript, for browsers without WebAssembly and as the second
 * opinion of the tests: the same steps and the same lines as `wasm.js`, with no line of code in common. Ten times as slow.
 *
 * @typedef {import('./engine.js').Engine} Engine
 * @typedef {import('../protocol/group.js').Element} Element
 * @typedef {{ number: number, credential: string, sums: Element[] }} Seen a ballot and its points, alpha and beta in turn
 */
import { readArchive, readJson, written } from '../protocol/archive.js';
import { combine, readFactors } from '../protocol/counting.js';
import { readElection } from '../protocol/election.js';
import { decodeElement, decodeKey, encodeElement, one, power } from '../protocol/group.js';
import { hashToBase64, hashToHex } from '../protocol/hash.js';
import { Refusal } from '../protocol/refusal.js';
import { checkElectionKey, readTrustees } from '../protocol/trustees.js';
import { checkBallot } from '../protocol/verify.js';

/** @returns {Engine} */
export function scriptEngine() {
  /** @type {ReturnType<typeof open>} */
  let box;
  /** @type {{ number: number, credential: string }[]} */
  const seen = [];
  return {
    name: 'script',
    begin(archive, caps, cap) {
      const { lines, opened } = begin(archive, caps, cap);
      box = opened;
      return { lines, ballots: box.contents.ballots.length };
    },
    check(number) {
      const credential = refusingBallot(number, () => checkOne(box, number));
      seen.push({ number, credential });
    },
    part: () => seen,
    finish: (parts) => finish(box, [...seen, ...parts.flat()]),
  };
}

/** @param {number} number from 0 @param {() => string} check */
function refusingBallot(number, check) {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal('box_refused', { why: `ballot ${number + 1}: ${error.code}`, ballot: number + 1 });
  }
}

/**
 * @param {Uint8Array} archive
 * @param {Uint8Array | null} caps
 * @param {number | null} cap
 */
function begin(archive, caps, cap) {
  /** @type {any[]} */
  const lines = [];
  try {
    return { lines, opened: open(archive, caps, cap, lines) };
  } catch (error) {
    throw refusal(error, lines);
  }
}

/** @param {unknown} error @param {any[]} lines what was found right before */
function refusal(error, lines) {
  if (!(error instanceof Refusal)) throw error;
  return Object.assign(new Refusal('box_refused', { why: error.code }), { lines });
}

/**
 * @param {Uint8Array} archive
 * @param {Uint8Array | null} caps
 * @param {number | null} cap
 * @param {any[]} lines
 */
function open(archive, caps, cap, lines) {
  const contents = readArchive(archive);
  lines.push({ check: 'chain', events: contents.events, stage: contents.stage });
  const election = readElection(contents.election);
  const { uuid, fingerprint, questions } = election;
  lines.push({ check: 'election', uuid, fingerprint, questions: questions.length });
  const trustees = readTrustees(contents.trustees);
  checkElectionKey(election, trustees);
  lines.push({ check: 'trustees', owners: trustees.keys.length });
  const weights = readList(contents.credentials);
  const list = hashToBase64(contents.credentials);
  lines.push({ check: 'credentials', count: weights.size, fingerprint: list });
  const proofs = caps === null ? null : readCaps(caps);
  if (proofs && proofs.size > contents.ballots.length) throw new Refusal('caps_wrong');
  const first = proofs?.values().next().value;
  const max = proofs ? (cap ?? (first ? first.length - 1 : null)) : null;
  return { contents, election, trustees, weights, list, proofs, max };
}

/**
 * Keys with their weights, each in the group, none twice, in one of the two orders.
 * @param {Uint8Array} bytes
 * @returns {Map<string, bigint>}
 */
function readList(bytes) {
  const texts = readJson(bytes);
  if (!Array.isArray(texts) || JSON.stringify(texts) !== written(bytes)) throw new Refusal('list_wrong');
  const entries = texts.map((text) => {
    const [, key, weight = '1'] = /^([0-9a-f]{64})(?:,([1-9][0-9]{0,9}))?$/.exec(text) ?? [];
    decodeKey(key);
    if (Number(weight) > 0xffffffff) throw new Refusal('list_wrong');
    return /** @type {[string, bigint]} */ ([key, BigInt(weight)]);
  });
  const weights = new Map(entries);
  const turned = (/** @type {string} */ key) => (key.match(/../g) ?? []).reverse().join('');
  const sorted = (/** @type {(key: string) => string} */ by) =>
    entries.every(([key], i) => i === 0 || by(entries[i - 1][0]) <= by(key));
  if (weights.size !== entries.length || !(sorted(turned) || sorted((key) => key))) throw new Refusal('list_wrong');
  return weights;
}

/** @param {Uint8Array} bytes `caps.jsonl` @returns {Map<string, any[]>} proof by tracker */
function readCaps(bytes) {
  const proofs = new Map();
  for (const line of written(bytes).split('\n').filter((text) => text !== '')) {
    const { tracker, proof } = readJson(new TextEncoder().encode(line));
    const ordered = { tracker, proof: Array.from(proof, ({ challenge, response }) => ({ challenge, response })) };
    if (JSON.stringify(ordered) !== line || proofs.has(tracker)) throw new Refusal('caps_wrong');
    proofs.set(tracker, proof);
  }
  return proofs;
}

/** @param {ReturnType<typeof open>} box @param {number} number @returns {string} its credential */
function checkOne({ contents, election, weights, proofs, max }, number) {
  const text = written(contents.ballots[number]);
  const proof = proofs?.get(hashToBase64(text));
  if (proofs && (proof === undefined || max === null)) throw new Refusal('cap_missing');
  const credential = checkBallot(election, text, proofs ? { max: max ?? 0, proof } : null);
  if (!weights.has(credential)) throw new Refusal('key_not_listed');
  return credential;
}

/**
 * @param {ReturnType<typeof open>} box
 * @param {{ number: number, credential: string }[]} seen
 */
function finish(box, seen) {
  /** @type {any[]} */
  const lines = [];
  try {
    return { lines, ...count(box, seen, lines) };
  } catch (error) {
    throw refusal(error, lines);
  }
}

/**
 * @param {ReturnType<typeof open>} box
 * @param {{ number: number, credential: string }[]} seen
 * @param {any[]} lines
 */
function count({ contents, election, trustees, weights, list, proofs, max }, seen, lines) {
  const ballots = contents.ballots.length;
  const inOrder = [...seen].sort((a, b) => a.number - b.number);
  if (inOrder.length !== ballots || inOrder.some(({ number }, i) => number !== i)) throw new Refusal('ballots_missing');
  // of two under one key the later counts
  const last = new Map(inOrder.map(({ number, credential }) => [credential, number]));
  lines.push({ check: 'ballots', count: ballots, tallied: last.size });
  if (proofs) {
    if (proofs.size !== ballots) throw new Refusal('caps_wrong');
    lines.push({ check: 'caps', count: ballots, max });
  }
  const weight = [...last.keys()].reduce((sum, key) => sum + (weights.get(key) ?? 0n), 0n);
  const tally = multiply(election, contents.ballots, last, weights);
  /** @type {number[][] | null} */
  let counts = null;
  if (contents.tally) {
    const text = JSON.stringify(tally.map((row) =>
      row.map(({ alpha, beta }) => ({ alpha: encodeElement(alpha), beta: encodeElement(beta) }))));
    const size = `{"num_tallied":${last.size},"total_weight":${weight},"encrypted_tally":"${hashToHex(text)}"}`;
    if (text !== written(contents.tally.content) || size !== written(contents.tally.size)) throw new Refusal('tally_differs');
    lines.push({ check: 'tally', tallied: last.size });
    const given = contents.factors.map(({ owner, content }) => {
      const key = trustees.keys[owner - 1];
      if (!key) throw new Refusal('factors_wrong');
      const factors = readFactors(election.fingerprint, key, tally, content);
      lines.push({ check: 'factors', owner });
      return { owner, factors };
    });
    if (contents.result) {
      counts = combine(trustees, tally, given, Number(weight));
      if (JSON.stringify({ result: counts }) !== written(contents.result)) throw new Refusal('result_wrong');
      lines.push({ check: 'result' });
    }
  }
  return {
    uuid: election.uuid, fingerprint: election.fingerprint, list, keys: weights.size, ballots, tallied: last.size,
    last_event: contents.last, decrypted_by: contents.factors.map(({ owner }) => owner), cap: max, counts,
  };
}

/**
 * @param {import('../protocol/election.js').Election} election
 * @param {Uint8Array[]} ballots
 * @param {Map<string, number>} last which ballot of each key counts
 * @param {Map<string, bigint>} weights
 */
function multiply(election, ballots, last, weights) {
  const tally = election.questions.map(({ answers }) => answers.map(() => ({ alpha: one, beta: one })));
  for (const [key, number] of last) {
    const weight = weights.get(key) ?? 1n;
    const times = (/** @type {string} */ text) => power(decodeElement(text), weight);
    const { answers } = readJson(ballots[number]);
    tally.forEach((row, i) => row.forEach((sum, j) => {
      const { alpha, beta } = answers[i].choices[j];
      sum.alpha = sum.alpha.add(times(alpha));
      sum.beta = sum.beta.add(times(beta));
    }));
  }
  return tally;
}
