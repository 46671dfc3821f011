/**
 * What the browser keeps for one round, under `piaojue.<name>.<election uuid>`:
 *
 *  credential  the ballot code, from 领票 until the receipt
 *  draft       the marks, until the ballot is made
 *  pending     the finished ballot, from before it is sent until the receipt
 *  receipt     tracker, time of day and the ballot's public key: all that stays
 *  owner       whose the code is, as the page of whoever took it says; gone with the code
 *
 * and for this tab only:
 *
 *  arrived     a code from a link, when the browser already keeps another
 */

/** @param {string} uuid @param {string} [aside] whose things they are that were put aside */
export function storageOf(uuid, aside = '') {
  const key = (/** @type {string} */ name) => `piaojue.${name}.${uuid}${aside && `.${aside}`}`;
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
    owner: slot(localStorage, 'owner'),
    arrived: slot(sessionStorage, 'arrived'),
  };
}

/**
 * On a device that several use, whoever is signed in finds the code and the marks that are theirs; what another left waits
 * under that one's name. A receipt is nobody's: who holds it is written nowhere.
 * @param {string} uuid
 * @param {string} mark of whoever is signed in
 */
export function belongsTo(uuid, mark) {
  const here = storageOf(uuid);
  const owner = here.owner.read();
  if (mark === '' || owner === mark) return;
  const own = storageOf(uuid, mark);
  if (owner !== null) move(here, storageOf(uuid, owner));
  if (own.credential.read() !== null) move(own, here);
  if (here.credential.read() !== null) here.owner.write(mark);
}

/** @typedef {ReturnType<typeof storageOf>} Kept */

/** @param {Kept} from @param {Kept} to */
function move(from, to) {
  for (const name of /** @type {const} */ (['credential', 'draft', 'pending'])) {
    const kept = from[name].read();
    if (kept === null) to[name].remove();
    else to[name].write(kept);
    from[name].remove();
  }
  from.owner.remove();
  // another's code in this tab is not theirs either
  from.arrived.remove();
}

/** What others left to be sent. @param {string} uuid @returns {Kept[]} */
export function leftToSend(uuid) {
  const begin = `piaojue.pending.${uuid}.`;
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(begin));
  return keys.map((key) => storageOf(uuid, key.slice(begin.length)));
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
    owner: slot('owner'),
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
