/**
 * Says that the script of this part runs: what `piaojue.js` says of a lost one is not, or no longer, to be seen.
 * @param {HTMLElement} part
 */
export function begun(part) {
  const around = /** @type {HTMLElement} */ (part.closest('[data-needs-script]') ?? part);
  around.dataset.begun = '';
  for (const words of around.querySelectorAll('[data-lost]')) words.toggleAttribute('hidden', true);
}
