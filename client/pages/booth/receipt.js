/** The receipt: that the ballot is in the box, never what is on it. */
import { fill, need, onDo } from '../parts/dom.js';
import { drawQr } from '../parts/qr.js';
import { save } from '../parts/save.js';
import { text } from '../parts/texts.js';

/** The beginning of a tracker: what is noted before a sealed ballot is cast or opened, and typed to check it. */
export const shortOf = (/** @type {string} */ tracker) => tracker.slice(0, 16);

/** @param {string} tracker */
export const inFours = (tracker) => (tracker.match(/.{1,4}/g) ?? []).join(' ');

/** As many groups of a fingerprint as people compare: four, as on the hall screen. */
export const onScreen = (/** @type {string} */ whole) => inFours(whole.slice(0, 16));

/**
 * @param {HTMLElement} root
 * @param {{ tracker: string, time: string }} receipt
 */
export function fillReceipt(root, { tracker, time }) {
  const lookup = (root.dataset.lookupUrl ?? '') + encodeURIComponent(tracker);
  fill(root, { tracker: inFours(tracker), time });
  for (const element of root.querySelectorAll('[data-slot="tracker"]')) {
    /** @type {HTMLElement} */ (element).dataset.copyText = tracker;
  }
  for (const link of root.querySelectorAll('a[data-lookup]')) link.setAttribute('href', lookup);
  void drawQr(need(root, '[data-qr="lookup"]'), lookup);
  // the choices leave the page, not only the view
  for (const view of ['marking', 'review', 'opened', 'sending']) need(root, `[data-view="${view}"]`).textContent = '';
  onDo(root, 'save', () => save(text('receipt_name'), text('receipt_file', { tracker: inFours(tracker), time, lookup })));
}
