/**
 * A tablet of the hall, where one person after another votes. Which tablet it is stays in this browser, so that it is one after a
 * restart, too; nothing else stays.
 */
import { currentView, fill, need, onDo } from './dom.js';
import { text } from './texts.js';

const PLACE = 'piaojue.tablet';
const FORM = /^[0-9a-f-]{36}\.[0-9a-f]{32}$/;

/** Whatever is done on it, so that nobody learns from this when somebody votes. */
const SAYS_SO_EVERY = 20_000;

/** Seconds until the start is shown again: after the receipt, and where nobody has touched anything. */
const AFTER_RECEIPT = 20;
const UNTOUCHED = 180;
const WARNED = 30;
/** At the start itself: it is asked for anew, so that the next round comes. */
const AT_START = 30;

/** What the desk's link says, or this browser knows: `id.token`; null where this is nobody's tablet. */
export function tabletHere() {
  const given = new URLSearchParams(location.hash.slice(1)).get('tablet');
  try {
    if (given !== null) {
      history.replaceState(history.state, '', location.pathname + location.search);
      if (FORM.test(given)) localStorage.setItem(PLACE, given);
      else localStorage.removeItem(PLACE);
    }
    return localStorage.getItem(PLACE);
  } catch {
    return null;
  }
}

/** Tells the desk that this tablet is alive. @param {string} tablet */
export function sayAlive(tablet) {
  document.documentElement.classList.add('tablet');
  document.querySelector('.band .name')?.setAttribute('href', location.pathname);
  const say = () =>
    void fetch(`/booth/tablets/${tablet.replace('.', '/')}`, { method: 'POST', credentials: 'omit', cache: 'no-store' }).catch(() => {});
  say();
  setInterval(say, SAYS_SO_EVERY);
}

/** Back to the start: the page and its workers are gone with everything they held, and no entry of the history leads back. */
export function leave() {
  const { lang, classList } = document.documentElement;
  // nobody finds the language and the size of type that somebody else chose
  const chosen = lang !== 'zh-CN' || classList.contains('large') ? '?lang=zh-CN&view=normal' : '';
  document.body.textContent = '';
  location.replace(location.pathname + chosen);
}

/**
 * Returns to the start by itself; `[data-tablet-bar]` says when, with `[data-do=finish]` and `[data-do=stay]`.
 * @param {HTMLElement} root
 */
export function returnsByItself(root) {
  const bar = need(root, '[data-tablet-bar]');
  let touched = performance.now();
  let shown = '';
  let since = touched;
  for (const act of ['pointerdown', 'keydown', 'scroll', 'input']) {
    window.addEventListener(act, () => (touched = performance.now()), { capture: true, passive: true });
  }
  onDo(root, 'finish', leave);
  onDo(root, 'stay', () => (touched = performance.now()));

  /** Seconds left, or null where nothing is counted down. */
  function left() {
    const now = performance.now();
    const view = currentView(root) ?? '';
    if (view !== shown) [shown, since] = [view, now];
    const seconds = (/** @type {number} */ from) => (now - from) / 1000;
    // a ballot on its way is never left alone
    if (view === 'sending') return null;
    if (view === 'code') return AT_START - seconds(Math.max(since, touched));
    if (view === 'receipt' || view === 'stopped') return AFTER_RECEIPT - seconds(since);
    return UNTOUCHED + WARNED - seconds(Math.max(since, touched));
  }

  setInterval(() => {
    const seconds = left();
    const view = currentView(root) ?? '';
    if (seconds !== null && seconds <= 0) return leave();
    const counted = view === 'receipt' || view === 'stopped';
    const warned = view !== 'code' && seconds !== null && seconds <= WARNED;
    bar.toggleAttribute('hidden', !counted && !warned);
    for (const part of bar.querySelectorAll('[data-do="finish"]')) part.toggleAttribute('hidden', !counted);
    for (const part of bar.querySelectorAll('[data-do="stay"]')) part.toggleAttribute('hidden', counted);
    if (seconds !== null) fill(bar, { left: text('tablet_left', { seconds: Math.ceil(seconds) }) });
  }, 500);

  window.addEventListener('pagehide', () => (document.body.textContent = ''));
  window.addEventListener('pageshow', ({ persisted }) => persisted && leave());
}
