/**
 * Checking an opened ballot on another device: it is fetched by the code that the booth showed, encrypted again here, and
 * what it holds is said in words. A slip that was drawn as a sample is looked up in the lists, without its code leaving this page.
 */
import { Refusal } from '../protocol/refusal.js';
import { inFours, onScreen, shortOf } from './booth/receipt.js';
import { begun } from './parts/begun.js';
import { fill, need, onDo, refill, showView } from './parts/dom.js';
import { publicFile } from './parts/network.js';
import { say, text, wordsFor } from './parts/texts.js';
import { startWorker } from './parts/worker.js';

const root = need(document, '[data-check]');
begun(root);
const input = /** @type {HTMLInputElement} */ (need(root, '[data-code]'));
const call = startWorker(root);

/**
 * A slip as a sample: on which of the lists its keys stand.
 * @param {string} typed
 * @returns {Promise<boolean>} whether it is a slip at all
 */
async function isSlip(typed) {
  const call = startWorker(root, () => {}, 'slipWorker');
  try {
    await call('codeIn', typed);
    const bytes = await publicFile(root.dataset.slipsUrl, () => say('loading', text('waiting_to_load')));
    const { session, fingerprint, rounds } = JSON.parse(new TextDecoder().decode(bytes));
    const on = await call('roundsOf', rounds, typed);
    if (on === 0) return false;
    const same = (await call('fingerprintOfKeys', rounds[0].keys)) === fingerprint;
    fill(root, { session, 'slip-list': onScreen(fingerprint) });
    say('slip', same && on === rounds.length ? '' : text('slip_wrong', { on, of: rounds.length }));
    need(root, '[data-slip-good]').toggleAttribute('hidden', !same || on < rounds.length);
    showView(root, 'slip');
    return true;
  } catch (error) {
    if (/** @type {any} */ (error).code === 'code_malformed') return false;
    throw error;
  } finally {
    call.stop();
  }
}

/** @param {string} typed the code or the whole tracker, or what stands on a slip */
async function check(typed) {
  const code = typed.replace(/\s/g, '');
  say('code', '');
  if (code === '') return again(new Refusal('no_check_code'));
  showView(root, 'loading');
  try {
    if (await isSlip(typed)) return;
  } catch (error) {
    say('bad', wordsFor(error));
    return showView(root, 'bad');
  }
  if (!/^[A-Za-z0-9+/]{16,43}$/.test(code)) return again(new Refusal('no_check_code'));
  showView(root, 'loading');
  try {
    const url = (root.dataset.fileUrl ?? '') + encodeURIComponent(code);
    const bytes = await publicFile(url, () => say('loading', text('waiting_to_load')));
    const opened = await call('checkOpened', bytes);
    if (!opened.tracker.startsWith(code)) throw new Refusal('opening_differs', { question: 0 });
    show(opened);
  } catch (error) {
    const { code: why } = /** @type {any} */ (error);
    if (why === 'not_opened' || why === 'no_check_code') return again(error);
    if (!(error instanceof Refusal)) console.error(error);
    say('bad', wordsFor(error));
    showView(root, 'bad');
  }
}

/** @param {unknown} refusal */
function again(refusal) {
  showView(root, 'code');
  say('code', wordsFor(refusal));
  input.focus();
}

/** @param {ReturnType<typeof import('../protocol/opening.js').checkOpened>} opened */
function show({ fingerprint, tracker, questions, choices }) {
  fill(root, {
    tracker: inFours(shortOf(tracker)),
    rest: inFours(tracker.slice(shortOf(tracker).length)),
    fingerprint: onScreen(fingerprint),
  });
  const template = /** @type {HTMLTemplateElement} */ (need(root, 'template[data-template="mark-row"]'));
  const rows = marksOf(questions, choices).map(({ title, mark }, i) => {
    const row = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
    fill(row, { number: String(i + 1), title, mark });
    return row;
  });
  refill(need(root, '[data-mark-list]'), rows);
  showView(root, 'good');
}

/**
 * A row a question where exactly one answer is chosen, else a row an answer.
 * @param {import('../protocol/election.js').Question[]} questions
 * @param {number[][]} choices
 */
function marksOf(questions, choices) {
  return questions.flatMap(({ question, answers, min, max }, i) => {
    const chosen = (/** @type {number} */ j) => choices[i][j] === 1;
    if (min === 1 && max === 1) return [{ title: question, mark: answers.filter((_, j) => chosen(j)).join() }];
    return answers.map((title, j) => ({ title, mark: text(chosen(j) ? 'chosen' : 'not_chosen') }));
  });
}

need(root, '[data-code-form]').addEventListener('submit', (event) => {
  event.preventDefault();
  void check(input.value);
});
onDo(root, 'another', () => {
  input.value = '';
  showView(root, 'code');
});

/** The code of a scanned link, taken out of the address bar. */
function codeFromLink() {
  const given = new URLSearchParams(location.hash.slice(1)).get('code');
  if (given === null) return;
  history.replaceState(history.state, '', location.pathname + location.search);
  input.value = inFours(given);
  void check(given);
}
window.addEventListener('hashchange', codeFromLink);
codeFromLink();
