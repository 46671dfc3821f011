/**
 * What a scrutineer's browser checks of the box before it opens it: that the tally is the product of all the ballots in
 * the chain, each signed under a key of the list and no key twice. Opening anything else could show a single ballot.
 * The proofs inside the ballots are checked by `verifier/`, which shares nothing with this: both must agree.
 */
import { readArchive, readJson, written } from './archive.js';
import { readElection } from './election.js';
import { decodeElement, encodeElement, one } from './group.js';
import { hashToBase64 } from './hash.js';
import { Refusal } from './refusal.js';
import { checkElectionKey, readTrustees } from './trustees.js';
import { readSignedBallot } from './verify.js';

/** Ballots between two words on how far it is. */
const STEP = 20;

/**
 * @param {Uint8Array} bytes the archive
 * @param {string} fingerprint φ as the page shows it
 * @param {(done: number, total: number) => void} [tell]
 */
export function checkBox(bytes, fingerprint, tell = () => {}) {
  const box = readArchive(bytes);
  const election = readElection(box.election);
  if (election.fingerprint !== fingerprint) throw new Refusal('election_differs');
  checkElectionKey(election, readTrustees(box.trustees));
  if (box.tally === null) throw new Refusal('box_broken');
  const sums = multiply(election, box, tell);
  if (box.tally.tallied !== box.ballots.length || written(box.tally.content) !== JSON.stringify(sums)) {
    throw new Refusal('tally_differs');
  }
  return {
    trustees: box.trustees,
    // a point outside the group would show something of the key
    alphas: sums.map((row) => row.map(({ alpha }) => decodeElement(alpha))),
    ballots: box.ballots.length,
    keys: keysIn(box).length,
    list: hashToBase64(box.credentials),
    code: box.tally.sealed.slice(0, 32),
  };
}

/** @param {import('./archive.js').Contents} box @returns {string[]} */
function keysIn(box) {
  const keys = readJson(box.credentials);
  if (!Array.isArray(keys) || new Set(keys).size !== keys.length) throw new Refusal('box_broken');
  return keys;
}

/**
 * @param {import('./election.js').Election} election
 * @param {import('./archive.js').Contents} box
 * @param {(done: number, total: number) => void} tell
 */
function multiply(election, box, tell) {
  const unused = new Set(keysIn(box));
  const sums = election.questions.map(({ answers }) => answers.map(() => ({ alpha: one, beta: one })));
  box.ballots.forEach((bytes, n) => {
    if (n % STEP === 0) tell(n, box.ballots.length);
    const { credential, rows } = signed(election, bytes, n + 1);
    if (!unused.delete(credential)) throw new Refusal('box_ballot_wrong', { ballot: n + 1 });
    rows.forEach((row, i) => row.forEach(({ alpha, beta }, j) => {
      const sum = sums[i][j];
      sum.alpha = sum.alpha.add(alpha);
      sum.beta = sum.beta.add(beta);
    }));
  });
  return sums.map((row) => row.map(({ alpha, beta }) => ({ alpha: encodeElement(alpha), beta: encodeElement(beta) })));
}

/** @param {import('./election.js').Election} election @param {Uint8Array} bytes @param {number} ballot from 1 */
function signed(election, bytes, ballot) {
  try {
    return readSignedBallot(election, written(bytes));
  } catch (error) {
    throw error instanceof Refusal ? new Refusal('box_ballot_wrong', { ballot }) : error;
  }
}
