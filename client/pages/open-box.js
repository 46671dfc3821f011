/** Opening the box: the scrutineer's part of the decryption, made here from the seed. */
import { need } from './parts/dom.js';
import { officeFile } from './parts/network.js';
import { seedForm } from './parts/seed-form.js';
import { say, text } from './parts/texts.js';
import { startWorker } from './parts/worker.js';

const root = need(document, '[data-open-box]');
const { fingerprint, owner, sealedKey, tallyHash, electionUrl, trusteesUrl, tallyUrl } = root.dataset;
const call = startWorker(root);

seedForm(root, 'partial_decryption', async (seed) => {
  const waiting = () => say('working', text('waiting_to_load'));
  const [election, trustees, tally] = await Promise.all(
    [electionUrl, trusteesUrl, tallyUrl].map((url) => officeFile(url, waiting)),
  );
  say('working', text('working'));
  return call('open', { election, fingerprint, trustees, owner: Number(owner), tally, tallyHash, sealedKey, seed });
});
