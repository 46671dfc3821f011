/**
 * Looking a receipt up: the list of all is fetched without cookies and looked through here, so that the server learns
 * neither who looks nor what for.
 */
import { shadowOf, trackerIn } from '../protocol/receipt.js';
import { begun } from './parts/begun.js';
import { need, onDo } from './parts/dom.js';
import { postReceipt, publicFile } from './parts/network.js';
import { say, text, wordsFor } from './parts/texts.js';

const root = need(document, '[data-verify]');
begun(root);
const input = /** @type {HTMLInputElement} */ (need(root, '[name="tracker"]'));
const WHERE = ['in_the_box', 'in_a_void_box', 'in_a_rehearsal'];
/** What was looked up last. */
let tracker = '';
const { title } = document;

/** @param {string} found `''`: nothing was looked up */
function show(found) {
  document.title = title;
  for (const notice of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-found]'))) {
    notice.hidden = notice.dataset.found !== found;
    if (notice.hidden) continue;
    document.title = `${notice.querySelector('strong')?.textContent} · ${title}`;
    notice.tabIndex = -1;
    notice.focus();
  }
}

/** @param {boolean} confirmed */
function showConfirmed(confirmed) {
  need(root, '[data-confirmed]').hidden = !confirmed;
  need(root, '[data-confirm]').hidden = confirmed;
}

/** @param {string} typed */
async function lookUp(typed) {
  show('');
  say('looking', '');
  const whole = trackerIn(typed);
  if (whole === null) return show('no_receipt');
  tracker = whole;
  say('looking', text('looking'));
  const bytes = await publicFile(root.dataset.receiptsUrl, () => say('looking', text('waiting_to_load')));
  const receipts = JSON.parse(new TextDecoder().decode(bytes));
  const shadow = shadowOf(whole);
  say('looking', '');
  showConfirmed(receipts.confirmed.includes(shadow));
  show(WHERE.find((where) => receipts[where].includes(shadow)) ?? 'not_there');
}

/** Failing to look is said, and is never taken for not finding. */
const lookUpOrSay = (/** @type {string} */ typed) => lookUp(typed).catch((error) => say('looking', wordsFor(error)));

need(root, '[data-look-up]').addEventListener('submit', (event) => {
  event.preventDefault();
  void lookUpOrSay(input.value);
});
onDo(root, 'confirm', async () => {
  try {
    await postReceipt(root.dataset.receiptsUrl, tracker, () => say('looking', text('waiting_to_load')));
    say('looking', '');
    showConfirmed(true);
  } catch (error) {
    say('looking', wordsFor(error));
  }
});
// the two ways a form would send the receipt together with a cookie
for (const form of root.querySelectorAll('[data-without-script]')) form.remove();

/** The receipt of a scanned link, which no server has seen, taken out of the address bar. */
function receiptFromLink() {
  const given = new URLSearchParams(location.hash.slice(1).replace(/\+/g, '%2B')).get('receipt');
  if (given === null) return;
  history.replaceState(history.state, '', location.pathname + location.search);
  input.value = given;
  void lookUpOrSay(given);
}
window.addEventListener('hashchange', receiptFromLink);
receiptFromLink();
