import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createContext, runInContext } from 'node:vm';
import { lackedByScripts } from '../browsers/scripts.js';
import { lackedByStyles } from '../browsers/styles.js';
import { publicKeyOf } from '../protocol/credential.js';
import { election } from './vectors.js';

/** What is lacked by Safari 15, in lines. @param {{ line: number, what: string, browsers: string[] }[]} findings */
const inSafari = (findings) => findings.filter(({ browsers }) => browsers.includes('Safari 15')).map(({ line, what }) => `${line} ${what}`);

test('a bundle with newer syntax is reported, with the browsers that cannot read it', () => {
  const bundle = `
    class Box { static { this.sealed = []; } #key = 1; has(o) { return #key in o; } }
    const han = /[\\p{sc=Han}--[一]]/v;
    const mark = /(?<=赞)成/;
    votes.total ??= 1_000n;`;
  const findings = lackedByScripts(bundle);
  assert.deepEqual(inSafari(findings), ['2 static { }', '3 /…/v', '4 /(?<=…)/']);
  const inFirefox = findings.filter(({ browsers }) => browsers.includes('Firefox 79')).map(({ what }) => what);
  assert.deepEqual(inFirefox, ['static { }', 'class field', '#x in y', '/…/v']);
});

test('so is syntax that this check has no name for', () => {
  const [finding] = lackedByScripts('const a = 1;\nconst date = /(?<y>\\d{4})-|(?<y>\\d\\d)-/;');
  assert.match(finding?.what ?? '', /^newer than ES2022: .*Duplicate capture group name/);
  assert.equal(finding?.line, 2);
  assert.ok(finding?.browsers.includes('Chrome 85'));
});

test('newer members, globals, options and events are reported', () => {
  const bundle = `
    use(Array.fromAsync(list), Promise.withResolvers());
    list.at(-1); structuredClone(list); new WeakMap();
    root.replaceChildren(); fetch('/', { priority: 'low' });
    window.addEventListener('scrollend', done, { signal, passive: true });
    const { userActivation } = navigator;`;
  const findings = lackedByScripts(bundle);
  assert.deepEqual(inSafari(findings), [
    '2 Array.fromAsync', '2 Promise.withResolvers', '3 .at', '3 structuredClone', '4 fetch({ priority })', '5 event scrollend',
    '6 .userActivation',
  ]);
  assert.deepEqual(findings.find(({ what }) => what === '.replaceChildren')?.browsers, ['Chrome 85', 'Chrome Android 85']);
});

test('what a script makes itself is not taken for what a browser has', () => {
  const bundle = 'function structuredClone() {} structuredClone(); const paper = { at() {} }; paper.at(1);';
  assert.deepEqual(lackedByScripts(bundle), []);
});

test('style sheets: what is dropped and has nothing before it', () => {
  const css = `
    .a { content: "✓" / ""; }
    .b { content: "✓"; content: "✓" / ""; }
    .c:has(> b) { color: red; }
    .d:has(> b) { color: red; }   /* without :has: black */
    .e { appearance: none; }
    .f { -webkit-appearance: none; appearance: none; }
    @supports (height: 1dvh) { .g { height: 1dvh; } }
    .h { height: 1dvh; }
    @container (min-width: 1rem) { .i { text-wrap: balance; } }
    @media (400px < width) { .j { color: lab(50% 0 0); .k { } } }`;
  assert.deepEqual(inSafari(lackedByStyles(css)), [
    '2 content: … / …', '4 :has', '6 appearance', '9 height: dvh', '10 @container', '10 text-wrap', '10 text-wrap: balance',
    '11 (a < b)',
  ]);
});

test('the bundled worker makes a code and its key where what came after the promised browsers is missing', async () => {
  const answers = [];
  const self = { onmessage: (message) => void message, postMessage: (answer) => answers.push(answer) };
  const browser = createContext({ self, crypto, TextEncoder, TextDecoder });
  runInContext('delete Object.hasOwn; delete Array.prototype.at; delete Array.prototype.findLast;', browser);
  runInContext(readFileSync(new URL('../../static/js/ballot-worker.js', import.meta.url), 'utf8'), browser);
  await self.onmessage({ data: { id: 1, task: 'newCode', args: [] } });
  const { uuid } = election('approve-each');
  await self.onmessage({ data: { id: 2, task: 'publicKeyOf', args: [uuid, answers[0].result] } });
  assert.equal(answers[1].result, publicKeyOf(uuid, answers[0].result));
});
