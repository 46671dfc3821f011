import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeBallot, prepare } from '../protocol/ballot.js';
import { publicKeyOf } from '../protocol/credential.js';
import { decodeElement, decodeKey, encodeElement, encodeScalar, g, power, product, quotient, reduce } from '../protocol/group.js';
import { hashToBase64, hashToHex, hashToScalar } from '../protocol/hash.js';
import { checkOneOf, checkPossession, commitToOneOf, range } from '../protocol/proofs.js';
import { checkBallot, checkOwnBallot } from '../protocol/verify.js';
import { readElection } from '../protocol/election.js';
import { election, json, text } from './vectors.js';

const choose = election('choose-up-to-10');
const approve = election('approve-each');
prepare(choose);
prepare(approve);
const chooseCode = json('choose-up-to-10/private_creds.json')['1'];
const approveCode = json('approve-each/private_creds.json')['1'];

const chosen = (...numbers) => [choose.questions[0].answers.map((_, i) => (numbers.includes(i + 1) ? 1 : 0))];
const firstN = (n, other = [0, 1, 0]) => approve.questions.map((_, i) => (i < n ? [1, 0, 0] : other));

const mutated = (ballot, change) => {
  const copy = JSON.parse(ballot);
  change(copy);
  return JSON.stringify(copy);
};

test('every hashed string of the reference ballot', () => {
  const vector = json('intermediate-values/ballot.json');
  const { answers: [answer], credential, signature } = json('choose-up-to-10/ballot.json');
  const named = (name) => vector.hashed.find((hashed) => hashed.name === name);
  const s0 = `${choose.fingerprint}|${credential}`;
  const texts = answer.choices.map(({ alpha, beta }) => `${alpha},${beta}`);
  const choices = answer.choices.map(({ alpha, beta }) => ({ alpha: decodeElement(alpha), beta: decodeElement(beta) }));
  const check = (name, ciphertext, values, proof, before) => {
    const expected = named(name);
    checkOneOf(choose.y, ciphertext, values, proof, (points) => {
      assert.equal(points, expected.commitments.join(','), name);
      assert.equal(`${before}|${points}`, expected.string, name);
      assert.equal(hashToHex(expected.string), expected.sha256, name);
      assert.equal(encodeScalar(hashToScalar(expected.string)), expected.challenge, name);
      return expected.string;
    });
  };
  assert.equal(named('S0').string, s0);
  choices.forEach((choice, i) => {
    check(`individual proof, question 0, choice ${i}`, choice, [0, 1], answer.individual_proofs[i], `prove|${s0}|${texts[i]}`);
  });
  const s = `${s0}|${texts.join(',')}`;
  assert.equal(named('S, question 0').string, s);
  const sum = { alpha: product(choices.map(({ alpha }) => alpha)), beta: product(choices.map(({ beta }) => beta)) };
  check('overall proof, question 0', sum, range(0, 10), answer.overall_proof,
    `prove|${s}|${encodeElement(sum.alpha)},${encodeElement(sum.beta)}`);
  assert.equal(signature.hash, vector.signature_hash);
  assert.equal(named('ballot signature').string, `sig|${signature.hash}|${named('ballot signature').A}`);
  checkPossession(decodeKey(credential), `sig|${signature.hash}`, signature.proof);
  assert.equal(vector.tracker, hashToBase64(text('choose-up-to-10/ballot.json')));
});

test('ballots of the reference tool are accepted', () => {
  assert.ok(json('choose-up-to-10/public_creds.json').includes(
    checkBallot(choose, text('choose-up-to-10/ballot.json'), null)));
  assert.ok(json('approve-each/public_creds.json').includes(
    checkBallot(approve, text('approve-each/ballot.json'), null)));
});

const negative = json('negative-ballots.json');
const base = readElection(new TextEncoder().encode(negative.election));
for (const { name, must, why, text: ballot } of negative.cases) {
  test(`${must}: ${name}, ${why}`, () => {
    if (must === 'accept') checkBallot(base, ballot, null);
    else assert.throws(() => checkBallot(base, ballot, null), { name: 'Refusal' });
  });
}

for (const [name, numbers] of [['nothing', []], ['one', [7]], ['ten', range(1, 10)]]) {
  test(`choose_up_to: a ballot choosing ${name}`, () => {
    const made = makeBallot(choose, chooseCode, chosen(...numbers), null);
    assert.equal(made.cap, null);
    assert.equal(made.tracker, hashToBase64(made.text));
    assert.equal(checkBallot(choose, made.text, null), publicKeyOf(choose.uuid, chooseCode));
    checkOwnBallot(choose, made.text, null);
  });
}

for (const [name, choices] of Object.entries({
  'ten approved': firstN(10),
  'none approved': firstN(0),
  'all abstained': firstN(0, [0, 0, 1]),
})) {
  test(`approve_each: a ballot with ${name} under a cap of 10`, () => {
    const made = makeBallot(approve, approveCode, choices, 10);
    assert.equal(made.cap?.length, 11);
    assert.equal(checkBallot(approve, made.text, { max: 10, proof: made.cap }), publicKeyOf(approve.uuid, approveCode));
    checkOwnBallot(approve, made.text, { max: 10, proof: made.cap });
  });
}

test('approve_each without a cap: all twelve may be approved', () => {
  const made = makeBallot(approve, approveCode, firstN(12), null);
  assert.equal(made.cap, null);
  checkBallot(approve, made.text, null);
});

test('ballots of both forms fit in 64 KiB', () => {
  assert.ok(makeBallot(choose, chooseCode, chosen(1), null).text.length < 65536);
  assert.ok(makeBallot(approve, approveCode, firstN(1), 10).text.length < 65536);
});

test('what the rules forbid is refused before any work', () => {
  assert.throws(() => makeBallot(choose, chooseCode, chosen(...range(1, 11)), null), { code: 'too_many_marked' });
  assert.throws(() => makeBallot(approve, approveCode, firstN(11), 10), { code: 'too_many_marked' });
  assert.throws(() => makeBallot(approve, approveCode, firstN(1, [0, 0, 0]), 10), { code: 'too_few_marked' });
  assert.throws(() => makeBallot(approve, approveCode, firstN(1, [1, 1, 0]), null), { code: 'too_many_marked' });
  assert.throws(() => makeBallot(approve, approveCode, firstN(1).slice(1), 10), { code: 'paper_differs' });
  assert.throws(() => makeBallot(choose, chooseCode, [[1]], null), { code: 'paper_differs' });
  assert.throws(() => makeBallot(choose, 'KyJmC', chosen(1), null), { code: 'code_malformed' });
});

test('two ballots with the same marks share nothing, and no alpha shows a choice', () => {
  const identity = '1'.padStart(64, '0');
  const [a, b] = [0, 1].map(() => JSON.parse(makeBallot(choose, chooseCode, chosen(1, 2), null).text));
  const alphas = [...a.answers[0].choices, ...b.answers[0].choices].map(({ alpha }) => alpha);
  assert.equal(new Set(alphas).size, 24);
  assert.ok(!alphas.includes(identity));
});

test('a changed ballot is refused', () => {
  const { text: ballot } = makeBallot(choose, chooseCode, chosen(1, 2), null);
  const next = (scalar) => String(reduce(BigInt(scalar) + 1n));
  for (const change of [
    (b) => { b.answers[0].individual_proofs[3][1].response = next(b.answers[0].individual_proofs[3][1].response); },
    (b) => { b.answers[0].overall_proof[0].challenge = next(b.answers[0].overall_proof[0].challenge); },
    (b) => { b.signature.proof.response = next(b.signature.proof.response); },
    (b) => { b.answers[0].choices.reverse(); },
    (b) => { b.credential = publicKeyOf(choose.uuid, approveCode); },
    (b) => { b.election_hash = approve.fingerprint; },
    (b) => { b.answers[0].note = 'free text'; },
  ]) {
    assert.throws(() => checkBallot(choose, mutated(ballot, change), null), { name: 'Refusal' }, String(change));
  }
});

test('the cap proof: of this ballot, of this cap, whole', () => {
  const one = makeBallot(approve, approveCode, firstN(9), 10);
  const other = makeBallot(approve, approveCode, firstN(9), 10);
  const check = (proof, max = 10) => checkBallot(approve, one.text, { max, proof });
  const refused = { code: 'proof_wrong' };
  const cap = one.cap ?? [];
  check(cap);
  assert.throws(() => check(other.cap), refused);
  assert.throws(() => check(cap, 11), refused);
  assert.throws(() => check(cap, 9), refused);
  assert.throws(() => check(cap.slice(1)), refused);
  assert.throws(() => check(null), refused);
  assert.throws(() => check([...cap].reverse()), refused);
  assert.throws(() => check(JSON.parse(one.text).answers[0].overall_proof), refused);
});

test('a proof of a false claim does not hold', () => {
  const r = 12345n;
  const values = range(0, 10);
  const false11 = commitToOneOf(choose.y, r, 11, values);
  const ciphertext = { alpha: power(g, r), beta: power(choose.y, r).add(power(g, 11n)) };
  const hashed = `prove|x|${false11.points.map(encodeElement).join(',')}`;
  assert.throws(() => checkOneOf(choose.y, ciphertext, values, false11.answer(hashed), (points) => `prove|x|${points}`), {
    code: 'proof_wrong',
  });
});

test('a ballot decrypts to its marks', () => {
  // the election of one key that the test knows: y = g^x
  const x = 4242n;
  const bytes = new TextEncoder().encode(JSON.stringify({
    ...json('choose-up-to-10/election.json'), public_key: encodeElement(power(g, x)),
  }));
  const own = readElection(bytes);
  prepare(own);
  const { text: ballot } = makeBallot(own, chooseCode, chosen(2, 12), null);
  const marks = JSON.parse(ballot).answers[0].choices.map(({ alpha, beta }) =>
    quotient(decodeElement(beta), power(decodeElement(alpha), x)).is0() ? 0 : 1);
  assert.deepEqual([marks], chosen(2, 12));
});
