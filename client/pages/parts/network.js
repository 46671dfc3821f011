/** Requests that wait for a bad network instead of failing. */
import { Refusal } from '../../protocol/refusal.js';
import { ServerRefusal } from './texts.js';

const LONGEST_ATTEMPT = 20_000;
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
  patiently(async () => {
    const response = await request(url, { credentials });
    return read(() => response.arrayBuffer().then((buffer) => new Uint8Array(buffer)));
  }, onWaiting, attempts);

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
    const response = await request(url, { method: 'POST', headers, body, credentials: 'omit' });
    return read(() => response.json());
  }, onWaiting, Infinity);

/**
 * JSON that those who are signed in may read.
 * @param {string | undefined} url
 * @param {() => void} onWaiting
 */
export const officeJson = (url = '', onWaiting) =>
  patiently(async () => {
    const response = await request(url, { credentials: 'same-origin', redirect: 'manual' });
    return read(() => response.json());
  }, onWaiting, Infinity);

/**
 * Posts a form of those who are signed in; answers JSON.
 * @param {string | undefined} url
 * @param {Record<string, string>} fields
 * @param {() => void} onWaiting
 */
export const postOffice = (url = '', fields, onWaiting) =>
  patiently(async () => {
    const body = new URLSearchParams(fields);
    const response = await request(url, { method: 'POST', body, credentials: 'same-origin', redirect: 'manual' });
    return read(() => response.json());
  }, onWaiting, Infinity);

/**
 * @param {string} url
 * @param {RequestInit} init
 */
async function request(url, init) {
  const timer = new AbortController();
  const timeout = setTimeout(() => timer.abort(), LONGEST_ATTEMPT);
  try {
    const response = await fetch(url, {
      redirect: 'error', ...init, signal: timer.signal, cache: 'no-store', referrerPolicy: 'no-referrer',
    });
    if (response.ok) return response;
    // the only redirect an office gives is the one to the sign-in page
    if (response.type === 'opaqueredirect') throw new Refusal('signed_out');
    throw await refusalIn(response);
  } catch (error) {
    throw [ServerRefusal, Refusal, Unreachable].some((known) => error instanceof known) ? error : new Unreachable();
  } finally {
    clearTimeout(timeout);
  }
}

/**
 * Only a refusal in the server's own form counts: a proxy or a sign-in page of the network may answer 403 to anything.
 * @param {Response} response
 */
async function refusalIn(response) {
  const retryAfter = Number(response.headers.get('Retry-After')) * 1000;
  const busy = response.status >= 500 || [408, 425, 429].includes(response.status);
  if (busy) return new Unreachable(Number.isFinite(retryAfter) ? Math.min(retryAfter, 60_000) : 0);
  const { error, message } = Object(await response.json().catch(() => null));
  return typeof error === 'string' ? new ServerRefusal(error, String(message ?? error)) : new Unreachable();
}

/**
 * @template T
 * @param {() => Promise<T>} readBody
 */
const read = (readBody) => readBody().catch(() => Promise.reject(new Unreachable()));

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
function pause(/** @type {number} */ milliseconds) {
  return new Promise((resolve) => {
    const events = new AbortController();
    const done = () => {
      events.abort();
      clearTimeout(timer);
      resolve(undefined);
    };
    const timer = setTimeout(done, milliseconds);
    window.addEventListener('online', done, { signal: events.signal });
    document.addEventListener('visibilitychange', () => document.hidden || done(), { signal: events.signal });
  });
}
