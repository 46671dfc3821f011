/**
 * Opening the box. Before the seed is asked for, everything about the box is verified here, twice: all of it by
 * `verifier/`, and signatures, list and product by the worker that will open it, which shares no code with the first.
 */
import { rememberBox } from './parts/boxes.js';
import { checkList } from './parts/checks.js';
import { fill, need, showGroups } from './parts/dom.js';
import { officeFile, postOffice } from './parts/network.js';
import { seedForm } from './parts/seed-form.js';
import { say, text, wordsFor } from './parts/texts.js';
import { startWorker } from './parts/worker.js';
import { startVerifier } from '../verifier/pool.js';
import { Refusal } from '../protocol/refusal.js';

const root = need(document, '[data-open-box]');
const { fingerprint = '', owner, returned, sealedKey, boxUrl, capsUrl, cap, reportUrl, csrf = '' } = root.dataset;
const progress = /** @type {HTMLProgressElement} */ (need(root, '[data-progress]'));
const form = need(root, '[data-seed-form]');
const call = startWorker(root);
const checks = checkList(root);

/** @type {Promise<void> | null} */
let checking = null;

/** Checks the box once; only what the network spoiled is tried again. */
const check = () => (checking ??= checkBox().catch((error) => {
  say('box', '');
  say('box-wrong', wordsFor(error));
  if (!['files_unavailable', 'worker_not_loaded'].includes(error.code)) checks.failed(text('check_refused'));
  else checking = null;
  throw error;
}).finally(() => (progress.hidden = true)));

async function checkBox() {
  say('box-wrong', '');
  say('box', text('box_loading'));
  checks.clear();
  const waiting = () => say('box', text('waiting_to_load'));
  const [archive, caps] = await Promise.all([officeFile(boxUrl, waiting), capsUrl ? officeFile(capsUrl, waiting) : null]);
  const verifier = await startVerifier(root, waiting);
  try {
    say('box', text(verifier.engine === 'wasm' ? 'box_checking' : 'box_checking_slowly'));
    progress.hidden = false;
    const shares = call('checkBox', archive, fingerprint);
    shares.catch(() => {});
    const box = { archive, caps, cap: cap ? Number(cap) : null };
    const found = await verifier.verify(box, checks.passed, (done, total) => {
      progress.max = total;
      progress.value = done;
    }).catch(async (error) => {
      // where the other has words of its own for it, they are plainer
      if (error.code === 'box_refused') await shares;
      throw error;
    });
    const { ballots, keys, list, code } = await shares;
    if (found.fingerprint !== fingerprint) throw new Refusal('election_differs');
    if (found.list !== list || found.ballots !== ballots || found.keys !== keys) throw new Refusal('opinions_differ');
    if (String(ballots) !== returned) throw new Refusal('box_count_differs', { ballots, returned: returned ?? '' });
    remember(code);
    fill(root, { ballots: String(ballots), keys: String(keys) });
    showGroups(need(root, '[data-list-shown]'), list.match(/.{1,8}/g));
    showGroups(need(root, '[data-code-shown]'), code.match(/.{4}/g));
    need(root, '[data-box-checked]').hidden = false;
    say('box', text('box_checked'));
    form.hidden = false;
  } finally {
    verifier.stop();
  }
}

/** A second box of one election is reported, besides being refused. @param {string} code */
function remember(code) {
  try {
    rememberBox(fingerprint, code);
  } catch (error) {
    const { code: why, details: { first, second } } = /** @type {Refusal} */ (error);
    if (why === 'second_box') {
      const fields = { csrf, first: String(first), second: String(second) };
      postOffice(reportUrl, fields, () => {}).catch(() => {});
    }
    throw error;
  }
}

seedForm(root, 'partial_decryption', async (seed) => {
  await check();
  say('working', text('working'));
  return call('open', { owner: Number(owner), sealedKey, seed });
});

check().catch(() => {});
