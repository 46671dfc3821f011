import assert from 'node:assert/strict';
import { test } from 'node:test';
import { schedule } from '../pages/parts/reveal.js';

test('a reveal takes two minutes at most, however many rows it has', () => {
  for (const [below, above] of [[0, 0], [0, 1], [2, 10], [8, 28], [1, 35], [60, 40]]) {
    const times = schedule([{ below, above }]);
    assert.equal(times.length, below + above);
    assert.ok((times.at(-1) ?? 0) <= 120_000, `${below} + ${above}: ${times.at(-1)}`);
    assert.deepEqual(times, [...times].sort((a, b) => a - b));
  }
});

test('it pauses at the cut and nowhere else', () => {
  const times = schedule([{ below: 2, above: 10 }]);
  const gaps = times.slice(1).map((time, i) => time - times[i]);
  assert.equal(gaps.filter((gap) => gap > gaps[0] + 1).length, 1);
  assert.ok(gaps[1] >= gaps[0] + 5_000, 'between the second row from below and the third');
});

test('without a cut there is nothing to pause at', () => {
  for (const [below, above] of [[0, 5], [5, 0]]) {
    const times = schedule([{ below, above }]);
    const gaps = times.slice(1).map((time, i) => time - times[i]);
    assert.ok(gaps.every((gap) => Math.abs(gap - gaps[0]) < 1));
  }
});

test('rounds are revealed one after the other, each with its own pause', () => {
  const times = schedule([{ below: 3, above: 9 }, { below: 1, above: 1 }, { below: 0, above: 1 }]);
  assert.equal(times.length, 15);
  assert.ok((times.at(-1) ?? 0) <= 120_000);
  const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0));
  const step = Math.min(...gaps);
  assert.deepEqual(gaps.flatMap((gap, i) => (gap > step + 1 ? [i] : [])), [2, 12]);
});
