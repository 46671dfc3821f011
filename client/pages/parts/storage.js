/**
 * What the browser keeps for one round, under `piaojue.<name>.<election uuid>`:
 *
 *  credential  the ballot code, from 领票 until the receipt
 *  draft       the marks, until the ballot is made
 *  pending     the finished ballot, from before it is sent until the receipt
 *  receipt     tracker, time of day and the ballot's public key: all that stays
 *
 * and for this tab only:
 *
 *  arrived     a code from a link, when the browser already keeps another
 */

/** @param {string} uuid */
export function storageOf(uuid) {
  const key = (/** @type {string} */ name) => `piaojue.${name}.${uuid}`;
  const slot = (/** @type {Storage} */ storage, /** @type {string} */ name) => ({
    key: key(name),
    read: () => storage.getItem(key(name)),
    write: (/** @type {string} */ value) => storage.setItem(key(name), value),
    remove: () => storage.removeItem(key(name)),
  });
  return {
    credential: slot(localStorage, 'credential'),
    draft: slot(localStorage, 'draft'),
    pending: slot(localStorage, 'pending'),
    receipt: slot(localStorage, 'receipt'),
    arrived: slot(sessionStorage, 'arrived'),
  };
}

/**
 * The same for a tablet on which one person after another votes: kept nowhere, and gone with the page.
 * @returns {ReturnType<typeof storageOf>}
 */
export function storageOfNobody() {
  const slot = (/** @type {string} */ name) => {
    let kept = /** @type {string | null} */ (null);
    return {
      key: `nowhere.${name}`,
      read: () => kept,
      write: (/** @type {string} */ value) => void (kept = value),
      remove: () => void (kept = null),
    };
  };
  return {
    credential: slot('credential'),
    draft: slot('draft'),
    pending: slot('pending'),
    receipt: slot('receipt'),
    arrived: slot('arrived'),
  };
}

/**
 * A scrutineer's seed, under `piaojue.seed.<ceremony>`: from the moment it is made until the written copy is confirmed,
 * so that a closed tab loses nothing.
 * @param {string} ceremony
 */
export function seedOf(ceremony) {
  const key = `piaojue.seed.${ceremony}`;
  return {
    read: () => localStorage.getItem(key),
    write: (/** @type {string} */ seed) => localStorage.setItem(key, seed),
    remove: () => localStorage.removeItem(key),
  };
}

/**
 * Seeds of ceremonies that are over are worth nothing, and a confirmed one is on paper.
 * @param {string | undefined} ceremony the one whose seed stays
 */
export function forgetSeeds(ceremony) {
  const seeds = Object.keys(localStorage).filter((key) => key.startsWith('piaojue.seed.'));
  for (const key of seeds) if (key !== `piaojue.seed.${ceremony}`) localStorage.removeItem(key);
}

/** Whether anything can be kept: private windows and full disks say no only when written to. */
export function storageWorks() {
  try {
    for (const storage of [localStorage, sessionStorage]) {
      storage.setItem('piaojue.probe', '1');
      if (storage.getItem('piaojue.probe') !== '1') return false;
      storage.removeItem('piaojue.probe');
    }
    return true;
  } catch {
    return false;
  }
}

/**
 * Reads JSON that this program wrote; anything else counts as nothing.
 * @param {{ read: () => string | null }} slot
 * @returns {any}
 */
export function readJson(slot) {
  try {
    return JSON.parse(slot.read() ?? 'null');
  } catch {
    return null;
  }
}
