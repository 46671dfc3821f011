/**
 * Making the key: the seed is made and kept here, and the three messages go out by themselves as soon as the server has
 * what they need. All of it can be taken up again from the seed and the messages that the server keeps.
 */
import { need, onDo, showGroups, showView } from './parts/dom.js';
import { freshKey } from './parts/fresh-key.js';
import { officeJson, postOffice } from './parts/network.js';
import { drawQr } from './parts/qr.js';
import { save } from './parts/save.js';
import { forgetSeeds, seedOf, storageWorks } from './parts/storage.js';
import { say, text, wordsFor } from './parts/texts.js';
import { startWorker } from './parts/worker.js';

const BETWEEN_LOOKS = 1500;
/** What the secretariat is told of: a colleague's part, the certificates, or one's own messages. */
const FINDINGS = {
  ceremony_message_wrong: 'part',
  ceremony_differs: 'certificates',
  ceremony_incomplete: 'certificates',
  signature_wrong: 'certificates',
  seed_of_other_scrutineer: 'certificates',
  message_unreadable: 'own',
};
/** Characters of the copy that are typed back. */
const LAST = 6;

const root = need(document, '[data-key]');
const { stage, ceremony = '', csrf = '', statusUrl, messagesUrl, refusalsUrl } = root.dataset;

if (!storageWorks()) {
  if (stage === 'running' || stage === 'made') stop('storage_unavailable');
} else if (stage === 'running' || stage === 'made') {
  forgetSeeds(ceremony);
  hold();
} else {
  forgetSeeds(undefined);
}
if (stage === 'waiting' || stage === 'void') void untilItBegins();

/** Patiently, where a page that fetches itself anew would stay behind on the first answer that fails. */
async function untilItBegins() {
  const same = (/** @type {any} */ status) => status.stage === stage && status.ceremony === ceremony;
  try {
    while (same(await officeJson(statusUrl, () => {}))) await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS));
  } finally {
    location.reload();
  }
}

// a page kept for the back button shows no seed
window.addEventListener('pageshow', ({ persisted }) => persisted && location.reload());

function hold() {
  const call = startWorker(root);
  const draft = seedOf(ceremony);
  /** @type {{ place: number, standing: string }[]} */
  let people = [];
  /** @type {Promise<void> | null} */
  let driving = null;

  const waiting = (/** @type {string} */ place) => () => say(place, text('waiting_to_load'));
  const look = (/** @type {string} */ place) => officeJson(statusUrl, waiting(place));

  onDo(root, 'reload', () => location.reload());
  onDo(root, 'begin', () => void begin());
  onDo(root, 'retry', () => void drive());
  onDo(root, 'save', () => save(text('slip_name'), text('slip_file', { seed: inGroups(draft.read() ?? '').join(' ') })));
  onDo(root, 'check', () => {
    hideSeed();
    showView(root, 'check');
  });
  onDo(root, 'back', () => showSeed());
  need(root, '[data-enter-form]').addEventListener('submit', (event) => void enter(event));
  need(root, '[data-copy-form]').addEventListener('submit', (event) => compare(event));

  async function open() {
    const status = await look('loading');
    if (changed(status)) return location.reload();
    show(status);
    const seed = draft.read();
    if (seed !== null && status.verification_key !== null && !(await isMine(seed, status.verification_key))) {
      // begun again elsewhere: the server never took this seed's keys
      draft.remove();
      return showView(root, 'enter');
    }
    if (seed !== null) return drive();
    showView(root, status.verification_key === null ? 'begin' : 'enter');
  }

  /** @param {string} seed @param {string} key */
  async function isMine(seed, key) {
    try {
      await call('checkSeed', seed, key);
      return true;
    } catch (error) {
      if (/** @type {any} */ (error).code === 'seed_of_other_scrutineer') return false;
      throw error;
    }
  }

  /** Void, or begun anew, since this page was made. */
  function changed(/** @type {any} */ status) {
    return status.ceremony !== ceremony || !['running', 'made'].includes(status.stage);
  }

  async function begin() {
    try {
      // another tab may have begun meanwhile: its seed is never written over
      const seed = await call('newSeed');
      if (draft.read() === null) draft.write(seed);
    } catch (error) {
      return stopFor(error);
    }
    return drive();
  }

  /** From here on nothing needs to be pressed. */
  function drive() {
    driving ??= goOn().catch(troubled).finally(() => (driving = null));
    return driving;
  }

  async function goOn() {
    const seed = draft.read();
    if (seed === null) return location.reload();
    showSeed();
    trouble('');
    for (;;) {
      let status = await look('progress');
      while (!changed(status) && status.next !== null) {
        show(status);
        say('progress', text('working'));
        const message = await make(seed, status);
        status = await postOffice(messagesUrl, {
          csrf, key: freshKey(), ceremony, step: status.next, message: JSON.stringify(message),
        }, waiting('progress'));
      }
      if (changed(status)) return location.reload();
      show(status);
      if (status.certificates) await showCode(status.certificates);
      if (status.stage === 'made') return made();
      say('progress', text(`waiting_${doneSteps(status)}`));
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS));
    }
  }

  /** @param {string} seed @param {any} status */
  function make(seed, { next, size, threshold, index, certificates, vinput }) {
    if (next === 'certificate') return call('makeCertificate', seed, { size, threshold, index });
    if (next === 'polynomial') return call('makePolynomial', seed, certificates);
    return call('makeVerification', seed, certificates, vinput);
  }

  /** @param {any} status */
  function doneSteps(status) {
    const mine = status.people.find((/** @type {any} */ person) => person.place === status.index)?.standing;
    return { dealt: 'polynomial', checked: 'verification' }[/** @type {string} */ (mine)] ?? 'certificate';
  }

  function made() {
    say('progress', text('made'));
    need(root, '[data-made]').hidden = false;
  }

  /** @param {unknown} error */
  function troubled(error) {
    const { code, details } = /** @type {any} */ (error);
    // voided while a message was on its way
    if (code === 'ceremony_gone') return location.reload();
    if (!code) console.error(error);
    say('progress', '');
    trouble(wordsFor(error));
    const finding = FINDINGS[/** @type {keyof typeof FINDINGS} */ (code)];
    if (finding) void report(finding, details.scrutineer ?? '');
  }

  /**
   * The secretariat learns what was found wrong; then there is nothing to do but to wait for it to begin anew.
   * @param {string} finding
   * @param {number | string} about
   */
  async function report(finding, about) {
    const form = { csrf, key: freshKey(), ceremony, finding, about: String(about) };
    try {
      let status = await postOffice(refusalsUrl, form, () => {});
      say('progress', text('refusal_reported'));
      while (!changed(status) && driving === null) {
        show(status);
        await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS));
        status = await look('progress');
      }
      if (changed(status)) location.reload();
    } catch (error) {
      say('progress', wordsFor(error));
    }
  }

  /** @param {string} words */
  function trouble(words) {
    need(root, '[data-slot="trouble"]').textContent = words;
    need(root, '[data-trouble]').hidden = words === '';
  }

  /** @param {any} status */
  function show(status) {
    if (JSON.stringify(people) === JSON.stringify(status.people)) return;
    const before = people;
    people = status.people;
    const news = [];
    for (const { place, standing } of people) {
      const line = document.querySelector(`[data-people] [data-place="${place}"]`);
      if (!(line instanceof HTMLElement)) continue;
      line.className = ['checked', 'copied'].includes(standing) ? 'done' : standing === 'absent' ? '' : 'now';
      const words = text(`standing-${standing}`);
      need(line, '[data-standing]').textContent = words;
      const moved = before.length > 0 && before.find((known) => known.place === place)?.standing !== standing;
      if (moved) news.push(`${need(line, 'b').textContent} ${words}`);
    }
    if (news.length > 0) say('people', news.join('\n'));
  }

  /** @param {unknown[]} certificates */
  async function showCode(certificates) {
    const part = need(root, '[data-code]');
    if (!part.hidden) return;
    showGroups(need(part, '[data-code-shown]'), (await call('codeOfCertificates', certificates)).match(/.{4}/g));
    part.hidden = false;
  }

  function showSeed() {
    const seed = draft.read();
    if (seed === null) return location.reload();
    showGroups(need(root, '[data-seed-shown]'), inGroups(seed));
    void drawQr(need(root, '[data-qr="seed"]'), seed);
    showView(root, 'seed');
  }

  function hideSeed() {
    need(root, '[data-seed-shown]').textContent = '';
    void drawQr(need(root, '[data-qr="seed"]'), '');
    /** @type {HTMLInputElement} */ (need(root, '[data-last]')).value = '';
    say('last', '');
  }

  /** On another device, or where the key was made at the command line: the whole seed is typed. @param {Event} event */
  async function enter(event) {
    event.preventDefault();
    const field = /** @type {HTMLInputElement} */ (need(root, '[data-seed]'));
    say('seed', '');
    try {
      const status = await look('seed');
      if (changed(status)) return location.reload();
      const seed = await call('checkSeed', field.value, status.verification_key);
      field.value = '';
      if (status.stage === 'made') return /** @type {HTMLFormElement} */ (need(root, '[data-copy-form]')).submit();
      draft.write(seed);
      return await drive();
    } catch (error) {
      say('seed', wordsFor(error));
      field.focus();
    }
  }

  /** The copy counts only if it can be read back. @param {Event} event */
  function compare(event) {
    const field = /** @type {HTMLInputElement} */ (need(root, '[data-last]'));
    if (field.value.replace(/\s/g, '') === draft.read()?.slice(-LAST)) return;
    event.preventDefault();
    say('last', text('last_differs'));
    field.focus();
  }

  open().catch(stopFor);
}

/** The last group is what is typed back. @param {string} seed */
const inGroups = (seed) => [seed.slice(0, 4), seed.slice(4, 8), seed.slice(8, 12), seed.slice(12, 16), seed.slice(16)];

/** @param {unknown} error */
function stopFor(error) {
  if (!(/** @type {any} */ (error).code)) console.error(error);
  say('stopped', wordsFor(error));
  showView(root, 'stopped');
}

/** @param {string} name */
function stop(name) {
  say('stopped', text(name));
  onDo(root, 'reload', () => location.reload());
  showView(root, 'stopped');
}
