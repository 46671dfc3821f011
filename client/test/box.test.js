import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBox } from '../protocol/box.js';
import { decodePoint, encodeElement, one } from '../protocol/group.js';
import { hashToBase64 } from '../protocol/hash.js';
import { archive, election } from './vectors.js';
import { writeBox } from './boxes.js';

const forms = ['choose-up-to-10', 'approve-each'];

test('a box of the reference tool: every ballot read, the same tally', () => {
  for (const folder of forms) {
    const told = [];
    const box = checkBox(archive(`${folder}/archives/3-final.bel`), election(folder).fingerprint, (...how) => told.push(how));
    assert.deepEqual(box.alphas.map((row) => row.map(encodeElement)),
      JSON.parse(archive(`${folder}/encrypted_tally.json`).toString()).map((row) => row.map(({ alpha }) => alpha)));
    assert.equal(box.ballots, archive(`${folder}/ballots.jsonl`).toString().trim().split('\n').length);
    assert.equal(box.keys, JSON.parse(archive(`${folder}/public_creds.json`).toString()).length);
    assert.equal(box.list, hashToBase64(archive(`${folder}/public_creds.json`)));
    assert.deepEqual(told[0], [0, box.ballots]);
    // the code is the beginning of a record's name that anybody finds in the published archive
    assert.ok(archive(`${folder}/archives/3-final.bel`).toString('latin1').includes(`${box.code}`));
  }
});

/** What the browser refuses of the archives that must be refused; it checks no proof inside a ballot. */
const refused = {
  '01-control-revote': 'box_ballot_wrong', // here one code casts once
  '11-unknown-credential': 'box_ballot_wrong',
  '13-extra-field-ballot': 'box_broken', // ends before its tally, and so does the next
  '86-dangling-data': 'box_broken',
  '88-bytes-in-padding': 'box_broken',
  '20-duplicate-ballot': 'box_broken',
  '30-dropped-ballot-tally': 'tally_differs',
  '32-wrong-num-tallied': 'tally_differs',
  '60-broken-chain': 'box_broken',
  '61-chain-skips-an-event': 'box_broken',
  '62-wrong-height': 'box_broken',
  '63-contents-not-matching-name': 'box_broken',
  '64-ballot-data-missing': 'box_broken',
  '65-ballot-and-event-removed': 'box_broken',
  '70-ballot-after-end': 'box_broken',
  '72-ballot-after-result': 'box_broken',
  '73-two-endballots': 'box_broken',
  '74-tally-without-end': 'box_broken',
  '75-two-setups': 'box_broken',
  '80-truncated-inside-record': 'box_broken',
  '81-truncated-in-header': 'box_broken',
  '82-truncated-before-event': 'box_broken',
  '83-trailing-garbage': 'box_broken',
  '84-tar-end-blocks': 'box_broken',
  '85-foreign-file': 'box_broken',
  '87-no-header': 'box_broken',
  '93-bad-trustee-proof': 'trustees_wrong',
  '94-bad-threshold-proof': 'trustees_wrong',
  '95-bad-certificate': 'trustees_wrong',
  '96-bad-coefexps-signature': 'trustees_wrong',
  '97-bad-certs-sig': 'trustees_wrong',
  '98-bad-verification-key-signature': 'trustees_wrong',
};

test('boxes that are not opened', () => {
  const { fingerprint } = election('negative/base');
  checkBox(archive('negative/base/archives/3-final.bel'), fingerprint);
  for (const [name, code] of Object.entries(refused)) {
    assert.throws(() => checkBox(archive(`negative/archives/${name}.bel`), fingerprint), { code }, name);
  }
  assert.throws(() => checkBox(archive('negative/base/archives/3-final.bel'), election(forms[0]).fingerprint), {
    code: 'election_differs',
  });
  for (const nothing of ['', 'BELENIOS', '<h1>Sign in</h1>']) {
    assert.throws(() => checkBox(new TextEncoder().encode(nothing), fingerprint), { code: 'box_broken' });
  }
});

const base = election('negative/base');
const file = (name) => archive(`negative/base/${name}`);
const ballot = (name) => archive(`negative/ballots/${name}.json`).toString();

/** A box of these ballots with what whoever runs the server would publish as their sum. */
function boxOf(ballots) {
  const papers = ballots.map((text) => JSON.parse(text));
  const sum = (i, j, part) =>
    encodeElement(papers.reduce((all, { answers }) => all.add(decodePoint(answers[i].choices[j][part])), one));
  const sums = papers[0].answers.map(({ choices }, i) =>
    choices.map((_, j) => ({ alpha: sum(i, j, 'alpha'), beta: sum(i, j, 'beta') })));
  return writeBox({
    election: file('election.json'), trustees: file('trustees.json'), credentials: file('public_creds.json'),
    ballots, tally: JSON.stringify(sums),
  });
}

test('a ballot that is not signed, not in its form or outside the list keeps the box shut', () => {
  assert.equal(checkBox(boxOf([ballot('00-control-good')]), base.fingerprint).ballots, 1);
  for (const name of ['15-changed-signature', '64-unknown-credential', '66-signed-by-other-credential', '68-signature-hash-wrong',
    '70-extra-field-in-answer', '74-reordered-top-level', '77-space-in-json', '60-wrong-election-hash', '62-wrong-uuid']) {
    assert.throws(() => checkBox(boxOf([ballot(name)]), base.fingerprint), { code: 'box_ballot_wrong', details: { ballot: 1 } }, name);
  }
  const good = ballot('00-control-good');
  assert.throws(() => checkBox(boxOf([good, good]), base.fingerprint), { code: 'box_broken' });
});

test('sums outside the group are not raised to the secret', () => {
  assert.throws(() => checkBox(boxOf([ballot('40-torsion2-alpha-ground')]), base.fingerprint), { code: 'element_outside_group' });
});
