/** Slips: what leaves the browser, and what is on paper alone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeIn, fingerprintOfKeys, inOrder, makeSlips, ROUNDS, strikeKeys, strikeMessage } from '../protocol/slips.js';
import { isCode, publicKeyOf } from '../protocol/credential.js';
import { decodeKey } from '../protocol/group.js';
import { hashToBase64 } from '../protocol/hash.js';
import { checkPossession } from '../protocol/proofs.js';
import { bytes, json } from './vectors.js';

const { codes, lists } = makeSlips(12, () => {});

test('the keys of a slip are those of the reference derivation, round by round', () => {
  for (const { uuid, credential, public: key } of json('encodings.json').credentials) {
    const [struck] = strikeKeys([{ place: 1, uuid }], credential);
    assert.equal(struck.key, key);
  }
  lists.forEach(({ uuid, keys }) => codes.forEach((code) => assert.ok(keys.includes(publicKeyOf(uuid, code)))));
});

test('two lists of the same slips for two rounds share no key', () => {
  assert.equal(lists.length, ROUNDS);
  const all = lists.flatMap(({ keys }) => keys);
  assert.equal(new Set(all).size, ROUNDS * codes.length);
  assert.equal(new Set(lists.map(({ uuid }) => uuid)).size, ROUNDS);
  for (const { uuid } of lists) assert.match(uuid, /^[1-9A-HJ-NP-Za-km-z]{14}$/);
  assert.equal(new Set(codes).size, codes.length);
  assert.ok(codes.every(isCode));
});

test('the lists are in the order of the keys, so that their places tell nothing', () => {
  for (const { keys } of lists) assert.deepEqual(keys, inOrder([...keys].reverse()));
  const place = (/** @type {number} */ list, /** @type {string} */ code) =>
    lists[list].keys.indexOf(publicKeyOf(lists[list].uuid, code));
  assert.ok(codes.some((code) => place(0, code) !== place(1, code)));
});

test('what is sent holds no code', () => {
  const sent = JSON.stringify(lists);
  for (const code of codes) assert.ok(!sent.includes(code) && !sent.includes(code.replace(/-/g, '')));
});

test('the fingerprint is that of the file which the reference tool would write', () => {
  const file = bytes('approve-each/public_creds.json');
  const keys = JSON.parse(new TextDecoder().decode(file));
  assert.equal(fingerprintOfKeys([...keys].reverse()), hashToBase64(file));
});

test('whoever strikes a slip shows that the code is at hand, for each round by itself', () => {
  const rounds = lists.map(({ uuid }, i) => ({ place: i + 1, uuid }));
  const struck = strikeKeys(rounds.slice(2), codes[0]);
  assert.deepEqual(struck.map(({ place }) => place), [3, 4, 5, 6]);
  for (const { place, key, proof } of struck) {
    checkPossession(decodeKey(key), `sigmsg|${strikeMessage(rounds[place - 1].uuid)}`, proof);
    assert.throws(() => checkPossession(decodeKey(key), `sigmsg|${strikeMessage(rounds[0].uuid)}`, proof));
    assert.throws(() => checkPossession(decodeKey(publicKeyOf(rounds[place - 1].uuid, codes[1])), `sigmsg|${strikeMessage(rounds[place - 1].uuid)}`, proof));
  }
});

test('a slip is read off a hand scanner, a camera or a keyboard', () => {
  for (const typed of [
    codes[0], `https://hall.example/booth#code=${codes[0]}`, `http://10.0.0.2:8080/booth#${codes[0]}`, codes[0].replace(/-/g, ' '),
  ]) assert.equal(codeIn(typed), codes[0]);
  for (const wrong of ['', 'https://hall.example/booth', codes[0].slice(1), 'https://hall.example/booth#code=', '代表']) {
    assert.throws(() => codeIn(wrong), { code: 'code_malformed' });
  }
});

test('the worker that made the codes has them once', async () => {
  /** @type {any[]} */
  const answers = [];
  Object.assign(globalThis, { self: { postMessage: (/** @type {any} */ answer) => answers.push(answer) } });
  await import('../workers/slip-worker.js');
  const ask = async (/** @type {string} */ task, /** @type {any[]} */ ...args) => {
    await /** @type {any} */ (globalThis).self.onmessage({ data: { id: 1, task, args } });
    return answers.at(-1).result;
  };
  const made = await ask('make', 5);
  assert.equal(made[0].keys.length, 5);
  assert.equal((await ask('take')).length, 5);
  assert.deepEqual(await ask('take'), [], 'they are gone from its memory');
  assert.ok(!JSON.stringify(answers.filter(({ news }) => news)).match(/[1-9A-HJ-NP-Za-km-z]{5}-/), 'its news name none');
});
