/** Opening the box: it is downloaded and checked here, and then the seed makes this scrutineer's part of the decryption. */
import { fill, need, showGroups } from './parts/dom.js';
import { officeFile } from './parts/network.js';
import { seedForm } from './parts/seed-form.js';
import { say, text, wordsFor } from './parts/texts.js';
import { startWorker } from './parts/worker.js';
import { Refusal } from '../protocol/refusal.js';

const root = need(document, '[data-open-box]');
const { fingerprint, owner, returned, sealedKey, boxUrl } = root.dataset;
const progress = /** @type {HTMLProgressElement} */ (need(root, '[data-progress]'));
const call = startWorker(root, ({ done, total }) => {
  progress.max = total;
  progress.value = done;
});

/** @type {Promise<void> | null} */
let checking = null;

/** Checks the box once; only what the network spoiled is tried again. */
const check = () => (checking ??= checkBox().catch((error) => {
  say('box', '');
  say('box-wrong', wordsFor(error));
  if (['files_unavailable', 'worker_not_loaded'].includes(error.code)) checking = null;
  throw error;
}).finally(() => (progress.hidden = true)));

async function checkBox() {
  say('box-wrong', '');
  say('box', text('box_loading'));
  const bytes = await officeFile(boxUrl, () => say('box', text('waiting_to_load')));
  say('box', text('box_checking'));
  progress.hidden = false;
  const { ballots, keys, list, code } = await call('checkBox', bytes, fingerprint);
  if (String(ballots) !== returned) throw new Refusal('box_count_differs', { ballots, returned: returned ?? '' });
  fill(root, { ballots: String(ballots), keys: String(keys) });
  showGroups(need(root, '[data-list-shown]'), list.match(/.{1,8}/g));
  showGroups(need(root, '[data-code-shown]'), code.match(/.{4}/g));
  need(root, '[data-box-checked]').hidden = false;
  say('box', text('box_checked'));
}

seedForm(root, 'partial_decryption', async (seed) => {
  await check();
  say('working', text('working'));
  return call('open', { owner: Number(owner), sealedKey, seed });
});

check().catch(() => {});
