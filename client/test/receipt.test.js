import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shadowOf, trackerIn } from '../protocol/receipt.js';

const WHOLE = 'EFgafCEKk8K89v+9w4eBwBUnFrf/uvO8ea6jIB/CBBE';

test('the server makes the same shadow of a receipt (src/ballots/receipts.rs has the same pair)', () => {
  assert.equal(shadowOf(WHOLE), 'AQWyzzk-SETFnlxS');
});

test('a receipt may be typed in groups of four, and is whole or none', () => {
  assert.equal(trackerIn('EFga fCEK k8K8 9v+9 w4eB wBUn Frf/ uvO8 ea6j IB/C BBE\n'), WHOLE);
  for (const typed of ['', 'EFga', `${WHOLE}A`, '<'.repeat(43)]) assert.equal(trackerIn(typed), null);
});
