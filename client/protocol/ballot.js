/**
 * Making a ballot: every choice encrypted and proved to be 0 or 1, the sum of each question proved to be allowed,
 * the whole signed with the deputy's code.
 *
 * @typedef {import('./election.js').Election} Election
 * @typedef {import('./group.js').Element} Element
 * @typedef {import('./proofs.js').Proof} Proof
 * @typedef {object} Made
 * @property {string} text the ballot's JSON, exactly as it is to be sent
 * @property {string} tracker
 * @property {Proof[] | null} cap the proof of the cap, if the paper has one
 * @property {string[][]} randomness what each choice was sealed with: whoever holds it can show what the ballot holds
 */
import { capHashed, capValues } from './cap.js';
import { secretOf } from './credential.js';
import { encodeElements, encodeScalar, g, power, product, randomScalar, withTable } from './group.js';
import { hashToBase64 } from './hash.js';
import { commitToOneOf, provePossession, range } from './proofs.js';
import { Refusal } from './refusal.js';

/**
 * Builds the two tables that make ballots fast: to be called while the deputy is still reading.
 * @param {Election} election
 */
export function prepare(election) {
  withTable(g);
  withTable(election.y);
}

/**
 * @param {Election} election
 * @param {string} code
 * @param {number[][]} choices for each question a 0 or 1 for each answer
 * @param {number | null} cap the most first answers over all questions; null if the paper has no cap
 * @returns {Made}
 */
export function makeBallot(election, code, choices, cap) {
  const { uuid, fingerprint, questions, y } = election;
  checkChoices(questions, choices, cap);
  const secret = secretOf(uuid, code);
  const key = power(g, secret);

  const rows = choices.map((marks) => marks.map((mark) => encrypt(y, mark)));
  const sums = rows.map((row, i) => sumOf(y, row, range(questions[i].min, questions[i].max)));
  const firsts = rows.map((row) => row[0]);
  const capSum = cap === null ? null : sumOf(y, firsts, capValues(cap));

  const proved = [...rows.flat(), ...sums, ...(capSum ? [capSum] : [])];
  const hex = encodeElements([key, ...proved.flatMap(({ alpha, beta, proof }) => [alpha, beta, ...proof.points])]);
  const write = (/** @type {Element[]} */ ...points) => points.map((point) => hex.get(point)).join(',');
  const pairs = (/** @type {Encrypted[]} */ row) => write(...row.flatMap(({ alpha, beta }) => [alpha, beta]));
  const answer = (/** @type {string} */ before, /** @type {Encrypted} */ { alpha, beta, proof }) =>
    proof.answer(`${before}|${write(alpha, beta)}|${write(...proof.points)}`);

  const credential = write(key);
  const s0 = `${fingerprint}|${credential}`;
  const answers = rows.map((row, i) => ({
    choices: row.map(({ alpha, beta }) => ({ alpha: write(alpha), beta: write(beta) })),
    individual_proofs: row.map((choice) => answer(`prove|${s0}`, choice)),
    overall_proof: answer(`prove|${s0}|${pairs(row)}`, sums[i]),
  }));

  const unsigned = { election_uuid: uuid, election_hash: fingerprint, credential, answers };
  const hash = hashToBase64(JSON.stringify(unsigned));
  const text = JSON.stringify({ ...unsigned, signature: { hash, proof: provePossession(secret, `sig|${hash}`) } });
  return {
    text,
    tracker: hashToBase64(text),
    cap: capSum && answer(capHashed(s0, pairs(firsts)), capSum),
    randomness: rows.map((row) => row.map(({ r }) => encodeScalar(r))),
  };
}

/**
 * A ciphertext with what its maker knows of it.
 * @typedef {{ r: bigint, m: number, alpha: Element, beta: Element, proof: ReturnType<typeof commitToOneOf> }} Encrypted
 */

/**
 * @param {Element} y
 * @param {number} m 0 or 1
 * @returns {Encrypted}
 */
function encrypt(y, m) {
  const r = randomScalar();
  const yr = power(y, r);
  return { r, m, alpha: power(g, r), beta: m === 0 ? yr : yr.add(g), proof: commitToOneOf(y, r, m, [0, 1]) };
}

/**
 * The product of ciphertexts encrypts the sum of what they encrypt.
 * @param {Element} y
 * @param {Encrypted[]} row
 * @param {number[]} values the sums that are allowed
 * @returns {Encrypted}
 */
function sumOf(y, row, values) {
  const r = row.reduce((sum, choice) => sum + choice.r, 0n);
  const m = row.reduce((sum, choice) => sum + choice.m, 0);
  return {
    r,
    m,
    alpha: product(row.map(({ alpha }) => alpha)),
    beta: product(row.map(({ beta }) => beta)),
    proof: commitToOneOf(y, r, m, values),
  };
}

/**
 * A false claim has no proof, so it is refused before any work.
 * @param {import('./election.js').Question[]} questions
 * @param {number[][]} choices
 * @param {number | null} cap
 */
function checkChoices(questions, choices, cap) {
  if (choices.length !== questions.length) throw new Refusal('paper_differs');
  questions.forEach(({ answers, min, max }, i) => {
    const marks = choices[i];
    const fits = marks.length === answers.length && marks.every((mark) => [0, 1].includes(mark));
    if (!fits) throw new Refusal('paper_differs');
    const sum = marks.reduce((total, mark) => total + mark, 0);
    if (sum < min) throw new Refusal('too_few_marked', { question: i + 1, min });
    if (sum > max) throw new Refusal('too_many_marked', { question: i + 1, max });
  });
  const approvals = choices.reduce((sum, marks) => sum + marks[0], 0);
  if (cap !== null && approvals > cap) throw new Refusal('too_many_marked', { max: cap });
}
