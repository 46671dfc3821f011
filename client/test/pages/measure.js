/** How long a ballot takes to make, in Node and in a Chromium worker, and a box to check: `npm run measure`. */
import os from 'node:os';
import { makeBallot, prepare } from '../../protocol/ballot.js';
import { newCode, publicKeyOf } from '../../protocol/credential.js';
import { decodePoint, encodeElement, one } from '../../protocol/group.js';
import { checkOwnBallot } from '../../protocol/verify.js';
import { writeBox } from '../boxes.js';
import { archive, election, json } from '../vectors.js';
import { startChromium } from './chromium.js';
import { rounds, startServer } from './server.js';

const ROUNDS = 20;
const choicesFor = (round) => round === 'a'
  ? Array.from({ length: 12 }, (_, i) => (i < 10 ? [1, 0, 0] : [0, 1, 0]))
  : [Array.from({ length: 12 }, (_, i) => (i < 10 ? 1 : 0))];
const report = (name, times) => {
  const sorted = [...times].sort((a, b) => a - b);
  console.log(`${name}: first ${times[0].toFixed(0)} ms, median ${sorted[sorted.length >> 1].toFixed(0)} ms, worst ${sorted.at(-1).toFixed(0)} ms`);
};

for (const [round, folder] of Object.entries(rounds)) {
  const paper = election(folder);
  const cap = round === 'a' ? 10 : null;
  const code = json(`${folder}/private_creds.json`)['1'];
  const start = performance.now();
  prepare(paper);
  console.log(`node, ${folder}: tables ${(performance.now() - start).toFixed(0)} ms`);
  const making = [];
  const checking = [];
  for (let i = 0; i < ROUNDS; i += 1) {
    const begin = performance.now();
    const made = makeBallot(paper, code, choicesFor(round), cap);
    const half = performance.now();
    checkOwnBallot(paper, made.text, cap === null ? null : { max: cap, proof: made.cap });
    making.push(half - begin);
    checking.push(performance.now() - half);
  }
  report(`node, ${folder}: make`, making);
  report(`node, ${folder}: check of one's own`, checking);
}

const browser = await startChromium();
const server = await startServer();
const { state } = server;
const tab = await (await browser.newPerson()).openTab(`${server.origin}/elsewhere`);
for (const [round, folder] of Object.entries(rounds)) {
  const { times, gap } = await tab.run(async (url, code, choices, cap, count) => {
    const worker = new Worker('/js/ballot-worker.js');
    let id = 0;
    const call = (task, ...args) => new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => (data.refusal ? reject(new Error(data.refusal.code)) : resolve(data.result));
      worker.postMessage({ id: (id += 1), task, args });
    });
    const file = async (name) => new Uint8Array(await (await fetch(`${url}/${name}.json`)).arrayBuffer());
    await call('open', await file('election'), await file('trustees'));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    let gap = 0;
    let last = performance.now();
    const watch = setInterval(() => {
      gap = Math.max(gap, performance.now() - last);
      last = performance.now();
    }, 5);
    const times = [];
    for (let i = 0; i < count; i += 1) {
      const begin = performance.now();
      await call('seal', code, choices, cap);
      times.push(performance.now() - begin);
    }
    clearInterval(watch);
    worker.terminate();
    return { times, gap };
  }, `/rounds/${round}/setup`, json(`${folder}/private_creds.json`)['1'], choicesFor(round), round === 'a' ? 10 : null, ROUNDS);
  report(`chromium worker, ${folder}: make and check`, times);
  console.log(`chromium, ${folder}: the page waited at most ${gap.toFixed(0)} ms for its own timer`);
}

// a scrutineer's slips, made, sent nowhere, and laid out
const SLIPS = 360;
const slips = await tab.run(async (number) => {
  const begin = performance.now();
  const worker = new Worker('/js/slip-worker.js');
  const call = (task, ...args) => new Promise((resolve) => {
    worker.onmessage = ({ data }) => 'result' in data && resolve(data.result);
    worker.postMessage({ id: 1, task, args });
  });
  await call('make', number);
  const made = performance.now();
  const codes = await call('take');
  worker.terminate();
  const script = Object.assign(document.createElement('script'), { src: '/js/qr.js' });
  await new Promise((resolve) => {
    script.onload = resolve;
    document.head.append(script);
  });
  const list = document.createElement('ol');
  for (const code of codes) {
    const { size, path } = window.piaojueQr(`https://hall.example/booth#code=${code}`);
    const slip = document.createElement('li');
    slip.innerHTML = `<svg viewBox="0 0 ${size} ${size}" width="106"><path d="${path}"/></svg><p>${code}</p>`;
    list.append(slip);
  }
  document.body.append(list);
  const height = list.getBoundingClientRect().height;
  const laid = performance.now();
  list.remove();
  return { height, made: made - begin, laid: laid - made };
}, SLIPS);
console.log(`chromium, ${SLIPS} slips for six rounds: made in ${(slips.made / 1000).toFixed(2)} s, laid out in ${(slips.laid / 1000).toFixed(2)} s`);

// a scrutineer's check of a whole box with its caps, as the page does it
const BALLOTS = 340;
const folder = 'approve-each';
const paper = election(folder);
prepare(paper);
const codes = Array.from({ length: BALLOTS }, newCode);
const made = codes.map((code) => makeBallot(paper, code, choicesFor('a'), 10));
const answers = made.map(({ text }) => JSON.parse(text).answers);
const sum = (i, j, part) => encodeElement(answers.reduce((all, read) => all.add(decodePoint(read[i].choices[j][part])), one));
const tally = paper.questions.map((question, i) =>
  question.answers.map((_, j) => ({ alpha: sum(i, j, 'alpha'), beta: sum(i, j, 'beta') })));
const turned = (key) => key.match(/../g).reverse().join('');
const keys = codes.map((code) => publicKeyOf(paper.uuid, code)).sort((a, b) => (turned(a) < turned(b) ? -1 : 1));
state.box = writeBox({
  election: archive(`${folder}/election.json`), trustees: archive(`${folder}/trustees.json`),
  credentials: JSON.stringify(keys), ballots: made.map(({ text }) => text), tally: JSON.stringify(tally),
});
state.caps = made.map(({ tracker, cap }) => `${JSON.stringify({ tracker, proof: cap })}\n`).join('');
state.overrides = { fingerprint: paper.fingerprint, returned: String(BALLOTS), capsUrl: '/rounds/c/caps.jsonl', cap: '10' };
console.log(`${os.cpus()[0].model.trim()}, ${os.cpus().length} cores, load ${os.loadavg()[0].toFixed(1)}; ` +
  `box ${(state.box.length / 1e6).toFixed(1)} MB, caps ${(state.caps.length / 1e6).toFixed(1)} MB`);
for (const [rule, engine] of [[undefined, 'WebAssembly'], ["default-src 'none'", 'scripts']]) {
  if (engine === 'scripts' && !process.argv.includes('--scripts')) continue;
  state.rule = rule;
  const someone = await browser.newPerson();
  const there = await someone.openTab(`${server.origin}/elsewhere`);
  const before = browser.memory();
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, browser.memory())), 100);
  const begin = performance.now();
  await there.go(`${server.origin}/scrutineer/rounds/c/open`);
  await there.untilWithin(600_000, () => !document.querySelector('[data-seed-form]').hidden || !document.querySelector('[data-message="box-wrong"]').hidden);
  const seconds = (performance.now() - begin) / 1000;
  clearInterval(watch);
  const { said, lines, workers } = await there.run(() => ({
    said: document.querySelector('[data-message="box"]').textContent,
    lines: document.querySelectorAll('[data-check].done').length,
    workers: navigator.hardwareConcurrency,
  }));
  console.log(`chromium, ${workers} workers, ${engine}: ${BALLOTS} ballots of ${folder} with caps, ${lines} checks (${said}): ` +
    `${seconds.toFixed(1)} s, ${((most - before) / 1e6).toFixed(0)} MB more than before`);
}
await browser.stop();
server.stop();
