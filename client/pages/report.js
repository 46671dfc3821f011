/**
 * A report from the site: kept in this browser until the server has it, sent once when there is a line again; pictures are made
 * smaller before they are kept. Shown to nobody but the account that typed it.
 */
import { freshKey } from './parts/fresh-key.js';
import { keep, send, takeUp, tokenOf, waitingOf, whetherSent } from './parts/outbox.js';
import { text } from './parts/texts.js';

/** The longer side of a picture: as much as the server keeps. */
const LONGEST_SIDE = 1600;
const TRY_AGAIN = 30_000;

const outbox = /** @type {HTMLElement | null} */ (document.querySelector('[data-outbox]'));
const form = /** @type {HTMLFormElement | null} */ (document.querySelector('form[data-report]'));

/** The mark of whoever is signed in now; a page out of the cache may have been another's. */
const account = () => /(?:^|; )(?:__Host-)?piaojue-outbox=([0-9a-f]+)/.exec(document.cookie)?.[1] ?? '';

if (outbox && 'indexedDB' in window) begin(outbox);

/** @param {HTMLElement} place */
function begin(place) {
  const owner = account();
  if (!owner) {
    // out of the cache, after a sign-out or for somebody else
    tellOutcome(place, 'signed_out');
    form?.setAttribute('hidden', '');
    return;
  }
  // what was taken out is not sent beside it
  const ready = form ? prepare(form, place, owner) : Promise.resolve();
  void ready.finally(() => void work(place));
  window.addEventListener('online', () => void work(place));
  setInterval(() => void work(place), TRY_AGAIN);
  keepPage();
  for (const out of document.querySelectorAll('form[action="/sign-out"]')) {
    out.addEventListener('submit', () => void caches?.delete('piaojue-reports'));
  }
}

/** @param {HTMLElement} place @param {string} words */
function tell(place, words) {
  place.querySelector('[data-outbox-said]')?.remove();
  if (!words) return;
  const said = document.createElement('p');
  said.className = 'notice warn';
  said.setAttribute('role', 'status');
  said.setAttribute('data-outbox-said', '');
  said.textContent = words;
  place.prepend(said);
  place.removeAttribute('hidden');
}

/** @param {HTMLElement} place @param {string} outcome @param {string} [title] */
function tellOutcome(place, outcome, title = '') {
  tell(place, text(`outbox_${outcome}`, { title, said: '' }));
  if (outcome !== 'signed_out') return;
  const link = document.createElement('a');
  link.href = '/sign-in';
  link.textContent = text('outbox_sign_in');
  place.querySelector('[data-outbox-said]')?.append(' ', link);
}

let working = false;

/** Sends what waits, and shows what is left. @param {HTMLElement} place */
async function work(place) {
  if (working || !account()) return;
  working = true;
  try {
    /** @type {Map<string, string>} */
    const said = new Map();
    for (const report of await waitingOf(account())) {
      const { outcome, said: words = '' } = await send(report);
      if (outcome === 'looked') continue;
      said.set(report.key, text(`outbox_${outcome}`, { title: report.title, said: words }));
      if (outcome === 'signed_out' || outcome === 'no_line') break;
    }
    show(place, await waitingOf(account()), said);
  } finally {
    working = false;
  }
}

/**
 * @param {HTMLElement} place
 * @param {import('./parts/outbox.js').Waiting[]} left
 * @param {Map<string, string>} said
 */
function show(place, left, said) {
  const list = document.createElement('ul');
  list.className = 'outbox';
  for (const words of [...said].filter(([key]) => !left.some((report) => report.key === key)).map(([, words]) => words)) {
    const line = document.createElement('li');
    line.textContent = words;
    list.append(line);
  }
  for (const report of left) {
    const line = document.createElement('li');
    const facts = { title: report.title, day: new Date(report.savedAt).toLocaleString(), count: report.files.length };
    const link = document.createElement('a');
    link.href = `${report.action}#draft-${report.key}`;
    link.textContent = text('outbox_waits', facts);
    line.append(link);
    const words = document.createElement('small');
    words.textContent = said.get(report.key) ?? text(report.looked ? 'outbox_looked' : 'outbox_no_line', facts);
    line.append(' ', words);
    list.append(line);
  }
  const known = place.querySelector('.outbox');
  known?.remove();
  if (list.children.length > 0) place.append(list);
  place.toggleAttribute('hidden', list.children.length === 0 && !place.querySelector('[data-outbox-said]'));
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} place
 * @param {string} owner
 * @returns {Promise<void>} once what the address names is in the form
 */
function prepare(form, place, owner) {
  const key = /** @type {HTMLInputElement} */ (form.elements.namedItem('key'));
  // a page out of the cache brings the same key each time
  key.value = freshKey();
  /** @type {File[]} */
  let taken = [];
  const look = async () => {
    const files = await takeOut(form, key);
    if (!files) return;
    taken = files;
    show(place, await waitingOf(owner), new Map());
  };
  window.addEventListener('hashchange', () => void look());
  let sending = false;
  // not every promised browser says which button was pressed
  /** @type {HTMLButtonElement | null} */
  let pressed = null;
  form.addEventListener('click', (event) => {
    pressed = event.target instanceof Element ? event.target.closest('button') : null;
  });
  form.addEventListener('submit', (event) => {
    if (sending) return event.preventDefault();
    if (pressed && pressed.value !== 'file') return;
    event.preventDefault();
    sending = true;
    form.setAttribute('aria-busy', 'true');
    void file(form, place, owner, key.value, taken).finally(() => {
      sending = false;
      form.removeAttribute('aria-busy');
    });
  });
  return look();
}

/**
 * Kept first, then sent where there is a line: by the browser itself, so that the server's own page answers.
 * @param {HTMLFormElement} form
 * @param {HTMLElement} place
 * @param {string} owner who opened the form: by now the sign-in may have ended
 * @param {string} key
 * @param {File[]} taken pictures of a draft that was taken out
 */
async function file(form, place, owner, key, taken) {
  const chosen = [...form.querySelectorAll('input[type=file]')].flatMap((input) => [...(/** @type {HTMLInputElement} */ (input).files ?? [])]);
  const files = await Promise.all([...taken, ...chosen].map(smaller));
  /** @type {[string, string][]} */
  const fields = [...new FormData(form)].flatMap(([name, value]) =>
    typeof value === 'string' && name !== 'csrf' && name !== 'key' ? [[name, value]] : []);
  fields.push(['do', 'file']);
  const title = form.dataset.report ?? '';
  const report = { key, account: owner, action: form.getAttribute('action') ?? '', title, fields, files, savedAt: Date.now() };
  try {
    await keep(report);
  } catch {
    tell(place, text('outbox_full'));
    await lacksToken(form, owner);
    return send_by_itself(form, files);
  }
  const line = await whetherSent(key);
  if (line === 'yes') return void location.assign('/department');
  const waits = line === 'no' ? await lacksToken(form, owner) : line;
  if (!waits) {
    await keep({ ...report, triedAt: Date.now() });
    return send_by_itself(form, files);
  }
  tellOutcome(place, waits, title);
  show(place, await waitingOf(owner), new Map());
  // it is in safety: what is typed next is another report
  form.reset();
  /** @type {HTMLInputElement} */ (form.elements.namedItem('key')).value = freshKey();
  place.scrollIntoView();
}

/**
 * A page out of the cache came without a token: it takes that of whoever opened it, and of nobody who signed in since.
 * @param {HTMLFormElement} form
 * @param {string} owner
 * @returns {Promise<import('./parts/outbox.js').Outcome | undefined>} why it has none; nothing where it has
 */
async function lacksToken(form, owner) {
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem('csrf'));
  if (field.value) return undefined;
  const token = await tokenOf(form.getAttribute('action') ?? '');
  if (account() !== owner) return 'signed_out';
  if ('outcome' in token) return token.outcome;
  field.value = token.csrf;
  return undefined;
}

/** @param {HTMLFormElement} form @param {File[]} files */
function send_by_itself(form, files) {
  const inputs = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll('input[type=file]')]);
  try {
    const all = new DataTransfer();
    for (const file of files) all.items.add(file);
    inputs.forEach((input, at) => (input.files = at === 0 ? all.files : new DataTransfer().files));
  } catch {
    // the browser sends them as they were chosen
  }
  const pressed = document.createElement('input');
  pressed.type = 'hidden';
  pressed.name = 'do';
  pressed.value = 'file';
  form.append(pressed);
  form.submit();
}

/**
 * What waits under the key in the address goes into the form again, for the person to look over: from now on only they send it.
 * @param {HTMLFormElement} form
 * @param {HTMLInputElement} key
 * @returns {Promise<File[] | undefined>} its pictures; nothing where the address names none
 */
async function takeOut(form, key) {
  const wanted = /^#draft-([0-9a-f-]+)$/.exec(location.hash)?.[1];
  const report = (await waitingOf(account())).find((one) => one.key === wanted);
  if (!report || report.action !== form.getAttribute('action')) return undefined;
  await takeUp(report, key.value);
  for (const [name, value] of report.fields) {
    const field = form.elements.namedItem(name);
    const is_text = field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && field.type !== 'checkbox');
    if (is_text) field.value = value;
  }
  for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll('input[type=checkbox]'))) {
    box.checked = report.fields.some(([name, value]) => name === box.name && value === box.value);
    if (box.checked) box.closest('details')?.setAttribute('open', '');
  }
  // what is still chosen here is among the pictures that were kept
  for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll('input[type=file]'))) input.value = '';
  history.replaceState(null, '', location.pathname);
  return report.files;
}

/** JPEG and PNG of a camera, scaled; what cannot be read goes as it is. @param {File} file */
async function smaller(file) {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
  try {
    const picture = await loaded(file);
    const scale = LONGEST_SIDE / Math.max(picture.naturalWidth, picture.naturalHeight);
    if (scale >= 1) return file;
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(picture.naturalWidth * scale);
    canvas.height = Math.round(picture.naturalHeight * scale);
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    /** @type {Blob | null} */
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85));
    if (!blob) return file;
    return new File([blob], file.name.replace(/\.\w+$/, '.jpg'), { type: 'image/jpeg' });
  } catch {
    return file;
  }
}

/** By a data address, which the page's rules let pictures have. @param {File} file @returns {Promise<HTMLImageElement>} */
const loaded = (file) =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = reject;
    reader.onload = () => {
      const picture = new Image();
      picture.onload = () => resolve(picture);
      picture.onerror = reject;
      picture.src = String(reader.result);
    };
    reader.readAsDataURL(file);
  });

/** The form opens without a line where it was opened before. */
function keepPage() {
  if (!form || !('serviceWorker' in navigator)) return;
  navigator.serviceWorker
    .register('/department-worker.js', { scope: '/department' })
    .then(() => navigator.serviceWorker.ready)
    .then((worker) => worker.active?.postMessage({ keep: location.pathname }))
    .catch(() => undefined);
}
