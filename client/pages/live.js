/** Live numbers on the secretariat's pages: `data-live-events` is the address, around what it keeps up to date. */
import { follow, show } from './parts/live.js';

for (const root of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-live-events]'))) {
  follow(root.dataset.liveEvents ?? '', (state) => show(root, state));
}
