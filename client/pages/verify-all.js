/**
 * The whole result verified in this browser by one button: every box with its caps, and the certificate over them. The files
 * are those that anybody can download; they are fetched without cookies and checked here.
 */
import { rememberBox } from './parts/boxes.js';
import { checkList } from './parts/checks.js';
import { fill, need, onDo } from './parts/dom.js';
import { publicFile } from './parts/network.js';
import { hasText, say, text, wordsFor } from './parts/texts.js';
import { startVerifier } from '../verifier/pool.js';
import { Refusal } from '../protocol/refusal.js';

const root = need(document, '[data-verify-all]');
const { filesUrl, archives = '[]', withCaps } = root.dataset;
const button = /** @type {HTMLButtonElement} */ (need(root, '[data-do="verify-all"]'));
const progress = /** @type {HTMLProgressElement} */ (need(root, '[data-progress]'));
const checks = checkList(root);

/** @param {'good' | 'bad' | ''} shown */
function conclude(shown) {
  for (const notice of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-verdict]'))) {
    notice.hidden = notice.dataset.verdict !== shown;
  }
}

const waiting = () => say('verifying', text('waiting_to_load'));
const file = (/** @type {string} */ name) => publicFile(`${filesUrl}${name}`, waiting);

async function verifyAll() {
  const begun = performance.now();
  say('verifying', text('verifying_loading'));
  /** @type {{ name: string, round: number }[]} */
  const boxes = JSON.parse(archives);
  const [certificate, elections, caps, ...contents] = await Promise.all([
    file('certificate.json'),
    file('elections.jsonl'),
    withCaps === undefined ? null : file('caps.jsonl'),
    ...boxes.map(({ name }) => file(name)),
  ]);
  const verifier = await startVerifier(root, waiting);
  try {
    say('verifying', text(verifier.engine === 'wasm' ? 'verifying' : 'verifying_slowly'));
    progress.hidden = false;
    const verified = [];
    for (const [at, archive] of contents.entries()) {
      if (boxes.length > 1) checks.passed({ check: 'round', number: boxes[at].round });
      verified.push(await verifyBox(verifier, archive, { certificate, elections, lines: caps && linesOf(caps) }));
    }
    for (const line of await verifier.ask('checkCertificate', certificate, verified)) checks.passed(line);
  } finally {
    verifier.stop();
  }
  fill(root, {
    seconds: ((performance.now() - begun) / 1000).toFixed(1),
    workers: String(verifier.workers),
  });
  conclude('good');
}

/**
 * @param {Awaited<ReturnType<typeof startVerifier>>} verifier
 * @param {Uint8Array} archive
 * @param {{ certificate: Uint8Array, elections: Uint8Array, lines: Map<string, string> | null }} beside of all rounds
 */
async function verifyBox({ verify, ask }, archive, { certificate, elections, lines }) {
  const { fingerprint, code, trustees, trackers } = await ask('look', archive);
  // each box has the lines of its ballots, or none at all where its paper proves its own maximum
  const own = lines && trackers.flatMap((/** @type {string} */ tracker) => lines.get(tracker) ?? []);
  const caps = own && own.length > 0 ? new TextEncoder().encode(own.join('\n')) : null;
  let questions = 0;
  /** @type {number | null} */
  let cap = null;
  if (caps) cap = await ask('capOf', certificate, fingerprint);
  const summary = await verify({ archive, caps, cap }, (line) => {
    if (line.check === 'election') questions = line.questions;
    checks.passed(line);
  }, (done, total) => {
    progress.max = total;
    progress.value = done;
  });
  checks.passed(await ask('checkAgreed', elections, trustees, summary.fingerprint));
  if (code !== null) rememberBox(summary.fingerprint, code);
  return { summary, trustees, questions };
}

/** The lines of `caps.jsonl` by the ballots they belong to. @param {Uint8Array} bytes */
function linesOf(bytes) {
  const lines = new TextDecoder().decode(bytes).split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => [/^\{"tracker":"([^"]*)"/.exec(line)?.[1] ?? '', line]));
}

onDo(root, 'verify-all', async () => {
  button.disabled = true;
  checks.clear();
  conclude('');
  try {
    await verifyAll();
  } catch (error) {
    if (!(error instanceof Refusal)) console.error(error);
    const { code, details } = /** @type {any} */ (error);
    const words = wordsFor(error);
    if (['files_unavailable', 'worker_not_loaded'].includes(code)) {
      // nothing was found out
      return say('verifying', words);
    }
    checks.failed(hasText(code) ? words : text('check_refused'));
    fill(root, { why: String(details?.why ?? code ?? error) });
    conclude('bad');
  } finally {
    button.disabled = false;
    progress.hidden = true;
    if (root.querySelector('[data-verdict]:not([hidden])')) say('verifying', '');
  }
});
