/** Before voting begins: the scrutineer's own key is in the election that ballots will be sealed for, and is used to sign it. */
import { need } from './parts/dom.js';
import { publicFile } from './parts/network.js';
import { seedForm } from './parts/seed-form.js';
import { say, text } from './parts/texts.js';
import { startWorker } from './parts/worker.js';

const root = need(document, '[data-sign-election]');
const { owner, fingerprint, electionUrl, trusteesUrl } = root.dataset;
const call = startWorker(root);

seedForm(root, 'signature', async (seed) => {
  const waiting = () => say('working', text('waiting_to_load'));
  const [election, trustees] = await Promise.all([electionUrl, trusteesUrl].map((url) => publicFile(url, waiting)));
  say('working', text('working'));
  return call('signElection', { election, trustees, owner: Number(owner), fingerprint, seed });
});
