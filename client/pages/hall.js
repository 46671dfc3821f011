/**
 * A deputy's way to the booth: signing in, checking in, taking a ballot (领票), waiting. Forms wait for a bad network; the
 * page turns over by itself. A ballot's code is made and kept here; only its public key goes into the form.
 */
import { begun } from './parts/begun.js';
import { need } from './parts/dom.js';
import { pageAt, pause } from './parts/network.js';
import { sendsPatiently } from './parts/patient.js';
import { drawQr } from './parts/qr.js';
import { belongsTo, readJson, storageOf, storageWorks } from './parts/storage.js';
import { say, text, wordsFor } from './parts/texts.js';
import { startWorker } from './parts/worker.js';

/** How long until the server is asked again; each a little later than that, so that a hall does not ask all at once. */
const ASK_EVERY = 8_000;

/** What the server said last that waits to be turned over. */
let known = '';

/** @param {HTMLElement} page the whole of it, or what has come in the place of a part */
function begin(page) {
  for (const part of within(page, '[data-waits]')) known = wordsOf(part);
  for (const part of within(page, '[data-needs-script]')) begun(part);
  for (const root of within(page, '[data-issue]')) beginIssue(root);
  for (const form of within(page, 'form[data-patient]')) sendsPatiently(/** @type {HTMLFormElement} */ (form), begin);
}

/** @param {HTMLElement} page @param {string} css @returns {HTMLElement[]} */
const within = (page, css) => [...(page.matches(css) ? [page] : []), ...Array.from(page.querySelectorAll(css))].map((found) =>
  /** @type {HTMLElement} */ (found));

/** @param {HTMLElement} root what a deputy has, or may take, of a round */
function beginIssue(root) {
  if (!storageWorks()) return say('issue', text('storage_unavailable'));
  belongsTo(root.dataset.election ?? '', root.dataset.mark ?? '');
  const form = /** @type {HTMLFormElement | null} */ (root.querySelector('[data-issue-form]'));
  if (form) return takeBallot(root, form);
  showIssued(root).catch((error) => say('issue', wordsFor(error)));
}

/** @param {HTMLElement} root @param {HTMLFormElement} form */
function takeBallot(root, form) {
  const { election: uuid = '', cancelledKeys = '', mark = '' } = root.dataset;
  const call = startWorker(root);
  const cancelled = cancelledKeys.split(' ');
  const { credential, owner } = storageOf(uuid);
  const field = /** @type {HTMLInputElement} */ (need(form, 'input[name="public_key"]'));
  // Firefox restores hidden fields after a reload
  field.value = '';

  sendsPatiently(form, begin, async () => {
    if (field.value === '') field.value = await keyToIssue();
  });

  const kept = credential.read();
  if (kept !== null && cancelledKeys !== '') {
    call('publicKeyOf', uuid, kept).then((key) => cancelled.includes(key) && show(root, 'cancelled'), () => {});
  }

  /**
   * The key of the code kept here; of a new one, kept before it is used, if there is none or it was cancelled.
   * @returns {Promise<string>}
   */
  async function keyToIssue() {
    const kept = credential.read();
    const key = kept === null ? null : await call('publicKeyOf', uuid, kept);
    if (key !== null && !cancelled.includes(key)) return key;
    const code = await call('newCode');
    // another tab may have kept one meanwhile
    if (credential.read() === kept) {
      credential.write(code);
      owner.write(mark);
    }
    return keyToIssue();
  }
}

/** @param {HTMLElement} root */
async function showIssued(root) {
  const { election: uuid = '', publicKey: issuedKey, boothUrl = '' } = root.dataset;
  const store = storageOf(uuid);
  const code = store.credential.read();
  const receipt = readJson(store.receipt);
  if (readJson(store.pending)) return show(root, 'pending');
  if (code === null && receipt) {
    for (const slot of root.querySelectorAll('[data-slot="voted-at"]')) slot.textContent = receipt.time;
    return show(root, 'cast');
  }
  if (code === null) return show(root, 'code-elsewhere');
  if (issuedKey && (await startWorker(root)('publicKeyOf', uuid, code)) !== issuedKey) return show(root, 'code-elsewhere');
  show(root, 'code-here');
  // the secret enters the page only when it is asked for
  const fold = /** @type {HTMLDetailsElement | null} */ (root.querySelector('details[data-code-fold]'));
  if (!fold) return;
  const shown = need(fold, '[data-code]');
  const qr = need(fold, '[data-qr="booth"]');
  fold.addEventListener('toggle', () => {
    shown.textContent = fold.open ? code : '';
    void drawQr(qr, fold.open ? `${new URL(boothUrl, location.href)}#code=${code}` : '');
  });
}

/** Shows what belongs to one of the cases and hides what belongs to others only. @param {HTMLElement} root @param {string} part */
function show(root, part) {
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-part]'))) {
    element.toggleAttribute('hidden', !element.dataset.part?.split(' ').includes(part));
  }
}

const waiting = () => /** @type {HTMLElement | null} */ (document.querySelector('[data-waits]'));

/** What a page says, without what is new in every copy of it. @param {HTMLElement} part */
function wordsOf(part) {
  const copy = /** @type {HTMLElement} */ (part.cloneNode(true));
  for (const hidden of copy.querySelectorAll('input[type="hidden"]')) hidden.remove();
  return copy.innerHTML;
}

/** Nothing that was begun on the page is lost by turning it. @param {HTMLElement} part */
const isTyping = (part) =>
  [...part.querySelectorAll('input:not([type="hidden"])')].some((field) => /** @type {HTMLInputElement} */ (field).value !== '') ||
  part.querySelector('[aria-busy="true"], details[open]') !== null;

/** Asks what stands on the page now, and puts in its place what has changed. */
async function keepTurning() {
  for (;;) {
    await pause(ASK_EVERY * (1 + Math.random() / 2));
    if (!waiting() || document.hidden) continue;
    const { url, page } = await pageAt(location.pathname, () => say('line', text('waiting_to_turn')));
    say('line', '');
    // signed out meanwhile
    if (new URL(url).pathname !== location.pathname) return location.assign(url);
    const here = waiting();
    const fresh = /** @type {HTMLElement | null} */ (page.querySelector('[data-waits]'));
    if (!here) continue;
    if (!fresh) return location.reload();
    if (wordsOf(fresh) === known || isTyping(here)) continue;
    const hadFocus = here.contains(document.activeElement);
    document.title = page.title;
    here.replaceWith(document.adoptNode(fresh));
    begin(fresh);
    const heading = need(fresh, 'h1');
    say('turned', heading.textContent ?? '');
    if (hadFocus) heading.focus();
  }
}

begin(document.body);
keepTurning().catch((error) => console.error(error));
window.addEventListener('pageshow', ({ persisted }) => persisted && waiting() && location.reload());
