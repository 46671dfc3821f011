/** The hall screen: keeps numbers, clock and countdown up to date, changes with the desk, reveals the result. */
import { follow, show } from './parts/live.js';
import { reveal } from './parts/reveal.js';

/** By how much the server's clock is ahead of this machine's. */
let ahead = 0;
const now = () => Date.now() + ahead;

const view = () => /** @type {HTMLElement} */ (document.querySelector('.view'));
const time = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

function begin() {
  const clock = /** @type {HTMLElement | null} */ (document.querySelector('[data-clock]'));
  if (clock) ahead = Number(clock.dataset.clock) - Date.now();
  const stage = /** @type {HTMLElement | null} */ (document.querySelector('[data-reveal]'));
  if (stage) reveal(stage, Number(stage.dataset.elapsed));
  tick();
}

function tick() {
  for (const clock of document.querySelectorAll('[data-clock]')) clock.textContent = time.format(now());
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-countdown]'))) {
    const left = Math.ceil((Number(element.dataset.countdown) - now()) / 1000);
    const words = left > 0 ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}` : (element.dataset.over ?? '');
    if (element.textContent !== words) element.textContent = words;
  }
}

/** The desk shows something else: the page is asked for again, and stays in place meanwhile. */
async function change() {
  const answer = await fetch(location.href, { cache: 'no-store' });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  // What stands above the band comes and goes with a rehearsal only.
  if (!document.querySelector('.ribbon') !== !page.querySelector('.ribbon')) {
    location.reload();
    return;
  }
  for (const css of ['.band', 'main']) {
    const [old, fresh] = [document.querySelector(css), page.querySelector(css)];
    if (old && fresh) old.replaceWith(document.adoptNode(fresh));
  }
  begin();
}

let changing = false;

/** @param {any} state */
async function onState(state) {
  if (state.layout !== view().dataset.layout) {
    if (changing) return;
    changing = true;
    try {
      await change();
    } finally {
      changing = false;
    }
    return;
  }
  show(view(), state);
  if (state.countdown) {
    for (const element of document.querySelectorAll('[data-countdown]')) {
      element.setAttribute('data-countdown', String(state.countdown.ends));
    }
  }
  const { code } = state;
  const digits = document.querySelector('[data-live-code]');
  if (code && digits && digits.textContent !== code.digits) {
    digits.textContent = code.digits;
    const qr = document.querySelector('.qr');
    qr?.setAttribute('viewBox', `0 0 ${code.qr.size} ${code.qr.size}`);
    qr?.querySelector('path')?.setAttribute('d', code.qr.path);
  }
}

begin();
setInterval(tick, 1_000);
follow(view().dataset.liveEvents ?? '', (state) => void onState(state), (server) => (ahead = server - Date.now()));
