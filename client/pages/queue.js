/** Keys for a long queue: j and k to the next and the one before, l lists it, a puts it aside, Enter opens it. */
const rows = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-row]'));
let at = -1;

/** @param {number} to */
function go(to) {
  at = Math.max(0, Math.min(rows.length - 1, to));
  rows[at].focus();
  rows[at].scrollIntoView({ block: 'nearest' });
}

/** @type {Record<string, string>} */
const PRESSED = { l: '[data-list]', a: '[data-aside]', Enter: '[data-open]' };

document.addEventListener('keydown', (event) => {
  if (!rows.length || event.ctrlKey || event.metaKey || event.altKey) return;
  const { target } = event;
  if (target instanceof HTMLElement && target.closest('input, textarea, select, button, a')) return;
  if (event.key === 'j') return go(at + 1);
  if (event.key === 'k') return go(at - 1);
  const button = at < 0 ? null : rows[at].querySelector(PRESSED[event.key] ?? ':not(*)');
  if (button instanceof HTMLElement) button.click();
});
