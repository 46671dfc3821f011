import { Refusal } from '../protocol/refusal.js';

/**
 * The worker's end: answers each call with its result or its refusal. See `pages/parts/worker.js` for the page's end.
 * @param {Record<string, (...args: any[]) => unknown>} tasks
 */
export function serve(tasks) {
  self.onmessage = async ({ data: { id, task, args } }) => {
    try {
      self.postMessage({ id, result: await tasks[task](...args) });
    } catch (error) {
      const refused = error instanceof Refusal;
      if (!refused) console.error(error);
      const refusal = refused ? { code: error.code, details: error.details } : { code: 'program_failed', details: {} };
      self.postMessage({ id, refusal });
    }
  };
}

/** Says how far a call has come, before its answer. @param {unknown} news */
export const tell = (news) => self.postMessage({ news });
