/** 揭晓: from the last row to the first, with a pause at the cut. */

const LONGEST = 120_000;
const PAUSE = 6_000;
const SLOWEST = 4_000;

/**
 * When each row appears, in milliseconds, in the order of their appearance.
 * @param {{ below: number, above: number }[]} rounds of each, the rows that were not chosen, which come first, and those that were
 */
export function schedule(rounds) {
  const rows = rounds.reduce((sum, { below, above }) => sum + below + above, 0);
  const pauses = rounds.filter(({ below, above }) => below > 0 && above > 0).length;
  const pause = Math.min(PAUSE, LONGEST / 4 / Math.max(pauses, 1));
  const step = Math.floor(Math.min(SLOWEST, (LONGEST - pause * pauses) / Math.max(rows, 1)));
  let time = 0;
  return rounds.flatMap(({ below, above }) =>
    Array.from({ length: below + above }, (_, i) => (time += step + (i === below && below > 0 ? pause : 0))),
  );
}

/**
 * @param {HTMLElement} stage
 * @param {number} elapsed milliseconds since the reveal began on all screens
 */
export function reveal(stage, elapsed) {
  const skip = /** @type {HTMLButtonElement | null} */ (stage.querySelector('[data-do="skip"]'));
  const says = stage.querySelector('[data-reveal-says]');
  const rounds = [...rows(stage, 'table'), ...rows(stage, '.chosen-list')].map((round) => ({
    rest: rows(round, 'tbody.rest tr').reverse(),
    cut: rows(round, 'tbody.cut tr'),
    chosen: [...rows(round, 'tbody.chosen tr'), ...rows(round, '[data-reveal-row]')].reverse(),
  }));
  const times = schedule(rounds.map(({ rest, chosen }) => ({ below: rest.length, above: chosen.length })));
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;

  const all = rounds.flatMap(({ rest, cut, chosen }) => [...rest, ...cut, ...chosen]);
  for (const row of all) row.classList.add('waiting');
  /** @type {ReturnType<typeof setTimeout>[]} */
  const timers = [];
  const open = (/** @type {HTMLElement} */ row, aloud = true) => {
    row.classList.remove('waiting');
    if (aloud && says) says.textContent = (row.textContent ?? '').replace(/\s+/g, ' ').trim();
  };
  const end = () => {
    timers.forEach(clearTimeout);
    for (const row of all) open(row, false);
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
  let shown = 0;
  for (const { rest, cut, chosen } of rounds) {
    for (const row of rest) at(times[shown++] ?? 0, () => open(row));
    // the cut shows as soon as everything below it does: that is what the pause is for
    for (const row of cut) at((times[shown - 1] ?? 0) + 400, () => open(row, false));
    for (const row of chosen) at(times[shown++] ?? 0, () => open(row));
  }
  at(times[times.length - 1] ?? 0, () => setTimeout(end, 1_500));
}

/** @param {ParentNode} root @param {string} css */
const rows = (root, css) => /** @type {HTMLElement[]} */ (Array.from(root.querySelectorAll(css)));
