/**
 * A scrutineer's page of the slips: made and printed here, so that codes are nowhere but on paper; what nobody drew is scanned
 * and struck.
 */
import { begun } from './parts/begun.js';
import { hasCamera, readWithCamera } from './parts/camera.js';
import { fill, need, onDo, refill, showGroups, showView } from './parts/dom.js';
import { freshKey } from './parts/fresh-key.js';
import { officeJson, postOffice } from './parts/network.js';
import { drawQr, fetchQr } from './parts/qr.js';
import { say, text, wordsFor } from './parts/texts.js';
import { startWorker } from './parts/worker.js';

/** Slips on one sheet of A4. */
const A_SHEET = 8;

for (const root of document.querySelectorAll('[data-print-slips]')) printing(/** @type {HTMLElement} */ (root));
for (const root of document.querySelectorAll('[data-strike]')) striking(/** @type {HTMLElement} */ (root));

/** @param {HTMLElement} root */
function printing(root) {
  begun(root);
  const form = /** @type {HTMLFormElement} */ (need(root, '[data-print-form]'));
  const number = /** @type {HTMLInputElement} */ (need(form, '[data-number]'));
  const sheets = need(root, '[data-sheets]');
  const bar = /** @type {HTMLProgressElement} */ (need(root, 'progress'));
  const call = startWorker(root, ({ done, number: of }) => {
    Object.assign(bar, { value: done, max: of });
  });
  fetchQr(root).catch(() => {});

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    make(Number(number.value)).catch((error) => {
      if (!(/** @type {any} */ (error).code)) console.error(error);
      showView(root, 'begin');
      say('print', wordsFor(error));
    });
  });

  /** @param {number} wanted */
  async function make(wanted) {
    say('print', '');
    const [least, most] = [Number(number.min), Number(number.max)];
    if (!Number.isInteger(wanted) || wanted < least || wanted > most) return say('print', text('wrong_number', { least, most }));
    showView(root, 'making');
    bar.removeAttribute('value');
    const lists = await call('make', wanted);
    const { csrf } = Object.fromEntries(new FormData(form));
    const fields = { csrf: String(csrf), key: freshKey(), lists: JSON.stringify(lists) };
    const stands = await postOffice(form.action, fields, () => say('making', text('waiting_to_send')));
    say('making', '');
    await layOut(await call('take'), stands.fingerprint);
    call.stop();
    fill(root, { made: text('made', { number: wanted, sheets: Math.ceil(wanted / A_SHEET) }) });
    showView(root, 'print');
    window.addEventListener('beforeunload', stay);
  }

  /** Codes are random, so their order on the sheets tells nothing. @param {string[]} codes @param {string[]} fingerprint */
  async function layOut(codes, fingerprint) {
    const template = /** @type {HTMLTemplateElement} */ (need(root, 'template[data-template="slip"]'));
    const { booth = '' } = root.dataset;
    const drawn = codes.map((code) => {
      const slip = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
      showGroups(need(slip, '[data-slip-code]'), code.split('-'));
      showGroups(need(slip, '[data-slip-list]'), fingerprint);
      const qr = need(slip, '[data-slip-qr]');
      sheets.append(slip);
      return drawQr(qr, `${booth}#code=${code}`);
    });
    await Promise.all(drawn);
  }

  /** @param {BeforeUnloadEvent} event leaving before the slips are printed would lose them */
  function stay(event) {
    event.preventDefault();
    event.returnValue = '';
  }

  onDo(root, 'print-slips', () => window.print());
  // on paper at once, on the screen only when it is asked for: somebody may stand behind
  onDo(root, 'look', () => sheets.classList.toggle('shown'));
  onDo(root, 'wipe', () => {
    refill(sheets, []);
    window.removeEventListener('beforeunload', stay);
    location.replace(location.pathname);
  });
  // nothing of it comes back by the browser's own cache of pages
  window.addEventListener('pagehide', () => refill(sheets, []));
}

/** @param {HTMLElement} root */
function striking(root) {
  begun(root);
  const form = /** @type {HTMLFormElement} */ (need(root, '[data-strike-form]'));
  const field = /** @type {HTMLInputElement} */ (need(form, '[data-scanned]'));
  const video = /** @type {HTMLVideoElement} */ (need(root, 'video'));
  const rounds = JSON.parse(root.dataset.rounds ?? '[]');
  const { as = '' } = root.dataset;
  const call = startWorker(root);
  /** One after another, as fast as a hand scanner types. */
  let queue = Promise.resolve();
  const queued = (/** @type {string} */ read) => (queue = queue.then(() => strike(read)));

  /** @param {string} read */
  async function strike(read) {
    const beside = () => say('struck', text('waiting_to_send'));
    say('strike', '');
    try {
      const keys = await call('strike', rounds, read);
      const words = as === 'sample' ? await checked(read, beside) : text('struck');
      const { csrf } = Object.fromEntries(new FormData(form));
      const fields = { csrf: String(csrf), key: freshKey(), as, keys: JSON.stringify(keys) };
      const { count, in_the_tray: tray } = await postOffice(form.action, fields, beside);
      say('struck', words);
      const numbers = { printed: count.printed, issued: count.issued, leftover: count.leftover, sample: count.sample,
        lost: count.lost, unreadable: count.unreadable, tray };
      fill(document, Object.fromEntries(Object.entries(numbers).map(([name, value]) => [`slips-${name}`, String(value)])));
    } catch (error) {
      if (!(/** @type {any} */ (error).code)) console.error(error);
      say('struck', '');
      say('strike', wordsFor(error));
    }
  }

  /** A sample is on the lists of all its rounds, and these are the ones whose fingerprint stands on it. @param {string} read @param {() => void} onWaiting */
  async function checked(read, onWaiting) {
    const printed = await officeJson(root.dataset.slipsUrl, onWaiting);
    const on = await call('roundsOf', printed.rounds, read);
    if (on < printed.rounds.length) return text('sample_wrong', { on, of: printed.rounds.length });
    const same = (await call('fingerprintOfKeys', printed.rounds[0].keys)) === printed.fingerprint;
    return same ? text('sample_good', { of: on }) : text('sample_list_differs');
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const read = field.value.trim();
    field.value = '';
    field.focus();
    if (read !== '') void queued(read);
  });

  need(root, '[data-camera]').toggleAttribute('hidden', !hasCamera());
  /** @type {(() => void) | null} */
  let stop = null;
  onDo(root, 'camera', () => {
    if (stop) {
      stop();
      stop = null;
      video.hidden = true;
      return;
    }
    video.hidden = false;
    readWithCamera(video, root, (read) => void queued(read)).then(
      (stopping) => (stop = stopping),
      () => {
        video.hidden = true;
        say('strike', text('no_camera'));
      },
    );
  });
}
