/** Requests that wait for a bad network instead of failing. */
import { Refusal } from '../../protocol/refusal.js';
import { ServerRefusal } from './texts.js';

/** Without a byte from the server, before or within its answer. */
const LONGEST_SILENCE = 20_000;
const LONGEST_PAUSE = 15_000;

/** No answer from the server itself: worth another attempt. */
class Unreachable extends Error {
  /** @param {number} [pause] milliseconds the server asked for */
  constructor(pause = 0) {
    super('unreachable');
    this.pause = pause;
  }
}

/**
 * The raw bytes of a published file of a round; asked for without cookies, until it comes.
 * @param {string | undefined} url
 * @param {() => void} onWaiting called before each further attempt
 */
export const publicFile = (url, onWaiting) => getBytes(url, 'omit', onWaiting, Infinity);

/**
 * The raw bytes of a file that those who are signed in may read.
 * @param {string | undefined} url
 * @param {() => void} onWaiting
 */
export const officeFile = (url, onWaiting) => getBytes(url, 'same-origin', onWaiting, 4);

/**
 * @param {string | undefined} url
 * @param {RequestCredentials} credentials
 * @param {() => void} onWaiting
 * @param {number} attempts
 */
const getBytes = (url = '', credentials, onWaiting, attempts) =>
  patiently(() => request(url, { credentials }, fileOf), onWaiting, attempts);

/**
 * Posts a ballot, sealed or opened. Without cookies the request does not say who sends it.
 * @param {string | undefined} url
 * @param {string} body
 * @param {() => void} onWaiting
 * @returns {Promise<{ tracker: string }>}
 */
export const postBallot = (url = '', body, onWaiting) =>
  patiently(async () => {
    const headers = { 'Content-Type': 'application/json' };
    return json(await request(url, { method: 'POST', headers, body, credentials: 'omit' }, fileOf));
  }, onWaiting, Infinity);

/**
 * Says that the owner of a ballot found it; without cookies, so that nothing says who that is.
 * @param {string | undefined} url
 * @param {string} tracker
 * @param {() => void} onWaiting
 */
export const postReceipt = (url = '', tracker, onWaiting) =>
  patiently(async () => {
    const headers = { 'Content-Type': 'application/json' };
    return json(await request(url, { method: 'POST', headers, body: JSON.stringify({ tracker }), credentials: 'omit' }, fileOf));
  }, onWaiting, 4);

/**
 * JSON that those who are signed in may read.
 * @param {string | undefined} url
 * @param {() => void} onWaiting
 */
export const officeJson = (url = '', onWaiting) =>
  patiently(async () => json(await request(url, { credentials: 'same-origin', redirect: 'manual' }, fileOf)), onWaiting, Infinity);

/**
 * Posts a form of those who are signed in; answers JSON.
 * @param {string | undefined} url
 * @param {Record<string, string>} fields
 * @param {() => void} onWaiting
 */
export const postOffice = (url = '', fields, onWaiting) =>
  patiently(async () => {
    const body = new URLSearchParams(fields);
    return json(await request(url, { method: 'POST', body, credentials: 'same-origin', redirect: 'manual' }, fileOf));
  }, onWaiting, Infinity);

/**
 * A page of our own, and where it is.
 * @typedef {{ url: string, redirected: boolean, page: Document }} Answer
 */

/** Cookies go with it, and it goes wherever the server leads. @type {RequestInit} */
const AS_BROWSERS_DO = { credentials: 'same-origin', redirect: 'follow', headers: { Accept: 'text/html' } };

/**
 * The page that those who are signed in see, asked for until it comes.
 * @param {string} url
 * @param {() => void} onWaiting
 */
export const pageAt = (url, onWaiting) => patiently(() => request(url, AS_BROWSERS_DO, pageOf), onWaiting, Infinity);

/**
 * Posts a form until a page answers: the same fields each time, its key among them, so that the server does once what it asks.
 * @param {string} url
 * @param {URLSearchParams} fields
 * @param {() => void} onWaiting
 */
export const postForm = (url, fields, onWaiting) =>
  patiently(() => request(url, { ...AS_BROWSERS_DO, method: 'POST', body: fields }, pageOf), onWaiting, Infinity);

/**
 * The whole answer. A connection that falls silent half-way counts as none, or a page would wait for it for ever.
 * @template T
 * @param {string} url
 * @param {RequestInit} init
 * @param {(response: Response, alive: () => void) => Promise<T>} take what is made of the answer
 * @returns {Promise<T>}
 */
async function request(url, init, take) {
  const attempt = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let silence;
  const alive = () => {
    clearTimeout(silence);
    silence = setTimeout(() => attempt.abort(), LONGEST_SILENCE);
  };
  try {
    alive();
    const response = await fetch(url, {
      redirect: 'error', ...init, signal: attempt.signal, cache: 'no-store', referrerPolicy: 'no-referrer',
    });
    alive();
    return await take(response, alive);
  } catch (error) {
    throw [ServerRefusal, Refusal, Unreachable].some((known) => error instanceof known) ? error : new Unreachable();
  } finally {
    clearTimeout(silence);
  }
}

/** @param {Response} response @param {() => void} alive */
async function fileOf(response, alive) {
  // the only redirect an office gives is the one to the sign-in page
  if (response.type === 'opaqueredirect') throw new Refusal('signed_out');
  if (!response.ok) throw await refusalIn(response);
  return bodyOf(response, alive);
}

/**
 * @param {Response} response
 * @param {() => void} alive
 * @returns {Promise<Answer>}
 */
async function pageOf(response, alive) {
  const { status, url, redirected } = response;
  if ([408, 425, 502, 503, 504].includes(status)) throw new Unreachable(retryAfter(response));
  const page = new DOMParser().parseFromString(new TextDecoder().decode(await bodyOf(response, alive)), 'text/html');
  // what a network puts in the place of our pages is not one of them
  if (!page.querySelector('main#main')) throw new Unreachable();
  return { url, redirected, page };
}

/** @param {Response} response @param {() => void} alive called at each piece */
async function bodyOf(response, alive) {
  const reader = response.body?.getReader();
  const pieces = [];
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done) break;
    alive();
    pieces.push(value);
  }
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  pieces.reduce((at, piece) => (whole.set(piece, at), at + piece.length), 0);
  return whole;
}

/**
 * Only a refusal in the server's own form counts: a proxy or a sign-in page of the network may answer 403 to anything.
 * @param {Response} response
 */
async function refusalIn(response) {
  const busy = response.status >= 500 || [408, 425, 429].includes(response.status);
  if (busy) return new Unreachable(retryAfter(response));
  const { error, message } = Object(await response.json().catch(() => null));
  return typeof error === 'string' ? new ServerRefusal(error, String(message ?? error)) : new Unreachable();
}

/** The milliseconds a server asks for. @param {Response} response */
function retryAfter(response) {
  const asked = Number(response.headers.get('Retry-After')) * 1000;
  return Number.isFinite(asked) ? Math.min(asked, 60_000) : 0;
}

/** @param {Uint8Array} body of an answer cut short or put in by the network if it cannot be read */
function json(body) {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    throw new Unreachable();
  }
}

/**
 * @template T
 * @param {() => Promise<T>} attempt
 * @param {() => void} onWaiting
 * @param {number} attempts
 * @returns {Promise<T>}
 */
async function patiently(attempt, onWaiting, attempts) {
  for (let failures = 1; ; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      if (failures >= attempts) throw new Refusal('files_unavailable');
      onWaiting();
      await pause(Math.max(error.pause, backoff(failures)));
    }
  }
}

/**
 * Asks again every five seconds or so while the server answers that voting has not begun.
 * @template T
 * @param {() => Promise<T>} attempt
 * @param {() => void} onClosedYet called each time it has not
 * @returns {Promise<T>}
 */
export async function untilOpen(attempt, onClosedYet) {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ServerRefusal) || error.code !== 'not_open_yet') throw error;
      onClosedYet();
      await pause(4000 + Math.random() * 2000);
    }
  }
}

/** Doubling from one second, each up to half as long again so that a hall full of phones does not knock all at once. */
const backoff = (/** @type {number} */ failures) =>
  Math.min(1000 * 2 ** (failures - 1), LONGEST_PAUSE) * (1 + Math.random() / 2);

/** Ends early when the network comes back or the page is looked at again. */
export function pause(/** @type {number} */ milliseconds) {
  return new Promise((resolve) => {
    const seen = () => document.hidden || done();
    const done = () => {
      window.removeEventListener('online', done);
      document.removeEventListener('visibilitychange', seen);
      clearTimeout(timer);
      resolve(undefined);
    };
    const timer = setTimeout(done, milliseconds);
    window.addEventListener('online', done);
    document.addEventListener('visibilitychange', seen);
  });
}
