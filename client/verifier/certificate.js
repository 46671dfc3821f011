/**
 * The certificate against the boxes it speaks of: its hash, its numbers, who signed it, the server's seal. Who is chosen
 * by these numbers is for `piaojue verify`, which knows every voting method.
 *
 * @typedef {import('./engine.js').Summary} Summary
 * @typedef {import('./engine.js').Line} Line
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { readJson, written } from '../protocol/archive.js';
import { decodeKey, encodeElement } from '../protocol/group.js';
import { hashToHex } from '../protocol/hash.js';
import { checkPossession } from '../protocol/proofs.js';
import { Refusal } from '../protocol/refusal.js';
import { readTrustees } from '../protocol/trustees.js';

/**
 * The cap that each ballot of a round must be proved to keep, as the certificate names it; null for none, or for a round
 * it does not know.
 * @param {Uint8Array} bytes `certificate.json`
 * @param {string} fingerprint φ
 * @returns {number | null}
 */
export const capOf = (bytes, fingerprint) =>
  roundsOf(readJson(bytes).certificate).find(({ archive }) => archive?.election === fingerprint)?.max_approvals ?? null;

/**
 * That the scrutineers signed, before voting began, for the key that the ballots are sealed with: as many as open the box.
 * @param {Uint8Array} bytes `elections.jsonl`
 * @param {Uint8Array} trusteesBytes
 * @param {string} fingerprint φ
 * @returns {Line}
 */
export function checkAgreed(bytes, trusteesBytes, fingerprint) {
  const { verificationKeys, groups } = readTrustees(trusteesBytes);
  const known = verificationKeys.map(encodeElement);
  const lines = written(bytes).split('\n').filter((line) => line !== '').map((line) => readJson(new TextEncoder().encode(line)));
  const signed = new Set();
  for (const { election, verification_key: key, signature } of lines) {
    if (election !== fingerprint || !known.includes(key)) continue;
    checkPossession(decodeKey(key), `sigmsg|piaojue-election|${fingerprint}`, signature);
    signed.add(key);
  }
  if (signed.size < Math.max(...groups.map(({ needed }) => needed))) throw new Refusal('election_unsigned');
  return { check: 'agreed', signed: signed.size };
}

/** @param {any} document @returns {any[]} */
const roundsOf = (document) => (Array.isArray(document?.rounds) ? document.rounds : []);

/**
 * @param {Uint8Array} bytes `certificate.json`
 * @param {{ summary: Summary, trustees: Uint8Array, questions: number }[]} boxes
 * @returns {Line[]} what was found right
 */
export function checkCertificate(bytes, boxes) {
  const file = readJson(bytes);
  const { certificate: document, hash } = file;
  if (hashToHex(canonical(document)) !== hash) throw new Refusal('certificate_differs');
  checkRounds(document, boxes);
  return [{ check: 'counts', hash }, { check: 'signed', names: checkSigned(file, boxes).join('、') }, checkSeal(file)];
}

/** @param {any} document @param {Parameters<typeof checkCertificate>[1]} boxes */
function checkRounds(document, boxes) {
  const differs = (/** @type {boolean} */ good) => {
    if (!good) throw new Refusal('counts_differ');
  };
  const rounds = roundsOf(document);
  const speaksOf = (/** @type {any} */ round, /** @type {Summary} */ summary) => round.archive?.election === summary.fingerprint;
  differs(boxes.every(({ summary }) => rounds.some((round) => speaksOf(round, summary))));
  for (const round of rounds) {
    const box = boxes.find(({ summary }) => speaksOf(round, summary));
    const void_ = round.conclusion?.kind === 'void';
    if (!box) {
      // it decides nothing, and its box is not published
      differs(void_);
      continue;
    }
    const { summary, questions } = box;
    const paper = round.paper ?? { issued: 0, returned: 0, projects: [] };
    differs(round.archive.last_event === summary.last_event && round.archive.key_list === summary.list);
    const keys = round.slips ? keysOfSlips(round.slips, round.issued - paper.issued) : round.issued - paper.issued;
    differs(keys === summary.keys && round.returned - paper.returned === summary.tallied);
    if (questions > 1 && round.max_approvals !== null && summary.tallied > 0) differs(summary.cap === round.max_approvals);
    if (void_) continue;
    const rows = rowsOf(summary.counts, round.projects.length);
    differs(rows.length === round.projects.length && rows.every((row, i) => {
      const votes = electronicVotes(round.projects[i], paper);
      return row.length === 3 ? row.join() === votes.join() : row.length === 1 && row[0] === votes[0];
    }));
  }
}

/**
 * How many keys the list holds, where every printed slip is accounted for.
 * @param {any} slips @param {number} issued
 */
function keysOfSlips({ printed, leftover, sample, lost, unreadable, listed }, issued) {
  const addUp = printed === issued + leftover + sample + lost + unreadable && listed === issued + lost + unreadable;
  return addUp ? listed : null;
}

/** @param {number[][] | null} counts @param {number} projects */
function rowsOf(counts, projects) {
  if (counts === null) throw new Refusal('counts_differ');
  // one question for all candidates: nobody opposes
  return counts.length === 1 && counts[0].length === projects && projects !== 1 ? counts[0].map((approve) => [approve]) : counts;
}

/** 赞成, 反对, 弃权 of a project without those on paper. @param {any} line @param {any} paper @returns {number[]} */
function electronicVotes(line, paper) {
  const beside = paper.projects.find((/** @type {any} */ votes) => votes.number === line.number);
  return ['approve', 'oppose', 'abstain'].map((mark) => line[mark] - (beside?.[mark] ?? 0));
}

/**
 * @param {any} file
 * @param {{ trustees: Uint8Array }[]} boxes
 * @returns {string[]} who signed
 */
function checkSigned({ certificate: document, hash, signatures, objections = [] }, boxes) {
  const known = boxes.map(({ trustees }) => readTrustees(trustees).verificationKeys.map(encodeElement));
  const names = [];
  for (const { name, verification_key: key } of document.signers.scrutineers) {
    const objection = objections.find((/** @type {any} */ line) => line.verification_key === key);
    if (objection && (objection.ruling !== 'overruled' || !objection.ruling_reason)) throw new Refusal('not_signed', { name });
    const line = signatures.find((/** @type {any} */ line) => line.verification_key === key);
    if (!line && objection) continue;
    if (!line || !known.every((keys) => keys.includes(key))) throw new Refusal('not_signed', { name });
    checkPossession(decodeKey(key), `sigmsg|piaojue-certificate|${hash}`, line.signature);
    names.push(name);
  }
  return names;
}

/** The server's seal over all that was said. @param {any} file @returns {Line} */
function checkSeal({ hash, signatures, objections = [], seal, seal_key: key }) {
  const said = signatures.map((/** @type {any} */ { signature: { challenge, response } }) => JSON.stringify({ challenge, response }));
  for (const { verification_key: by, reason, ruling_reason: ruling } of objections) {
    if (ruling) said.push(`objection:${by}:${reason}:${ruling}`);
  }
  const message = new TextEncoder().encode(`piaojue-seal|${hash}|${said.join('|')}`);
  const holds = typeof seal === 'string' && ed25519.verify(bytesIn(seal), message, bytesIn(key), { zip215: false });
  if (!holds) throw new Refusal('seal_wrong');
  return { check: 'sealed', key };
}

/** @param {string} base64 */
const bytesIn = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

/** RFC 8785: members in the order of their names, numbers and strings as JavaScript writes them. @param {any} value @returns {string} */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}
