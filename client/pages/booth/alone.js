const PATIENCE = 30_000;

/**
 * Runs one tab at a time, where the browser can (not on plain http). It saves work and nothing depends on it, so a tab that
 * another one keeps waiting for too long goes ahead.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} act
 * @returns {Promise<T>}
 */
export async function alone(name, act) {
  if (!navigator.locks) return act();
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), PATIENCE);
  let entered = false;
  try {
    return await navigator.locks.request(name, { signal: waiting.signal }, () => {
      entered = true;
      clearTimeout(timer);
      return act();
    });
  } catch (error) {
    if (entered) throw error;
    return act();
  }
}
