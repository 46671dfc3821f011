/**
 * Checking a ballot from its text alone, by the formulas of the specification; nothing here is shared with
 * the making of one but the hash and the group.
 *
 * @typedef {import('./election.js').Election} Election
 */
import { capHashed, capValues } from './cap.js';
import { decodeElement, decodeKey, decodePoint, encodeElement, product } from './group.js';
import { hashToBase64 } from './hash.js';
import { checkOneOf, checkPossession, range } from './proofs.js';
import { Refusal } from './refusal.js';

const MOST_BYTES = 64 * 1024;

/**
 * Every check that can be made of a single ballot.
 * @param {Election} election
 * @param {string} text
 * @param {{ max: number, proof: unknown } | null} cap
 * @returns {string} its credential
 */
export function checkBallot(election, text, cap) {
  const ballot = readBallot(election, text, decodeElement);
  ballot.rows.forEach((row, i) => {
    row.forEach((choice, j) =>
      checkOneOf(election.y, choice, [0, 1], ballot.answers[i].individual_proofs[j],
        (points) => `prove|${ballot.s0}|${choice.text}|${points}`));
  });
  checkSums(election, ballot, cap);
  checkSignature(ballot);
  return ballot.credential;
}

/**
 * What a booth checks of its own ballot before sending. It leaves out the single proofs and the subgroup check, which
 * take most of the time: a machine that computes wrongly shows itself in the sums and the signature too.
 * @param {Election} election
 * @param {string} text
 * @param {{ max: number, proof: unknown } | null} cap
 */
export function checkOwnBallot(election, text, cap) {
  checkSums(election, readSignedBallot(election, text), cap);
}

/**
 * A ballot of this election in its one form, signed under its credential; its proofs are not checked.
 * @param {Election} election
 * @param {string} text
 * @returns {Read}
 */
export function readSignedBallot(election, text) {
  const ballot = readBallot(election, text, decodePoint);
  checkSignature(ballot);
  return ballot;
}

/**
 * @typedef {import('./proofs.js').Ciphertext & { text: string }} Choice
 * @typedef {object} Read
 * @property {string} election_uuid
 * @property {string} election_hash
 * @property {string} credential
 * @property {{ individual_proofs: unknown[], overall_proof: unknown }[]} answers
 * @property {{ hash: string, proof: unknown }} signature
 * @property {import('./group.js').Element} key
 * @property {string} s0
 * @property {Choice[][]} rows
 */

/**
 * @param {Election} election
 * @param {string} text
 * @param {typeof decodeElement} decode
 * @returns {Read}
 */
function readBallot(election, text, decode) {
  if (new TextEncoder().encode(text).length > MOST_BYTES) throw new Refusal('ballot_too_long');
  const json = parse(text);
  if (JSON.stringify(inOrder(election, json)) !== text) throw new Refusal('ballot_not_canonical');
  if (json.election_uuid !== election.uuid || json.election_hash !== election.fingerprint) {
    throw new Refusal('ballot_of_other_election');
  }
  const rows = json.answers.map((/** @type {any} */ answer) =>
    answer.choices.map((/** @type {any} */ { alpha, beta }) => ({
      alpha: decode(alpha),
      beta: decode(beta),
      text: `${alpha},${beta}`,
    })));
  return {
    ...json,
    key: decodeKey(json.credential),
    s0: `${election.fingerprint}|${json.credential}`,
    rows,
  };
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('ballot_not_canonical');
  }
}

/**
 * The ballot written again with the known fields in their one order: unknown ones are lost, missing ones stay out.
 * @param {Election} election
 * @param {any} json
 */
function inOrder(election, json) {
  const proof = (/** @type {any} */ p) => ({ challenge: p?.challenge, response: p?.response });
  const proofs = (/** @type {any} */ list, /** @type {number} */ length) =>
    Array.from({ length }, (_, i) => proof(list?.[i]));
  return {
    election_uuid: json?.election_uuid,
    election_hash: json?.election_hash,
    credential: json?.credential,
    answers: election.questions.map(({ answers, min, max }, i) => ({
      choices: answers.map((_, j) => {
        const choice = json?.answers?.[i]?.choices?.[j];
        return { alpha: choice?.alpha, beta: choice?.beta };
      }),
      individual_proofs: answers.map((_, j) => proofs(json?.answers?.[i]?.individual_proofs?.[j], 2)),
      overall_proof: proofs(json?.answers?.[i]?.overall_proof, max - min + 1),
    })),
    signature: { hash: json?.signature?.hash, proof: proof(json?.signature?.proof) },
  };
}

/**
 * @param {Election} election
 * @param {Read} ballot
 * @param {{ max: number, proof: unknown } | null} cap
 */
function checkSums({ y, questions }, { rows, answers, s0 }, cap) {
  questions.forEach(({ min, max }, i) => {
    checkSum(y, rows[i], range(min, max), answers[i].overall_proof, `prove|${s0}|${texts(rows[i])}`);
  });
  if (cap) {
    const firsts = rows.map(([first]) => first);
    checkSum(y, firsts, capValues(cap.max), cap.proof, capHashed(s0, texts(firsts)));
  }
}

/** @param {{ text: string }[]} row */
const texts = (row) => row.map(({ text }) => text).join(',');

/**
 * @param {import('./group.js').Element} y
 * @param {import('./proofs.js').Ciphertext[]} row
 * @param {number[]} values
 * @param {unknown} proof
 * @param {string} before what is hashed before the sum
 */
function checkSum(y, row, values, proof, before) {
  const sum = { alpha: product(row.map(({ alpha }) => alpha)), beta: product(row.map(({ beta }) => beta)) };
  checkOneOf(y, sum, values, proof,
    (points) => `${before}|${encodeElement(sum.alpha)},${encodeElement(sum.beta)}|${points}`);
}

/** @param {Read} ballot */
function checkSignature({ election_uuid, election_hash, credential, answers, key, signature }) {
  const hash = hashToBase64(JSON.stringify({ election_uuid, election_hash, credential, answers }));
  if (signature.hash !== hash) throw new Refusal('signature_wrong');
  checkPossession(key, `sig|${hash}`, signature.proof);
}
