/** @type {Map<string, Promise<void>>} */
const fetched = new Map();

/**
 * Fetches a script that the page begins without, once; browsers check it against `integrity`. After a failure the next
 * who wants it tries again.
 * @param {string} src
 * @param {string} integrity
 */
export function fetchScript(src, integrity) {
  const before = fetched.get(src);
  if (before) return before;
  const script = Object.assign(document.createElement('script'), { src, integrity });
  const arrives = /** @type {Promise<void>} */ (new Promise((resolve, reject) => {
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => reject(new Error(`${src} did not load`)));
  }));
  fetched.set(src, arrives);
  arrives.catch(() => fetched.delete(src));
  document.head.append(script);
  return arrives;
}
