/**
 * The page's end of a worker; see `workers/serve.js` for the other.
 * @typedef {((task: string, ...args: any[]) => Promise<any>) & { stop: () => void }} Call
 */
import { Refusal } from '../../protocol/refusal.js';

/**
 * Starts the worker that `data-worker` names. Browsers check no hash of a worker's script, so its bytes are fetched,
 * checked against `data-worker-integrity`, and the worker is started from these very bytes: a server that gives others when
 * it is asked again gains nothing. Without a hash none is started. The verifier alone loads from its address, which brings
 * the rule under which it runs WebAssembly; what it says is checked by every other verifier.
 * @param {HTMLElement} root
 * @param {(news: any) => void} [onNews] what a call says of itself before it is answered
 * @param {string} [name] of the attributes
 * @returns {Call}
 */
export function startWorker(root, onNews = () => {}, name = 'worker') {
  const { [name]: url = '', [`${name}Integrity`]: integrity } = root.dataset;
  /** @type {Map<number, (answer: { result?: any, refusal?: { code: string, details: any } }) => void>} */
  const waiting = new Map();
  let calls = 0;

  const started = checkedBytes(url, integrity).then((bytes) => {
    const worker = new Worker(name === 'verifier' ? url : URL.createObjectURL(bytes));
    worker.onmessage = ({ data }) => {
      if ('news' in data) return onNews(data.news);
      waiting.get(data.id)?.(data);
      waiting.delete(data.id);
    };
    // the script did not load, or the browser is too old to read it: no call will be answered
    const broken = new Promise((_, reject) => (worker.onerror = reject));
    broken.catch(() => {});
    return { worker, broken };
  });
  started.catch(() => {});

  const call = async (/** @type {string} */ task, /** @type {any[]} */ ...args) => {
    const answered = started.then(({ worker, broken }) => {
      const id = (calls += 1);
      worker.postMessage({ id, task, args });
      return Promise.race([new Promise((resolve) => waiting.set(id, resolve)), broken]);
    });
    const { result, refusal } = await answered.catch(() => Promise.reject(new Refusal('worker_not_loaded')));
    if (refusal) throw new Refusal(refusal.code, refusal.details);
    return result;
  };
  return Object.assign(call, { stop: () => void started.then(({ worker }) => worker.terminate(), () => {}) });
}

/** @param {string} url @param {string | undefined} integrity @returns {Promise<Blob>} a script, as the page named it */
async function checkedBytes(url, integrity) {
  if (!integrity) throw new Refusal('worker_not_loaded');
  const answer = await fetch(url, { integrity });
  if (!answer.ok) throw new Refusal('worker_not_loaded');
  return new Blob([await answer.arrayBuffer()], { type: 'text/javascript' });
}
