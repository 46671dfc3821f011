/**
 * Which ballot code this tab votes with. A code comes from 领票 in this browser, from a link (`#code=…`), or is typed.
 * One that arrives never replaces another that is kept: that one may be someone's only copy.
 *
 * @typedef {ReturnType<typeof import('../parts/storage.js').storageOf>} Store
 */

/** @param {Store} store */
export const codeInUse = (store) => store.arrived.read() ?? store.credential.read();

/**
 * @param {Store} store
 * @param {string} code
 */
export function keepCode(store, code) {
  const kept = store.credential.read();
  if (kept === null) store.credential.write(code);
  else if (kept !== code) store.arrived.write(code);
  else store.arrived.remove();
}

/**
 * @param {Store} store
 * @param {string} code that has been used up
 */
export function forgetCode(store, code) {
  if (store.credential.read() === code) store.owner.remove();
  for (const slot of [store.arrived, store.credential]) if (slot.read() === code) slot.remove();
}

/** Takes a code out of the address bar, where it would be photographed and synchronised. */
export function codeFromLink() {
  const given = new URLSearchParams(location.hash.slice(1)).get('code');
  if (given !== null) history.replaceState(history.state, '', location.pathname + location.search);
  return given;
}
