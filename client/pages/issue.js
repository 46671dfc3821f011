/**
 * Taking a ballot (领票). The code is made and kept here; only its public key goes into the form. Once issued, the code
 * can be shown, copied or scanned to vote on another device.
 */
import { need, submitNow } from './parts/dom.js';
import { drawQr } from './parts/qr.js';
import { storageOf, storageWorks } from './parts/storage.js';
import { say, text, wordsFor } from './parts/texts.js';
import { startWorker } from './parts/worker.js';

const root = need(document, '[data-issue]');
const { election: uuid = '', state, publicKey: issuedKey, cancelledKeys = '', boothUrl = '' } = root.dataset;

if (!storageWorks()) say('issue', text('storage_unavailable'));
else if (state === 'open') takeBallot();
else showIssued().catch((error) => say('issue', wordsFor(error)));

function takeBallot() {
  const call = startWorker(root);
  const cancelled = cancelledKeys.split(' ');
  const { credential } = storageOf(uuid);
  const form = /** @type {HTMLFormElement} */ (need(root, '[data-issue-form]'));
  const field = /** @type {HTMLInputElement} */ (need(form, 'input[name="public_key"]'));

  let working = false;
  // Firefox restores hidden fields after a reload
  field.value = '';

  form.addEventListener('submit', async (event) => {
    if (field.value !== '') return;
    event.preventDefault();
    if (working) return;
    working = true;
    try {
      field.value = await keyToIssue();
      submitNow(form, event);
    } catch (error) {
      say('issue', wordsFor(error));
    } finally {
      working = false;
    }
  });

  const kept = credential.read();
  if (kept !== null && cancelledKeys !== '') {
    call('publicKeyOf', uuid, kept).then((key) => cancelled.includes(key) && show('cancelled'), () => {});
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
    if (credential.read() === kept) credential.write(code);
    return keyToIssue();
  }
}

async function showIssued() {
  const store = storageOf(uuid);
  const code = store.credential.read();
  if (code === null) return show(store.receipt.read() === null ? 'code-elsewhere' : 'cast');
  if (issuedKey && (await startWorker(root)('publicKeyOf', uuid, code)) !== issuedKey) return show('code-elsewhere');
  show('code-here');
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

/** @param {string} part */
function show(part) {
  for (const element of root.querySelectorAll('[data-part]')) {
    element.toggleAttribute('hidden', /** @type {HTMLElement} */ (element).dataset.part !== part);
  }
}
