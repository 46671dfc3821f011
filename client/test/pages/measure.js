/** How long a ballot takes to make, in Node and in a Chromium worker, and a box to check: `npm run measure`. */
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
    await call('open', new Uint8Array(await (await fetch(url)).arrayBuffer()));
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
  }, `/rounds/${round}/setup/election.json`, json(`${folder}/private_creds.json`)['1'], choicesFor(round), round === 'a' ? 10 : null, ROUNDS);
  report(`chromium worker, ${folder}: make and check`, times);
  console.log(`chromium, ${folder}: the page waited at most ${gap.toFixed(0)} ms for its own timer`);
}

// a scrutineer's check of a whole box
const BALLOTS = 400;
const folder = 'approve-each';
const paper = election(folder);
prepare(paper);
const codes = Array.from({ length: BALLOTS }, newCode);
const ballots = codes.map((code) => makeBallot(paper, code, choicesFor('a'), 10).text);
const sum = (i, j, part) => encodeElement(ballots.reduce((all, text) => all.add(decodePoint(read(text)[i].choices[j][part])), one));
const answers = new Map();
function read(text) {
  if (!answers.has(text)) answers.set(text, JSON.parse(text).answers);
  return answers.get(text);
}
const tally = paper.questions.map((question, i) =>
  question.answers.map((_, j) => ({ alpha: sum(i, j, 'alpha'), beta: sum(i, j, 'beta') })));
state.box = writeBox({
  election: archive(`${folder}/election.json`), trustees: archive(`${folder}/trustees.json`),
  credentials: JSON.stringify(codes.map((code) => publicKeyOf(paper.uuid, code))), ballots, tally: JSON.stringify(tally),
});
const took = await tab.run(async (fingerprint) => {
  const worker = new Worker('/js/trustee-worker.js');
  const bytes = new Uint8Array(await (await fetch('/rounds/c/box.bel')).arrayBuffer());
  const begin = performance.now();
  const { ballots } = await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => {
      if (data.refusal) reject(new Error(data.refusal.code));
      if (data.result) resolve(data.result);
    };
    worker.postMessage({ id: 1, task: 'checkBox', args: [bytes, fingerprint] });
  });
  return { seconds: (performance.now() - begin) / 1000, ballots };
}, paper.fingerprint);
console.log(`chromium worker, ${folder}: check of a box of ${took.ballots} before opening it: ${took.seconds.toFixed(1)} s`);
await browser.stop();
server.stop();
