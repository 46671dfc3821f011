/**
 * A form that needs a scrutineer's seed. The seed is read here, used in the worker and wiped; its field has no name, so the
 * form cannot send it.
 */
import { isBase58 } from '../../protocol/base58.js';
import { Refusal } from '../../protocol/refusal.js';
import { need, submitNow } from './dom.js';
import { say, text, wordsFor } from './texts.js';

/**
 * @param {HTMLElement} root
 * @param {string} resultName the hidden field that takes what is made with the seed
 * @param {(seed: string) => Promise<string>} make
 */
export function seedForm(root, resultName, make) {
  const form = /** @type {HTMLFormElement} */ (need(root, '[data-seed-form]'));
  const seed = /** @type {HTMLInputElement} */ (need(form, '[data-seed]'));
  const result = /** @type {HTMLInputElement} */ (need(form, `input[name="${resultName}"]`));
  const file = /** @type {HTMLInputElement | null} */ (form.querySelector('[data-seed-file]'));
  let working = false;
  // Firefox restores hidden fields after a reload
  result.value = '';
  seed.removeAttribute('name');
  file?.removeAttribute('name');

  form.addEventListener('submit', async (event) => {
    if (result.value !== '') return;
    event.preventDefault();
    if (working) return;
    working = true;
    say('seed', '');
    say('working', text('working'));
    try {
      result.value = await make(seed.value);
      wipe();
      submitNow(form, event);
    } catch (error) {
      if (!(error instanceof Refusal)) console.error(error);
      say('working', '');
      say('seed', wordsFor(error));
      seed.focus();
    } finally {
      working = false;
    }
  });

  file?.addEventListener('change', async () => {
    const content = (await file.files?.[0]?.text()) ?? '';
    // the saved slip has words around the seed
    const found = content.split(/[^0-9A-Za-z]+/).filter((word) => word.length === 22 && isBase58(word));
    file.value = '';
    if (found.length === 1) seed.value = found[0];
    say('seed', found.length === 1 ? '' : text('seed_not_in_file'));
  });

  function wipe() {
    seed.value = '';
    if (file) file.value = '';
  }
  // a page kept for the back button keeps no seed, and may be sent again
  window.addEventListener('pagehide', () => {
    wipe();
    result.value = '';
  });
}
