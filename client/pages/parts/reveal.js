/** 揭晓: from the last row to the first, with a pause at the cut. */

const LONGEST = 120_000;
const PAUSE = 6_000;
const SLOWEST = 4_000;

/**
 * When each row appears, in milliseconds, in the order of their appearance.
 * @param {number} below rows that were not chosen, which come first
 * @param {number} above rows that were
 */
export function schedule(below, above) {
  const rows = below + above;
  const pause = below > 0 && above > 0 ? PAUSE : 0;
  const step = Math.min(SLOWEST, (LONGEST - pause) / Math.max(rows, 1));
  return Array.from({ length: rows }, (_, i) => step * (i + 1) + (i >= below ? pause : 0));
}

/**
 * @param {HTMLElement} stage
 * @param {number} elapsed milliseconds since the reveal began on all screens
 */
export function reveal(stage, elapsed) {
  const skip = /** @type {HTMLButtonElement | null} */ (stage.querySelector('[data-do="skip"]'));
  const says = stage.querySelector('[data-reveal-says]');
  const rest = rows(stage, 'tbody.rest tr');
  const chosen = [...rows(stage, 'tbody.chosen tr'), ...rows(stage, '[data-reveal-row]')];
  const order = [...rest.reverse(), ...chosen.reverse()];
  const times = schedule(rest.length, chosen.length);
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;

  const cut = rows(stage, 'tbody.cut tr');
  for (const row of [...order, ...cut]) row.classList.add('waiting');
  /** @type {ReturnType<typeof setTimeout>[]} */
  const timers = [];
  const open = (/** @type {HTMLElement} */ row, aloud = true) => {
    row.classList.remove('waiting');
    if (aloud && says) says.textContent = (row.textContent ?? '').replace(/\s+/g, ' ').trim();
  };
  const end = () => {
    timers.forEach(clearTimeout);
    for (const row of [...order, ...cut]) open(row, false);
    document.removeEventListener('keydown', onKey);
    if (skip) skip.hidden = true;
  };
  const onKey = (/** @type {KeyboardEvent} */ { key }) => {
    if (key === 'Escape') end();
  };
  document.addEventListener('keydown', onKey);
  if (skip) {
    skip.hidden = false;
    skip.addEventListener('click', end);
  }
  const at = (/** @type {number} */ time, /** @type {() => void} */ act) =>
    timers.push(setTimeout(act, Math.max(0, time - elapsed)));
  order.forEach((row, i) => at(times[i] ?? 0, () => open(row)));
  // the cut shows as soon as everything below it does: that is what the pause is for
  for (const row of cut) at((times[rest.length - 1] ?? 0) + 400, () => open(row, false));
  at(times.at(-1) ?? 0, () => setTimeout(end, 1_500));
}

/** @param {ParentNode} root @param {string} css */
const rows = (root, css) => /** @type {HTMLElement[]} */ (Array.from(root.querySelectorAll(css)));
