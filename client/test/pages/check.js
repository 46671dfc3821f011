/** The pages in a real browser: `npm run test:pages`. Needs Chromium (PATH or $CHROMIUM) and built bundles. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, beforeEach, test } from 'node:test';
import { publicKeyOf, secretOf } from '../../protocol/credential.js';
import { decodeKey, decodePoint, encodeElement, one } from '../../protocol/group.js';
import { checkPossession, provePossession } from '../../protocol/proofs.js';
import { checkPartialDecryption, keysOf, publishedKeys } from '../../protocol/trustee.js';
import { hashToBase64, hashToHex } from '../../protocol/hash.js';
import { writeBox } from '../boxes.js';
import { archive, bytes, election, json, text } from '../vectors.js';
import { CeremonyStandIn, Colleague } from './ceremony.js';
import { startChromium } from './chromium.js';
import { rounds, startServer } from './server.js';

const browser = await startChromium();
const server = await startServer();
const { state, origin, secureOrigin } = server;
/** The code of the certificates in approve-each/trustees.json. */
const KEYS_OF_APPROVE_EACH = 'e46c 18a6 8239 f295 a7eb 8003 15c6 49ab';
let people = [];

beforeEach(async () => {
  await Promise.all(people.map((person) => person.leave()));
  people = [];
  Object.assign(state, { posted: [], cookies: [], weather: 'good', forms: [], issued: '', overrides: {}, open: true, lie: undefined, box: undefined, program: undefined, rule: undefined, trustees: undefined, reported: [], ceremony: new CeremonyStandIn() });
  state.opened.clear();
  state.boxes.a.clear();
  state.boxes.c.clear();
});
after(async () => {
  await browser.stop();
  server.stop();
});

test('all of this is plain http in a hall, where browsers withhold what they keep for secure pages', async () => {
  const tab = await (await person()).openTab(`${origin}/elsewhere`);
  const there = await tab.run(() => [isSecureContext, 'subtle' in crypto, 'randomUUID' in crypto, 'locks' in navigator, 'clipboard' in navigator]);
  assert.deepEqual(there, [false, false, false, false, false]);
});

const codeOf = (round, voter) => json(`${rounds[round]}/private_creds.json`)[voter];
const boothOf = (round, at = origin) => `${at}/deputy/rounds/${round}/booth`;

async function person() {
  const someone = await browser.newPerson();
  people.push(someone);
  return someone;
}

/** A deputy's tab with the paper open. */
async function deputy(round, voter, someone = undefined, at = origin) {
  const tab = await (someone ?? (await person())).openTab(`${boothOf(round, at)}#code=${codeOf(round, voter)}`);
  await seen(tab, 'marking');
  return tab;
}

const view = (tab) => tab.run(() => document.querySelector('[data-view]:not([hidden])').dataset.view);
const seen = (tab, name) => tab.until((n) => document.querySelector('[data-view]:not([hidden])')?.dataset.view === n, name);
const mark = (tab, row, position) => tab.run((r, p) => document.querySelectorAll('[data-row]')[r - 1].querySelectorAll('input')[p].click(), row, position);
const marks = (tab) => tab.run(() => [...document.querySelectorAll('[data-row]')].map((row) => [...row.querySelectorAll('input')].findIndex((i) => i.checked)));
const press = (tab, what) => tab.run((w) => document.querySelector(`[data-view]:not([hidden]) [data-do="${w}"]`).click(), what);
const said = (tab, place) => tab.until((p) => document.querySelector(`[data-message="${p}"]:not([hidden])`)?.textContent, place);
const slot = (tab, name) => tab.run((n) => document.querySelector(`[data-slot="${n}"]`).textContent, name);
const drawn = (tab, name) => tab.until((n) => document.querySelector(`[data-qr="${n}"] svg path`)?.getAttribute('d').length > 100, name);
const kept = (tab) => tab.run(() => Object.keys(localStorage).sort().map((key) => key.split('.')[1]));

async function castAll(tab) {
  await press(tab, 'review');
  await seen(tab, 'review');
  await press(tab, 'cast');
}

test('approve_each: from the link to the receipt', async () => {
  const tab = await deputy('a', '1');
  assert.equal(await tab.run(() => location.href), boothOf('a'), 'the code has left the address bar');
  for (let row = 1; row <= 7; row += 1) await mark(tab, row, row <= 6 ? 0 : 1);
  assert.equal(await slot(tab, 'marked'), '已标 7 / 12');
  assert.equal(await slot(tab, 'counted'), '赞成 6，至多 10');
  await press(tab, 'review');
  await seen(tab, 'review');
  assert.equal(await said(tab, 'review'), '第 8、9、10、11、12 项未标，将按弃权计。');
  const listed = await tab.run(() => [...document.querySelectorAll('[data-review-list] li')].map((li) => li.querySelector('[data-slot="mark"]').textContent));
  assert.deepEqual(listed, [...Array(6).fill('赞成'), '反对', ...Array(5).fill('未标（按弃权计）')]);
  await press(tab, 'change');
  await seen(tab, 'marking');
  await mark(tab, 8, 2);
  await castAll(tab);
  await seen(tab, 'receipt');
  assert.equal(state.boxes.a.size, 1);
  assert.deepEqual(state.cookies, [''], 'no cookie came with the ballot');
  const tracker = await slot(tab, 'tracker');
  assert.match(tracker, /^(\S{4} ){10}\S{3}$/);
  assert.match(await slot(tab, 'time'), /^\d\d:\d\d$/);
  assert.deepEqual(await kept(tab), ['receipt']);
  const receipt = await tab.run(() => JSON.parse(Object.values(localStorage)[0]));
  assert.deepEqual(Object.keys(receipt), ['tracker', 'time', 'key']);
  assert.equal(receipt.tracker, tracker.replaceAll(' ', ''));
  assert.equal(await tab.run(() => document.querySelectorAll('[data-row], [data-review-list] li').length), 0);
  await drawn(tab, 'lookup');
  assert.deepEqual(tab.troubles, []);
});

test('choose_up_to: ten of twelve', async () => {
  const tab = await deputy('c', '1');
  for (let row = 1; row <= 12; row += 1) await mark(tab, row, row <= 10 ? 0 : 1);
  await castAll(tab);
  await seen(tab, 'receipt');
  assert.equal(JSON.parse(state.posted[0]).cap, null);
  assert.equal(state.boxes.c.size, 1);
  assert.deepEqual(tab.troubles, []);
});

test('an eleventh approval is refused in words, and every mark stays as it was', async () => {
  const tab = await deputy('a', '1');
  for (let row = 1; row <= 10; row += 1) await mark(tab, row, 0);
  await mark(tab, 11, 2);
  const before = await marks(tab);
  await mark(tab, 11, 0);
  const full = '赞成已满 10 项。要赞成这一项，请先改动另一项。';
  await tab.until((words) => document.querySelector('[data-number="11"]').querySelector('[data-refusal]').textContent === words, full);
  assert.deepEqual(await marks(tab), before);
  await mark(tab, 12, 0);
  assert.deepEqual(await marks(tab), before, 'a row without mark stays without');
  await mark(tab, 1, 1);
  await mark(tab, 12, 0);
  assert.equal(await slot(tab, 'counted'), '赞成 10，至多 10');
});

test('marks by keyboard', async () => {
  const tab = await deputy('a', '1');
  const key = async (name) => {
    for (const type of ['keyDown', 'keyUp']) {
      await tab.call('Input.dispatchKeyEvent', { type, key: name, code: name, text: name === ' ' && type === 'keyDown' ? ' ' : undefined,
        windowsVirtualKeyCode: { ' ': 32, ArrowRight: 39, Tab: 9 }[name] });
    }
  };
  await tab.run(() => document.querySelector('[data-row] input').focus());
  await key(' ');
  await key('ArrowRight');
  assert.deepEqual((await marks(tab)).slice(0, 2), [1, -1]);
});

test('a refresh in mid-ballot keeps the marks; another code starts without them', async () => {
  const someone = await person();
  const tab = await deputy('a', '1', someone);
  await mark(tab, 1, 0);
  await mark(tab, 12, 1);
  const before = await marks(tab);
  await tab.reload();
  await seen(tab, 'marking');
  assert.deepEqual(await marks(tab), before);
  assert.equal(await slot(tab, 'marked'), '已标 2 / 12');
  const other = await deputy('a', '2', someone);
  assert.ok((await marks(other)).every((m) => m === -1));
});

for (const weather of ['cut', 'lost', 'busy', 'portal']) {
  test(`${weather} network while casting: the same bytes again, once in the box`, async () => {
    const tab = await deputy('a', '1');
    await mark(tab, 1, 0);
    state.weather = weather;
    await castAll(tab);
    await tab.until(() => document.querySelector('[data-message="sending"]').textContent.includes('等待网络'));
    assert.equal(await view(tab), 'sending');
    assert.ok((await kept(tab)).includes('pending'));
    state.weather = 'good';
    await seen(tab, 'receipt');
    assert.ok(state.posted.length >= 2);
    assert.equal(new Set(state.posted).size, 1);
    assert.equal(state.boxes.a.size, 1);
    assert.deepEqual(await kept(tab), ['receipt']);
  });
}

test('the browser is closed while the ballot waits: it goes on by itself when opened again', async () => {
  const someone = await person();
  const tab = await deputy('a', '1', someone);
  await mark(tab, 1, 0);
  state.weather = 'lost';
  await castAll(tab);
  await tab.until(() => document.querySelector('[data-message="sending"]').textContent.includes('等待网络'));
  await tab.close();
  state.weather = 'good';
  const again = await someone.openTab(boothOf('a'));
  await seen(again, 'receipt');
  assert.equal(new Set(state.posted).size, 1);
  assert.equal(state.boxes.a.size, 1);
});

test('after casting, back and forward and reload show the receipt and no mark', async () => {
  const someone = await person();
  const tab = await someone.openTab(`${origin}/elsewhere`);
  await tab.go(`${boothOf('a')}#code=${codeOf('a', '1')}`);
  await seen(tab, 'marking');
  await mark(tab, 1, 0);
  await castAll(tab);
  await seen(tab, 'receipt');
  const clean = async () => {
    await seen(tab, 'receipt');
    assert.equal(await tab.run(() => document.querySelectorAll('[data-view="review"] *').length + document.querySelectorAll('input:checked').length), 0);
  };
  await tab.back();
  await clean();
  await tab.back();
  await tab.until(() => location.pathname === '/elsewhere');
  await tab.forward();
  await tab.until(() => location.pathname.endsWith('/booth'));
  await clean();
  await tab.reload();
  await clean();
});

test('back from the review is back at the marks', async () => {
  const tab = await deputy('a', '1');
  await mark(tab, 3, 1);
  await press(tab, 'review');
  await seen(tab, 'review');
  await tab.back();
  await seen(tab, 'marking');
  assert.equal((await marks(tab))[2], 1);
});

test('two tabs: marks follow, one casts, the other shows the receipt', async () => {
  const someone = await person();
  const one = await deputy('a', '1', someone);
  const two = await someone.openTab(boothOf('a'));
  await seen(two, 'marking');
  await mark(one, 5, 0);
  await two.until(() => document.querySelectorAll('[data-row]')[4].querySelector('input').checked);
  await castAll(one);
  await seen(one, 'receipt');
  await seen(two, 'receipt');
  assert.equal(await slot(two, 'tracker'), await slot(one, 'tracker'));
  // the second tab may see the receipt late and send the same bytes too
  assert.equal(new Set(state.posted).size, 1);
  assert.equal(state.boxes.a.size, 1);
});

for (const locks of [true, false]) {
  test(`two tabs cast at once, ${locks ? 'with' : 'without'} locks: one ballot, two receipts`, async () => {
    const someone = await person();
    const at = locks ? secureOrigin : origin;
    const tabs = [await deputy('a', '1', someone, at), await someone.openTab(boothOf('a', at))];
    await seen(tabs[1], 'marking');
    for (const tab of tabs) assert.equal(await tab.run(() => 'locks' in navigator), locks);
    for (const tab of tabs) {
      await press(tab, 'review');
      await seen(tab, 'review');
    }
    await Promise.all(tabs.map((tab) => press(tab, 'cast')));
    for (const tab of tabs) await seen(tab, 'receipt');
    assert.equal(state.boxes.a.size, 1);
    // without locks both may make one; the box takes one
    if (locks) assert.equal(new Set(state.posted).size, 1);
    assert.equal(await slot(tabs[0], 'tracker'), await slot(tabs[1], 'tracker'));
  });
}

test('a refusal by the server keeps the marks and makes no second ballot by itself', async () => {
  const someone = await person();
  const [one, two] = [await deputy('a', '1', someone), await someone.openTab(boothOf('a'))];
  await seen(two, 'marking');
  await mark(one, 1, 0);
  state.weather = 'closed';
  await castAll(one);
  await seen(one, 'stopped');
  assert.equal(await said(one, 'stopped'), '投票已经结束。');
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.equal(new Set(state.posted).size, 1);
  assert.deepEqual(await kept(one), ['credential', 'draft']);
  state.weather = 'good';
  await one.reload();
  await seen(one, 'marking');
  assert.equal((await marks(one))[0], 0);
  assert.notEqual(await view(two), 'receipt');
});

test('a code that was used elsewhere is refused clearly', async () => {
  const one = await deputy('a', '1');
  const two = await deputy('a', '1');
  await castAll(one);
  await seen(one, 'receipt');
  await castAll(two);
  await seen(two, 'stopped');
  assert.match(await said(two, 'stopped'), /已经投过票/);
  assert.deepEqual(await kept(two), []);
});

test('one browser, two deputies: a receipt is never taken for another deputy\'s', async () => {
  const someone = await person();
  const one = await deputy('a', '1', someone);
  await castAll(one);
  await seen(one, 'receipt');
  const first = await slot(one, 'tracker');
  const two = await deputy('a', '2', someone);
  await castAll(two);
  await seen(two, 'receipt');
  assert.equal(state.boxes.a.size, 2);
  assert.notEqual(await slot(two, 'tracker'), first);
  assert.equal(await slot(one, 'tracker'), first);
  assert.deepEqual(await kept(two), ['receipt']);
});

test('two deputies in two tabs of one browser, one without network', async () => {
  const someone = await person();
  const one = await deputy('a', '1', someone);
  const two = await deputy('a', '2', someone);
  await mark(one, 1, 0);
  await mark(two, 2, 0);
  state.weather = 'cut';
  await castAll(one);
  await one.until(() => document.querySelector('[data-message="sending"]').textContent.includes('等待网络'));
  assert.equal(await view(two), 'marking');
  state.weather = 'good';
  await castAll(two);
  await seen(two, 'receipt');
  await seen(one, 'receipt');
  assert.equal(state.boxes.a.size, 2);
  assert.equal(new Set(state.posted).size, 2);
  const trackers = await Promise.all([one, two].map((tab) => slot(tab, 'tracker')));
  const inBox = [...state.boxes.a].map(([key, ballot]) => [key, hashToBase64(ballot)]);
  trackers.forEach((tracker, i) => {
    const key = publicKeyOf(election('approve-each').uuid, codeOf('a', String(i + 1)));
    assert.equal(tracker.replaceAll(' ', ''), new Map(inBox).get(key));
  });
  assert.deepEqual(await kept(two), ['receipt']);
});

test('a used link opened again shows the receipt', async () => {
  const someone = await person();
  const one = await deputy('a', '1', someone);
  await castAll(one);
  await seen(one, 'receipt');
  const first = await slot(one, 'tracker');
  await one.go(`${origin}/elsewhere`);
  await one.go(`${boothOf('a')}#code=${codeOf('a', '1')}`);
  await seen(one, 'receipt');
  assert.equal(await slot(one, 'tracker'), first);
  assert.deepEqual(await kept(one), ['receipt']);
});

test('a link\'s code does not replace the one taken in this browser', async () => {
  const someone = await person();
  const own = await deputy('a', '1', someone);
  const link = await deputy('a', '2', someone);
  await castAll(link);
  await seen(link, 'receipt');
  assert.ok((await kept(link)).includes('credential'));
  assert.equal(await view(own), 'marking');
  await own.reload();
  await seen(own, 'marking');
  await castAll(own);
  await seen(own, 'receipt');
  assert.equal(state.boxes.a.size, 2);
});

test('a link opened in the tab that shows the paper already', async () => {
  const tab = await deputy('a', '1');
  await mark(tab, 1, 0);
  await tab.run((c) => (location.href = `#code=${c}`), codeOf('a', '2'));
  await tab.until(() => !location.hash && document.querySelector('[data-view="marking"]:not([hidden])'));
  assert.ok((await marks(tab)).every((m) => m === -1));
  assert.equal((await kept(tab)).filter((name) => name === 'credential').length, 1);
});

test('no code: it is typed; wrong ones are told what is wrong', async () => {
  const tab = await (await person()).openTab(boothOf('a'));
  await seen(tab, 'code');
  const type = (code) => tab.run((c) => {
    document.querySelector('[data-code]').value = c;
    document.querySelector('[data-code-form]').requestSubmit();
  }, code);
  await type('KyJm0');
  assert.match(await said(tab, 'code'), /22 个字母和数字/);
  await type('11111-111111-11111-111111');
  await seen(tab, 'stopped');
  assert.match(await said(tab, 'stopped'), /不在本轮的名单上/);
  await press(tab, 'enter-code');
  await seen(tab, 'code');
  await type(codeOf('a', '3').replaceAll('-', ' '));
  await seen(tab, 'marking');
  await castAll(tab);
  await seen(tab, 'receipt');
  assert.deepEqual(await kept(tab), ['receipt']);
});

test('what the page shows must be what is voted on', async () => {
  for (const [overrides, words] of [
    [{ fingerprint: 'AAAA' }, /不一致/],
    [{ answers: '["反对","赞成","弃权"]' }, /项目与选票上的不一致/],
  ]) {
    state.overrides = overrides;
    const tab = await (await person()).openTab(`${boothOf('a')}#code=${codeOf('a', '1')}`);
    await seen(tab, 'stopped');
    assert.match(await said(tab, 'stopped'), words);
  }
});

/** The number of the ballot under review, once it is sealed. */
const sealed = (tab) => tab.until(() => {
  const number = document.querySelector('[data-slot="sealed"]').textContent;
  return number.length > 10 && number;
}, '');

async function checkingPage(someone, hash = '') {
  return (someone ?? (await person())).openTab(`${origin}/check${hash}`);
}

const marksRead = (tab) => tab.run(() => [...document.querySelectorAll('[data-mark-list] b')].map((b) => b.textContent));

test('a sealed ballot is opened instead of cast: another device shows its marks, the box refuses it', async () => {
  const tab = await deputy('a', '1');
  await mark(tab, 1, 0);
  await mark(tab, 2, 1);
  await press(tab, 'review');
  await seen(tab, 'review');
  const number = await sealed(tab);
  assert.match(number, /^(\S{4} ){3}\S{4}$/);
  assert.equal(state.posted.length, 0, 'the number stands before anything is sent');
  await press(tab, 'open');
  await seen(tab, 'opened');
  await tab.until(() => !document.querySelector('[data-part="opened"]').hidden);
  assert.equal(await slot(tab, 'opened-code'), number);
  await drawn(tab, 'check');
  assert.equal(state.boxes.a.size, 0);
  assert.deepEqual(state.cookies, ['']);
  assert.deepEqual(await kept(tab), ['credential', 'draft']);

  const other = await checkingPage();
  await other.run((code) => {
    document.querySelector('[data-code]').value = code;
    document.querySelector('[data-code-form]').requestSubmit();
  }, number);
  await seen(other, 'good');
  assert.deepEqual(await marksRead(other), ['赞成', '反对', ...Array(10).fill('弃权')]);
  assert.equal(await slot(other, 'tracker'), number);

  const scanned = await checkingPage(undefined, `#code=${encodeURIComponent([...state.opened.keys()][0])}`);
  await seen(scanned, 'good');
  assert.equal(await scanned.run(() => location.hash), '', 'the code has left the address bar');

  await press(tab, 'change');
  await seen(tab, 'marking');
  assert.deepEqual((await marks(tab)).slice(0, 3), [0, 1, -1], 'the marks are still there');
  await castAll(tab);
  await seen(tab, 'receipt');
  const receipt = await slot(tab, 'tracker');
  assert.ok(!receipt.startsWith(number), 'another ballot was sealed');
  assert.ok(!state.opened.has(receipt.replaceAll(' ', '')));
  assert.equal(state.boxes.a.size, 1);
  assert.deepEqual(tab.troubles, []);
});

test('the number shown at the review is the receipt\'s beginning; each review seals anew', async () => {
  const tab = await deputy('c', '1');
  await mark(tab, 1, 0);
  await press(tab, 'review');
  const first = await sealed(tab);
  await press(tab, 'change');
  await seen(tab, 'marking');
  await press(tab, 'review');
  await tab.until((n) => !['…', n].includes(document.querySelector('[data-slot="sealed"]').textContent), first);
  const second = await sealed(tab);
  await press(tab, 'cast');
  await seen(tab, 'receipt');
  assert.ok((await slot(tab, 'tracker')).startsWith(second));
});

test('opening over a bad network: it goes on by itself, and going back never casts the opened ballot', async () => {
  const tab = await deputy('c', '1');
  await mark(tab, 3, 0);
  await press(tab, 'review');
  await sealed(tab);
  state.weather = 'lost';
  await press(tab, 'open');
  await tab.until(() => document.querySelector('[data-message="opening"]').textContent.includes('等待网络'));
  state.weather = 'good';
  await tab.until(() => !document.querySelector('[data-part="opened"]').hidden);
  await tab.back();
  await seen(tab, 'marking');
  await castAll(tab);
  await seen(tab, 'receipt');
  assert.equal(state.boxes.c.size, 1);
  const other = await checkingPage(undefined, `#code=${encodeURIComponent([...state.opened.keys()][0])}`);
  await seen(other, 'good');
  assert.deepEqual(await marksRead(other), ['不选', '不选', '选', ...Array(9).fill('不选')]);
});

test('a file that lies about the ballot does not pass', async () => {
  const tab = await deputy('a', '1');
  await mark(tab, 1, 0);
  await press(tab, 'review');
  await sealed(tab);
  await press(tab, 'open');
  await tab.until(() => !document.querySelector('[data-part="opened"]').hidden);
  const tracker = [...state.opened.keys()][0];
  const edited = (change) => (file) => {
    const value = JSON.parse(file);
    change(value.opening);
    return JSON.stringify(value);
  };
  for (const [lie, words] of [
    [edited((o) => (o.choices[0] = [0, 1, 0])), /不是一回事/],
    [edited((o) => (o.randomness[1][2] = '5')), /不是一回事/],
    [edited((o) => (o.randomness[1][2] = '0')), /不完整/],
    [edited((o) => o.choices.pop()), /不完整/],
    [edited((o) => (o.ballot = o.ballot.replace(/(?<="response":")\d/, (digit) => (digit === '1' ? '2' : '1')))), /没有通过核对|不是一回事/],
    [() => '{}', /不完整/],
    [() => '[', /不完整/],
  ]) {
    state.lie = lie;
    const other = await checkingPage(undefined, `#code=${encodeURIComponent(tracker)}`);
    await seen(other, 'bad');
    assert.match(await said(other, 'bad'), words);
    assert.deepEqual(await marksRead(other), []);
  }
});

test('a number that is none, or of no opened ballot, is told so', async () => {
  const tab = await checkingPage();
  const type = (code) => tab.run((c) => {
    document.querySelector('[data-code]').value = c;
    document.querySelector('[data-code-form]').requestSubmit();
  }, code);
  await type('EFga fCEK');
  assert.match(await said(tab, 'code'), /至少 16 位/);
  await type('A'.repeat(43));
  await tab.until(() => document.querySelector('[data-message="code"]').textContent.includes('没有找到'));
  assert.equal(await view(tab), 'code');
});

test('before voting begins the booth waits, and then opens by itself', async () => {
  state.open = false;
  const tab = await (await person()).openTab(`${boothOf('a')}#code=${codeOf('a', '1')}`);
  await seen(tab, 'waiting');
  state.open = true;
  await seen(tab, 'marking');
});

test('after closing there is no paper, but a ballot on its way and a receipt are', async () => {
  const someone = await person();
  const tab = await deputy('a', '1', someone);
  state.weather = 'lost';
  await castAll(tab);
  await tab.until(() => document.querySelector('[data-message="sending"]').textContent.includes('等待网络'));
  await tab.close();
  state.weather = 'good';
  state.overrides = { closed: 'yes' };
  const again = await someone.openTab(boothOf('a'));
  await seen(again, 'receipt');
  const late = await (await person()).openTab(`${boothOf('a')}#code=${codeOf('a', '2')}`);
  await seen(late, 'stopped');
  assert.match(await said(late, 'stopped'), /投票已经结束/);
});

test('the booth shows the fingerprints that the hall screen shows', async () => {
  const tab = await deputy('a', '1');
  const groups = (whole) => whole.slice(0, 16).match(/.{4}/g).join(' ');
  assert.equal(await slot(tab, 'paper-fingerprint'), groups(election('approve-each').fingerprint));
  assert.equal(await slot(tab, 'list-fingerprint'), groups(hashToBase64(bytes('approve-each/public_creds.json'))));
  // as Rust has it of the same trustees (crates/verifiable-ballots/tests/ceremony.rs)
  assert.equal(await slot(tab, 'keys-code'), KEYS_OF_APPROVE_EACH);
});

test('no network when the booth opens: it waits and opens', async () => {
  state.weather = 'cut';
  const tab = await (await person()).openTab(`${boothOf('a')}#code=${codeOf('a', '1')}`);
  assert.match(await said(tab, 'loading'), /自动重试/);
  state.weather = 'good';
  await seen(tab, 'marking');
});

test('a browser that keeps nothing is told so', async () => {
  const tab = await (await person()).openTab(`${origin}/elsewhere`);
  await tab.call('Page.addScriptToEvaluateOnNewDocument', { source: "Object.defineProperty(window, 'localStorage', { get() { throw new Error('denied'); } })" });
  await tab.go(boothOf('a'));
  await seen(tab, 'stopped');
  assert.match(await said(tab, 'stopped'), /无痕模式/);
});

test('a worker whose bytes are not the pinned ones is not used', async () => {
  state.overrides = { 'ballot-worker.js': `sha384-${'A'.repeat(64)}` };
  const tab = await (await person()).openTab(`${boothOf('a')}#code=${codeOf('a', '1')}`);
  await seen(tab, 'stopped');
  assert.match(await said(tab, 'stopped'), /没有完整打开/);
});

test('a worker is started from the bytes that were checked, not from its address', async () => {
  const tab = await (await person()).openTab(`${origin}/elsewhere`);
  await tab.call('Page.addScriptToEvaluateOnNewDocument', {
    source: 'const Made = Worker; window.started = []; window.Worker = class extends Made { constructor(url) { super(url); window.started.push(String(url)); } };',
  });
  await tab.go(`${boothOf('a')}#code=${codeOf('a', '1')}`);
  await seen(tab, 'marking');
  const started = await tab.run(() => window.started);
  assert.ok(started.length > 0 && started.every((/** @type {string} */ url) => url.startsWith('blob:')), `${started}`);
});

test('issue: on one device each deputy has a code of their own, and finds it again', async () => {
  const { uuid } = election('approve-each');
  const tab = await (await person()).openTab(`${origin}/elsewhere`);
  const kept = (/** @type {string} */ name) => tab.run((key) => localStorage.getItem(key), `piaojue.${name}.${uuid}`);
  const takes = async (/** @type {string} */ mark) => {
    state.issued = '';
    state.overrides = { mark };
    await tab.go(`${origin}/deputy/rounds/a/issue`);
    await tab.run(() => document.querySelector('[data-issue-form] button').click());
    await tab.until(() => document.querySelector('[data-part="code-here"]:not([hidden])'));
    return kept('credential');
  };
  const first = await takes('aaaa');
  await tab.run((key) => localStorage.setItem(key, '{"marks":["赞成"]}'), `piaojue.draft.${uuid}`);
  const second = await takes('bbbb');
  assert.notEqual(second, first);
  assert.deepEqual([await kept('draft'), await kept('credential') === second], [null, true], 'nobody sees what another marked');
  assert.equal(await tab.run((key) => localStorage.getItem(key), `piaojue.credential.${uuid}.aaaa`), first);
  state.issued = publicKeyOf(uuid, first);
  state.overrides = { mark: 'aaaa' };
  await tab.go(`${origin}/deputy/rounds/a/issue`);
  await tab.until(() => document.querySelector('[data-part="code-here"]:not([hidden])'));
  assert.deepEqual([await kept('credential'), await kept('draft')], [first, '{"marks":["赞成"]}']);
  assert.equal(await tab.run((key) => localStorage.getItem(key), `piaojue.credential.${uuid}.bbbb`), second);
});

test('issue: the key goes out, the code stays and is shown only under the fold', async () => {
  const someone = await person();
  const tab = await someone.openTab(`${origin}/deputy/rounds/a/issue`);
  await tab.run(() => {
    const button = document.querySelector('[data-issue-form] button');
    button.click();
    button.click();
  });
  await tab.until(() => document.querySelector('[data-part="code-here"]:not([hidden])'));
  assert.equal(state.forms.length, 1);
  const { uuid } = election('approve-each');
  const code = await tab.run((id) => localStorage.getItem(`piaojue.credential.${id}`), uuid);
  assert.deepEqual([...state.forms[0].keys()], ['csrf', 'idempotency', 'public_key']);
  assert.equal(state.forms[0].get('public_key'), publicKeyOf(uuid, code));
  assert.ok(!(await tab.run(() => document.documentElement.outerHTML)).includes(code));
  await tab.run(() => document.querySelector('summary').click());
  await tab.until((c) => document.querySelector('[data-code]').textContent === c, code);
  await drawn(tab, 'booth');
  await tab.run(() => document.querySelector('summary').click());
  await tab.until(() => document.querySelector('[data-code]').textContent === '');
  const elsewhere = await (await person()).openTab(`${origin}/deputy/rounds/a/issue`);
  await elsewhere.until(() => document.querySelector('[data-part="code-elsewhere"]:not([hidden])'));
  assert.deepEqual(tab.troubles, []);
});

test('QR codes: what makes them comes when one is wanted, and a code put away meanwhile is not drawn', async () => {
  const tab = await (await person()).openTab(`${origin}/deputy/rounds/a/issue`);
  await tab.run(() => document.querySelector('[data-issue-form] button').click());
  await tab.until(() => document.querySelector('[data-part="code-here"]:not([hidden])'));
  const script = () => document.querySelector('script[src="/js/qr.js"]');
  assert.equal(await tab.run(script), null);
  await tab.run(() => {
    const fold = document.querySelector('[data-code-fold]');
    fold.open = true;
    fold.addEventListener('toggle', () => (fold.open = false), { once: true });
  });
  await tab.until(() => 'piaojueQr' in window);
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal(await tab.run(() => document.querySelector('[data-qr="booth"]').childNodes.length), 0);
  await tab.run(() => (document.querySelector('[data-code-fold]').open = true));
  await drawn(tab, 'booth');
});

test('QR codes: without what makes them the receipt is there in letters, and the page says so', async () => {
  state.overrides = { 'qr.js': `sha384-${'A'.repeat(64)}` };
  const tab = await deputy('a', '1');
  await castAll(tab);
  await seen(tab, 'receipt');
  assert.match(await slot(tab, 'tracker'), /^(\S{4} ){10}\S{3}$/);
  await tab.until(() => document.querySelector('[data-qr="lookup"]').textContent === '二维码没有打开。');
});

test('issue: a code kept from a first attempt is used again; a cancelled one is not', async () => {
  const { uuid } = election('approve-each');
  const tab = await (await person()).openTab(`${origin}/elsewhere`);
  const take = async () => {
    state.issued = '';
    await tab.go(`${origin}/deputy/rounds/a/issue`);
    await tab.run(() => document.querySelector('[data-issue-form] button').click());
    await tab.until(() => document.querySelector('[data-part="code-here"]:not([hidden])'));
    return state.issued;
  };
  await tab.run((key, code) => localStorage.setItem(key, code), `piaojue.credential.${uuid}`, codeOf('a', '1'));
  const kept = publicKeyOf(uuid, codeOf('a', '1'));
  assert.equal(await take(), kept);
  state.overrides = { cancelled: kept };
  const fresh = await take();
  assert.notEqual(fresh, kept);
  assert.equal(await take(), fresh);
});

test('the booth seals for nobody but the scrutineers: another key, none, and one that nobody has proved', async () => {
  const own = JSON.parse(archive('approve-each/trustees.json').toString());
  const unproved = structuredClone(own);
  unproved[0][1].pok = own[1][1].verification_keys[0].pok;
  const bad = {
    // a server that publishes a key of its own finds no trustees to it
    others: [archive('choose-up-to-10/trustees.json').toString(), /不是监票人的/],
    alone: [JSON.stringify([own[0]]), /不是监票人的/],
    none: ['[]', /没有通过核对/],
    unproved: [JSON.stringify(unproved), /没有通过核对/],
    nothing: ['<h1>Sign in</h1>', /没有通过核对/],
  };
  for (const [what, [trustees, words]] of Object.entries(bad)) {
    state.trustees = trustees;
    const tab = await (await person()).openTab(`${boothOf('a')}#code=${codeOf('a', '1')}`);
    assert.match(await said(tab, 'stopped'), words, what);
  }
  assert.equal(state.posted.length, 0);
});

test('open the box: from the seed to a partial decryption that holds', async () => {
  const tab = await (await person()).openTab(`${origin}/scrutineer/rounds/c/open`);
  const submit = (seed) => tab.run((s) => {
    document.querySelector('[data-seed]').value = s;
    document.querySelector('button').click();
  }, seed);
  assert.equal(await tab.run(() => document.querySelector('[data-seed-form]').hidden), true);
  await tab.until(() => !document.querySelector('[data-seed-form]').hidden);
  // the archive is of a box that is open: all of it is checked
  assert.deepEqual(await tab.run(() => [...document.querySelectorAll('[data-check]')].map(({ className }) => className)),
    Array(10).fill('done'));
  await submit('tooshort');
  assert.match(await said(tab, 'seed'), /22 个字母和数字/);
  await submit(text('choose-up-to-10/trustees/pedersen2/seed.txt').trim());
  await tab.until(() => document.querySelector('[data-message="seed"]').textContent.includes('不是您的种子'));
  await submit(text('choose-up-to-10/trustees/pedersen1/seed.txt').trim());
  await tab.until(() => document.body.innerText.includes('收到'));
  assert.equal(state.forms.length, 1);
  assert.deepEqual([...state.forms[0].keys()], ['csrf', 'partial_decryption']);
  const { fingerprint } = election('choose-up-to-10');
  const alphas = json('choose-up-to-10/encrypted_tally.json').map((row) => row.map(({ alpha }) => decodeKey(alpha)));
  const X = publishedKeys(bytes('choose-up-to-10/trustees.json'), 2).decryptionPublicKey;
  checkPartialDecryption(fingerprint, X, alphas, state.forms[0].get('partial_decryption'));
  assert.ok(!JSON.stringify([...state.forms[0]]).includes(text('choose-up-to-10/trustees/pedersen1/seed.txt').trim()));
  assert.deepEqual(tab.troubles, []);
});

test('open the box: one in which a ballot was left out of the sums is not decrypted', async () => {
  const files = { election: 'election.json', trustees: 'trustees.json', credentials: 'public_creds.json' };
  const parts = Object.fromEntries(Object.entries(files).map(([part, name]) => [part, archive(`choose-up-to-10/${name}`)]));
  const ballots = archive('choose-up-to-10/ballots.jsonl').toString().trim().split('\n');
  const tally = archive('choose-up-to-10/encrypted_tally.json').toString();
  state.box = writeBox({ ...parts, ballots: ballots.slice(1), tally });
  state.overrides = { returned: String(ballots.length - 1) };
  const tab = await (await person()).openTab(`${origin}/scrutineer/rounds/c/open`);
  assert.match(await said(tab, 'box-wrong'), /不是票箱里这些选票的合计/);
  assert.equal(await tab.run(() => document.querySelector('[data-box-checked]').hidden), true);
  assert.equal(await tab.run(() => document.querySelector('[data-seed-form]').hidden), true);
  assert.equal(await tab.run(() => document.querySelector('[data-check]:last-child').className), 'blocked');
});

/** The box of the vectors before it is opened, its ballots changed, with the sums that belong to them. */
function boxWith(change) {
  const files = { election: 'election.json', trustees: 'trustees.json', credentials: 'public_creds.json' };
  const parts = Object.fromEntries(Object.entries(files).map(([part, name]) => [part, archive(`choose-up-to-10/${name}`)]));
  const ballots = change(archive('choose-up-to-10/ballots.jsonl').toString().trim().split('\n'));
  const read = ballots.map((ballot) => JSON.parse(ballot).answers);
  const sum = (i, j, part) => encodeElement(read.reduce((all, answers) => all.add(decodePoint(answers[i].choices[j][part])), one));
  const tally = JSON.stringify(read[0].map(({ choices }, i) =>
    choices.map((_, j) => ({ alpha: sum(i, j, 'alpha'), beta: sum(i, j, 'beta') }))));
  state.overrides = { returned: String(ballots.length) };
  return writeBox({ ...parts, ballots, tally });
}

test('open the box: with one forged proof no seed is asked for', async () => {
  state.box = boxWith(([first, ...others]) => {
    const forged = JSON.parse(others[0]);
    const { challenge, response } = forged.answers[0].individual_proofs[0][0];
    forged.answers[0].individual_proofs[0][0] = { challenge: response, response: challenge };
    // signed again by its own code, so that only the proof is wrong
    const { signature: _, ...unsigned } = forged;
    const hash = hashToBase64(JSON.stringify(unsigned));
    const codes = Object.values(json('choose-up-to-10/private_creds.json'));
    const code = codes.find((own) => publicKeyOf(forged.election_uuid, own) === forged.credential);
    const proof = provePossession(secretOf(forged.election_uuid, code), `sig|${hash}`);
    return [first, JSON.stringify({ ...unsigned, signature: { hash, proof } }), ...others.slice(1)];
  });
  const tab = await (await person()).openTab(`${origin}/scrutineer/rounds/c/open`);
  assert.match(await said(tab, 'box-wrong'), /第 2 张选票没有通过核对/);
  assert.equal(await tab.run(() => document.querySelector('[data-seed-form]').hidden), true);
  assert.equal(state.forms.length, 0);
});

test('open the box: a second box of one election is refused and reported, also in another tab', async () => {
  const someone = await person();
  state.box = boxWith((ballots) => ballots.slice(1));
  const first = await someone.openTab(`${origin}/scrutineer/rounds/c/open`);
  await first.until(() => !document.querySelector('[data-seed-form]').hidden);
  await first.go(`${origin}/scrutineer/rounds/c/open`);
  await first.until(() => !document.querySelector('[data-seed-form]').hidden);
  assert.deepEqual(state.reported, []);
  state.box = boxWith((ballots) => ballots.slice(2));
  const tab = await someone.openTab(`${origin}/scrutineer/rounds/c/open`);
  const words = await said(tab, 'box-wrong');
  assert.match(words, /先前的票箱是 [0-9a-f]{32}，现在是 [0-9a-f]{32}/);
  assert.equal(await tab.run(() => document.querySelector('[data-seed-form]').hidden), true);
  for (let tries = 0; state.reported.length === 0 && tries < 100; tries += 1) await new Promise((resolve) => setTimeout(resolve, 50));
  const { first: before, second } = state.reported[0];
  assert.ok(words.includes(before) && words.includes(second) && before !== second);
});

test('open the box: a verifier with one byte changed is not run, and this is said', async () => {
  const changed = Buffer.from(readFileSync(new URL('../../../static/wasm/verifier.wasm', import.meta.url)));
  changed[changed.length >> 1] ^= 1;
  state.program = changed;
  const tab = await (await person()).openTab(`${origin}/scrutineer/rounds/c/open`);
  assert.match(await said(tab, 'box-wrong'), /与公布的哈希值不符，没有运行/);
  assert.equal(await tab.run(() => document.querySelector('[data-seed-form]').hidden), true);
});

test('open the box: a browser that may not run WebAssembly checks by scripts', async () => {
  state.rule = "default-src 'none'";
  const tab = await (await person()).openTab(`${origin}/scrutineer/rounds/c/open`);
  await tab.until(() => !document.querySelector('[data-seed-form]').hidden);
  assert.equal(await tab.run(() => document.querySelectorAll('[data-check].done').length), 10);
});

test('open the box: fewer ballots in it than the page says', async () => {
  state.overrides = { returned: '999' };
  const tab = await (await person()).openTab(`${origin}/scrutineer/rounds/c/open`);
  assert.match(await said(tab, 'box-wrong'), /页面却说收回 999 张/);
});

test('the seed is read from the saved slip', async () => {
  const tab = await (await person()).openTab(`${origin}/scrutineer/rounds/c/open`);
  const choose = (content) => tab.run((c) => {
    const files = new DataTransfer();
    files.items.add(new File([c], 'seed.txt'));
    const input = document.querySelector('[data-seed-file]');
    input.files = files.files;
    input.dispatchEvent(new Event('change'));
  }, content);
  const seed = text('choose-up-to-10/trustees/pedersen1/seed.txt').trim();
  await choose(`监票人密钥种子:${seed}\n请妥善保管。`);
  await tab.until((s) => document.querySelector('[data-seed]').value === s, seed);
  await choose('没有种子');
  assert.match(await said(tab, 'seed'), /没有找到/);
});

test('sign the certificate: the signature holds under the published key', async () => {
  const tab = await (await person()).openTab(`${origin}/scrutineer/documents/1`);
  await tab.run((s) => {
    document.querySelector('[data-seed]').value = s;
    document.querySelector('button').click();
  }, text('choose-up-to-10/trustees/pedersen1/seed.txt').trim());
  await tab.until(() => document.body.innerText.includes('收到'));
  const signature = JSON.parse(state.forms[0].get('signature'));
  const { verificationKey } = publishedKeys(bytes('choose-up-to-10/trustees.json'), 2);
  const hash = hashToHex(Buffer.from('{"结果":"10 个项目获得通过"}'));
  checkPossession(verificationKey, `sigmsg|piaojue-certificate|${hash}`, signature);
  assert.ok(decodeKey(JSON.parse(JSON.parse(bytes('choose-up-to-10/trustees.json'))[1][1].certs[0].message).verification).equals(verificationKey));
});

test('sign the certificate: another paper than the one shown is not signed', async () => {
  state.overrides = { certificateHash: hashToHex('another') };
  const tab = await (await person()).openTab(`${origin}/scrutineer/documents/1`);
  await tab.run((s) => {
    document.querySelector('[data-seed]').value = s;
    document.querySelector('button').click();
  }, text('choose-up-to-10/trustees/pedersen1/seed.txt').trim());
  assert.match(await said(tab, 'seed'), /不是同一份/);
  assert.equal(state.forms.length, 0);
});

const keyPage = (place) => `${origin}/scrutineer/key/${place}`;
const seedsKept = (tab) => tab.run(() => Object.keys(localStorage).filter((key) => key.startsWith('piaojue.seed.')).sort());
const shownSeed = (tab) => tab.run(() => document.querySelector('[data-seed-shown]').textContent);
const trouble = (tab) => tab.until(() => document.querySelector('[data-trouble]:not([hidden]) [data-slot]')?.textContent);
const isMade = (tab) => tab.until(() => document.querySelector('[data-made]:not([hidden])') !== null);

/** A scrutineer's tab after the one button. */
async function begun(someone = undefined) {
  const tab = await (someone ?? (await person())).openTab(keyPage(1));
  await seen(tab, 'begin');
  await press(tab, 'begin');
  await seen(tab, 'seed');
  return tab;
}

/** The colleague answers whatever the ceremony asks next, until nothing is left. */
async function colleagueGoesOn(colleague) {
  for (let tries = 0; tries < 200 && state.ceremony.status(2).stage === 'running'; tries += 1) {
    colleague.goesOn();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('the key: one button, three messages, a copy that is read back', async () => {
  const tab = await begun();
  await tab.until(() => document.querySelector('[data-message="progress"]').textContent.includes('等其他监票人开始'));
  const seed = await shownSeed(tab);
  assert.match(seed, /^[1-9A-HJ-NP-Za-km-z]{22}$/);
  await drawn(tab, 'seed');
  await colleagueGoesOn(new Colleague(state.ceremony, 2));
  await isMade(tab);
  assert.deepEqual(state.ceremony.posted.map(({ step }) => step), ['certificate', 'polynomial', 'verification']);
  for (const form of state.ceremony.posted) {
    assert.deepEqual(Object.keys(form), ['csrf', 'key', 'ceremony', 'step', 'message']);
    assert.match(form.key, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.ok(!JSON.stringify(form).includes(seed), 'the seed stays here');
  }
  assert.equal(new Set(state.ceremony.posted.map(({ key }) => key)).size, 3);
  assert.match(await tab.run(() => document.querySelector('[data-code-shown]').textContent), /^[0-9a-f]{32}$/);
  await press(tab, 'check');
  await seen(tab, 'check');
  assert.equal(await shownSeed(tab), '', 'out of sight');
  const readBack = (last) => tab.run((l) => {
    document.querySelector('[data-last]').value = l;
    document.querySelector('[data-copy-form] button:not([type])').click();
  }, last);
  await readBack(seed.slice(-5));
  assert.match(await said(tab, 'last'), /最后 6 位不同/);
  assert.deepEqual(state.ceremony.copied, []);
  await readBack(` ${seed.slice(-6, -3)} ${seed.slice(-3)}`);
  await tab.until(() => document.querySelector('h1').textContent.includes('copied'));
  await tab.until(() => Object.keys(localStorage).every((key) => !key.startsWith('piaojue.seed.')));
  assert.deepEqual(tab.troubles, []);
});

test('the key: a closed tab is taken up where it was, in every step', async () => {
  const someone = await person();
  const seed = await shownSeed(await begun(someone));
  const colleague = new Colleague(state.ceremony, 2);
  for (const step of ['certificate', 'polynomial', 'verification']) {
    const tab = await someone.openTab(keyPage(1));
    await seen(tab, 'seed');
    assert.equal(await shownSeed(tab), seed);
    await tab.go(`${origin}/elsewhere`);
    if (!state.ceremony.kept[step][1]) colleague.goesOn();
  }
  const last = await someone.openTab(keyPage(1));
  await colleagueGoesOn(colleague);
  await isMade(last);
  assert.equal(state.ceremony.status(1).verification_key, encodeElement(keysOf(seed).verificationKey));
});

test('the key: a second tab never writes over the seed of the first', async () => {
  const someone = await person();
  const late = await someone.openTab(keyPage(1));
  await seen(late, 'begin');
  const seed = await shownSeed(await begun(someone));
  await press(late, 'begin');
  await seen(late, 'seed');
  assert.equal(await shownSeed(late), seed);
});

test('the key: on another device the seed is typed in', async () => {
  const colleague = new Colleague(state.ceremony, 1);
  colleague.goesOn();
  const tab = await (await person()).openTab(keyPage(1));
  await seen(tab, 'enter');
  const enter = (seed) => tab.run((s) => {
    document.querySelector('[data-seed]').value = s;
    document.querySelector('[data-enter-form] button').click();
  }, seed);
  await enter('tooshort');
  assert.match(await said(tab, 'seed'), /22 个字母/);
  await enter(new Colleague(state.ceremony, 2).seed);
  await tab.until(() => document.querySelector('[data-message="seed"]').textContent.includes('不是您的'));
  assert.deepEqual(await seedsKept(tab), []);
  await enter(colleague.seed);
  await seen(tab, 'seed');
  await colleagueGoesOn(new Colleague(state.ceremony, 2));
  await isMade(tab);
  assert.deepEqual(tab.troubles, []);
});

test('the key: begun on two devices, the second is asked for the seed of the first', async () => {
  const tab = await begun();
  const colleague = new Colleague(state.ceremony, 1);
  state.ceremony.kept.certificate = [];
  colleague.goesOn();
  await tab.go(keyPage(1));
  await seen(tab, 'enter');
  assert.deepEqual(await seedsKept(tab), []);
});

test('the key: a colleague who deals a wrong part is named, and nothing goes out', async () => {
  const tab = await begun();
  state.ceremony.meddle = (input) => ({ ...input, secrets: [input.secrets[0], input.secrets[0]] });
  const colleague = new Colleague(state.ceremony, 2);
  colleague.goesOn();
  await tab.until(() => document.querySelector('[data-code]:not([hidden])') !== null);
  colleague.goesOn();
  assert.match(await trouble(tab), /第 2 位监票人的份额不符/);
  assert.match(await said(tab, 'progress'), /已报告/);
  const [{ ceremony, finding, about, csrf }, ...more] = state.ceremony.refused;
  assert.deepEqual([ceremony, finding, about, csrf, more], ['first', 'part', '2', 'test', []]);
  assert.equal(state.ceremony.kept.verification[0], undefined);
  state.ceremony.meddle = (input) => input;
  await press(tab, 'retry');
  await colleagueGoesOn(colleague);
  await isMade(tab);
});

test('the key: void or begun anew, the old seed is forgotten', async () => {
  const tab = await begun();
  await said(tab, 'progress');
  state.ceremony.stage = 'void';
  await tab.until(() => document.querySelector('h1').textContent.includes('void'));
  assert.deepEqual(await seedsKept(tab), []);
  state.ceremony = new CeremonyStandIn('second');
  await tab.go(keyPage(1));
  await seen(tab, 'begin');
  await press(tab, 'begin');
  await seen(tab, 'seed');
  assert.deepEqual(await seedsKept(tab), ['piaojue.seed.second']);
});

test('the key: void while a message is on its way, the page turns all the same', async () => {
  const tab = await (await person()).openTab(keyPage(1));
  await seen(tab, 'begin');
  const { status } = state.ceremony;
  state.ceremony.stage = 'void';
  // the last look still saw it running
  state.ceremony.status = function (place) {
    this.status = status;
    return { ...status.call(this, place), stage: 'running', next: 'certificate' };
  };
  await press(tab, 'begin');
  await tab.until(() => document.querySelector('h1').textContent.includes('void'));
  assert.equal(state.ceremony.kept.certificate[0], undefined);
});

test('the key: a lost answer is asked for again, a refusal is said in the words of the server', async () => {
  state.weather = 'lost';
  const tab = await begun();
  await tab.until(() => document.querySelector('[data-message="progress"]').textContent.includes('自动重试'));
  state.weather = 'good';
  await tab.until(() => document.querySelector('[data-message="progress"]').textContent.includes('等其他监票人'));
  assert.ok(state.ceremony.posted.length > 1);
  assert.equal(new Set(state.ceremony.posted.map(({ key, message }) => key + message)).size, 1, 'the same bytes again');
  state.weather = 'refused';
  new Colleague(state.ceremony, 2).goesOn();
  assert.match(await trouble(tab), /与第 2 位相同/);
});

test('the key: whoever is signed out is told so', async () => {
  const tab = await begun();
  await said(tab, 'progress');
  state.ceremony.signedOut = true;
  assert.match(await trouble(tab), /登录已过期/);
});

test('the key: a browser that keeps nothing makes no seed', async () => {
  const tab = await (await person()).openTab(`${origin}/elsewhere`);
  await tab.call('Page.addScriptToEvaluateOnNewDocument', { source: "Object.defineProperty(window, 'localStorage', { get() { throw new Error('denied'); } })" });
  await tab.go(keyPage(1));
  await seen(tab, 'stopped');
  assert.match(await said(tab, 'stopped'), /不能保存/);
  assert.deepEqual(state.ceremony.posted, []);
});
