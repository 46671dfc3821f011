/**
 * Live numbers on the secretariat's pages: `data-live-events` is the address, around what it keeps up to date.
 * `data-reload` asks for the page itself anew, as long as nothing was begun on it that would be lost.
 */
import { follow, show } from './parts/live.js';

for (const root of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-live-events]'))) {
  follow(root.dataset.liveEvents ?? '', (state) => show(root, state));
}

const EVERY = 10_000;

function isBegun() {
  const fields = /** @type {NodeListOf<HTMLInputElement | HTMLTextAreaElement>} */ (
    document.querySelectorAll('main input:not([type=hidden]), main textarea')
  );
  if (document.querySelector('main details.confirm[open]')) return true;
  return [...fields].some((field) => field === document.activeElement || field.value !== field.defaultValue);
}

const again = /** @type {HTMLElement | null} */ (document.querySelector('[data-reload]'));
if (again) {
  setInterval(() => {
    if (!isBegun()) location.href = again.dataset.reload ?? '';
  }, EVERY);
}
