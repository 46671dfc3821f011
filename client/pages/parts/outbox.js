/**
 * Reports that wait in this browser for a line: words and pictures lie in IndexedDB, bound to the account that typed them, until
 * the server says that it has them. Each carries the key of its form, under which the server does once what it asks.
 */
const DATABASE = 'piaojue-outbox';
const STORE = 'reports';
/** The server knows a form's key for a day at least; after that it could take the same report twice. */
export const KEY_LASTS = 20 * 60 * 60 * 1000;
/** Without an answer there is no line. */
const PATIENCE = 8_000;

/**
 * @typedef {object} Waiting
 * @property {string} key of its form
 * @property {string} account
 * @property {string} action where it is sent
 * @property {string} title
 * @property {[string, string][]} fields
 * @property {File[]} files
 * @property {number} savedAt
 * @property {number} [triedAt] when it was first sent
 * @property {string} [said] why the server did not take it
 * @property {boolean} [looked] taken out to be looked over: sent again only by whoever does
 */

/** @returns {Promise<IDBDatabase>} */
const opened = () =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'key' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} act
 * @returns {Promise<T>} what came of it, once it is on the disk
 */
async function inStore(mode, act) {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? request.error);
      transaction.onerror = () => reject(transaction.error ?? request.error);
    });
  } finally {
    database.close();
  }
}

/** @param {Waiting} report */
export const keep = (report) => inStore('readwrite', (store) => store.put(report));

/**
 * Taken out to be looked over, under the key of the form that it stands in now.
 * @param {Waiting} report
 * @param {string} key
 */
export const takeUp = (report, key) =>
  inStore('readwrite', (store) => {
    store.delete(report.key);
    return store.put({ ...report, key, looked: true });
  });

/**
 * Changes what still waits to be sent; whoever took it out in the meantime has the last word.
 * @param {string} key
 * @param {Partial<Waiting>} change
 * @returns {Promise<boolean>} whether it still waits
 */
async function note(key, change) {
  const known = await inStore('readwrite', (store) => {
    const asked = /** @type {IDBRequest<Waiting | undefined>} */ (store.get(key));
    asked.addEventListener('success', () => {
      if (asked.result && !asked.result.looked) store.put({ ...asked.result, ...change });
    });
    return asked;
  });
  return known !== undefined && !known.looked;
}

/** @param {string} key */
const drop = (key) => inStore('readwrite', (store) => store.delete(key));

/**
 * Of that account only, the oldest first.
 * @param {string} account
 * @returns {Promise<Waiting[]>}
 */
export async function waitingOf(account) {
  if (account === '') return [];
  /** @type {Waiting[]} */
  const all = await inStore('readonly', (store) => store.getAll());
  return all.filter((report) => report.account === account).sort((a, b) => a.savedAt - b.savedAt);
}

/**
 * @param {string} url
 * @param {RequestInit} [init]
 * @returns {Promise<Response | undefined>} nothing where there is no line
 */
async function asked(url, init = {}) {
  const attempt = new AbortController();
  const silence = setTimeout(() => attempt.abort(), init.method === 'POST' ? 15 * PATIENCE : PATIENCE);
  try {
    const response = await fetch(url, {
      credentials: 'same-origin', redirect: 'manual', cache: 'no-store', ...init, signal: attempt.signal,
    });
    // a gateway that answers in the server's place is no line either
    return response.status >= 502 ? undefined : response;
  } catch {
    return undefined;
  } finally {
    clearTimeout(silence);
  }
}

/**
 * Whether the server has carried out the form with that key.
 * @param {string} key
 * @returns {Promise<'yes' | 'no' | 'signed_out' | 'no_line'>}
 */
export async function whetherSent(key) {
  const response = await asked(`/department/sent/${key}`);
  if (!response) return 'no_line';
  if (response.type === 'opaqueredirect') return 'signed_out';
  if (!response.ok) return 'no_line';
  const answer = await response.json().catch(() => undefined);
  if (!answer) return 'no_line';
  return answer.sent ? 'yes' : 'no';
}

/**
 * What became of a report that was sent.
 * @typedef {'sent' | 'kept' | 'refused' | 'too_old' | 'looked' | 'signed_out' | 'no_line'} Outcome
 */

/**
 * What a form at that address carries for whoever is signed in now.
 * @param {string} action
 * @returns {Promise<{ csrf: string } | { outcome: 'refused' | 'signed_out' | 'no_line' }>}
 */
export async function tokenOf(action) {
  const form = await asked(action, { headers: { Accept: 'text/html' } });
  if (!form) return { outcome: 'no_line' };
  if (form.type === 'opaqueredirect') return { outcome: 'signed_out' };
  const page = new DOMParser().parseFromString(await form.text(), 'text/html');
  const csrf = /** @type {HTMLInputElement | null} */ (page.querySelector('main form input[name=csrf]'))?.value;
  return form.ok && csrf ? { csrf } : { outcome: 'refused' };
}

/**
 * Sends it once: asked first whether it is there already, and afterwards whether it is there now. Only then it leaves the browser.
 * @param {Waiting} report
 * @returns {Promise<{ outcome: Outcome, said?: string }>}
 */
export async function send(report) {
  if (report.looked) return { outcome: 'looked' };
  const before = await whetherSent(report.key);
  if (before === 'yes') {
    await drop(report.key);
    return { outcome: 'sent' };
  }
  if (before !== 'no') return { outcome: before };
  if (report.triedAt !== undefined && Date.now() - report.triedAt > KEY_LASTS) return { outcome: 'too_old' };
  const token = await tokenOf(report.action);
  if ('outcome' in token) return token;
  const triedAt = report.triedAt ?? Date.now();
  if (!(await note(report.key, { triedAt }))) return { outcome: 'looked' };
  const body = new FormData();
  body.append('csrf', token.csrf);
  body.append('key', report.key);
  for (const [name, value] of report.fields) body.append(name, value);
  for (const file of report.files) body.append('photo', file, file.name);
  const answer = await asked(report.action, { method: 'POST', body });
  if (!answer) return { outcome: 'no_line' };
  const said = answer.type === 'opaqueredirect' ? '' : wordsOf(await answer.text());
  const after = await whetherSent(report.key);
  if (after === 'signed_out' || after === 'no_line') return { outcome: after };
  if (after === 'yes' && answer.type === 'opaqueredirect') {
    await drop(report.key);
    return { outcome: 'sent' };
  }
  if (after === 'yes') {
    // refused, and kept by the server as a draft with its pictures
    await drop(report.key);
    return { outcome: 'kept', said };
  }
  await note(report.key, { said });
  return { outcome: 'refused', said };
}

/** What the server's page says was wrong. @param {string} html */
function wordsOf(html) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const lines = [...page.querySelectorAll('.notice.bad li')].map((line) => line.textContent?.trim() ?? '');
  return lines.filter((line) => line !== '').join(' ');
}
