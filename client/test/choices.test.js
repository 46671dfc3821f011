import assert from 'node:assert/strict';
import { test } from 'node:test';
import { capBeside, choicesOf, counted, marked, showsPaper, unmarked } from '../pages/booth/choices.js';
import { makeBallot } from '../protocol/ballot.js';
import { election, json } from './vectors.js';

const { questions } = election('approve-each');
const [question] = election('choose-up-to-10').questions;
/** @typedef {import('../pages/booth/choices.js').Layout} Layout */
/** @type {Layout} */
const approve = { form: 'approve_each', titles: questions.map((q) => q.question), answers: ['赞成', '反对', '弃权'], cap: 10 };
/** @type {Layout} */
const choose = { form: 'choose_up_to', titles: question.answers, answers: [], cap: 10 };

test('what the bar and the review say', () => {
  const marks = [0, 0, 1, 2, null, 0, null];
  assert.equal(marked(marks), 5);
  assert.equal(counted(marks), 3);
  assert.deepEqual(unmarked(marks), [5, 7]);
});

test('approve_each: an unmarked row counts as the last answer', () => {
  assert.deepEqual(choicesOf(approve, [0, 1, 2, null]), [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 1]]);
  const rating = { ...approve, answers: ['满意', '基本满意', '不满意', '弃权'], cap: null };
  assert.deepEqual(choicesOf(rating, [0, null]), [[1, 0, 0, 0], [0, 0, 0, 1]]);
  assert.equal(capBeside(approve), 10);
  assert.equal(capBeside(rating), null);
});

test('choose_up_to: an unmarked row counts as not chosen; the question proves its own cap', () => {
  assert.deepEqual(choicesOf(choose, [0, 1, null]), [[1, 0, 0]]);
  assert.equal(capBeside(choose), null);
});

test('every choice the booth can make fits the election', () => {
  const code = json('approve-each/private_creds.json')['1'];
  makeBallot(election('approve-each'), code, choicesOf(approve, approve.titles.map((_, i) => [0, 1, 2, null][i % 4])), 10);
  makeBallot(election('choose-up-to-10'), code, choicesOf(choose, choose.titles.map(() => null)), null);
});

test('the page must show the very paper', () => {
  assert.ok(showsPaper(approve, questions));
  assert.ok(showsPaper(choose, [question]));
  const swapped = [approve.titles[1], approve.titles[0], ...approve.titles.slice(2)];
  /** @type {[Layout, typeof questions][]} */
  const others = [
    [{ ...approve, titles: swapped }, questions],
    [{ ...approve, titles: approve.titles.slice(1) }, questions],
    [{ ...approve, answers: ['反对', '赞成', '弃权'] }, questions],
    [{ ...approve, form: /** @type {any} a form of a later program */ ('other') }, questions],
    [approve, questions.map((q) => ({ ...q, max: 2 }))],
    [approve, [question]],
    [{ ...choose, titles: [...choose.titles].reverse() }, [question]],
    [{ ...choose, cap: 9 }, [question]],
    [choose, [{ ...question, min: 1 }]],
    [choose, [question, question]],
  ];
  for (const [layout, paper] of others) {
    assert.equal(showsPaper(layout, paper), false);
  }
});
