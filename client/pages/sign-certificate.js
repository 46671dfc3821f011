/** Signing the tally certificate with the scrutineer's seed, over the very bytes whose hash the page shows. */
import { need } from './parts/dom.js';
import { officeFile } from './parts/network.js';
import { seedForm } from './parts/seed-form.js';
import { say, text } from './parts/texts.js';
import { startWorker } from './parts/worker.js';

const root = need(document, '[data-sign-certificate]');
const { owner, certificateHash: hash, certificateUrl, trusteesUrl } = root.dataset;
const call = startWorker(root);

seedForm(root, 'signature', async (seed) => {
  const waiting = () => say('working', text('waiting_to_load'));
  const [certificate, trustees] = await Promise.all(
    [certificateUrl, trusteesUrl].map((url) => officeFile(url, waiting)),
  );
  say('working', text('working'));
  return call('sign', { trustees, owner: Number(owner), certificate, hash, seed });
});
