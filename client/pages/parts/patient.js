/** Forms that wait for a bad network, where the browser would put its own page in the place of ours. */
import { postForm } from './network.js';
import { say, text, wordsFor } from './texts.js';

/** @typedef {(main: HTMLElement) => void} Turned what is done with a page that has come in the place of another */

/**
 * The form is sent until there is an answer, with the same fields each time, so that the server does it once.
 * @param {HTMLFormElement} form
 * @param {Turned} turned
 * @param {() => Promise<void>} [prepare] fills what is still missing
 */
export function sendsPatiently(form, turned, prepare = async () => {}) {
  let sending = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    const button = /** @type {HTMLButtonElement | null} */ (/** @type {SubmitEvent} */ (event).submitter ?? form.querySelector('button'));
    button?.setAttribute('aria-busy', 'true');
    try {
      await prepare();
      const answer = await postForm(form.action, fieldsOf(form, button), () => say('sending', text('waiting_to_send')));
      arrive(answer, turned);
    } catch (error) {
      console.error(error);
      say('sending', wordsFor(error));
    } finally {
      sending = false;
      button?.removeAttribute('aria-busy');
    }
  });
}

/** @param {HTMLFormElement} form @param {HTMLButtonElement | null} button */
function fieldsOf(form, button) {
  const fields = new URLSearchParams();
  new FormData(form).forEach((value, name) => fields.append(name, String(value)));
  if (button?.name) fields.append(button.name, button.value);
  return fields;
}

/**
 * Goes to the page that answered. One that belongs where we are is shown at once, and is not asked for a second time.
 * @param {import('./network.js').Answer} answer
 * @param {Turned} turned
 */
function arrive({ url, redirected, page }, turned) {
  const { pathname } = new URL(url);
  if (redirected && pathname !== location.pathname) return location.assign(url);
  const main = /** @type {HTMLElement} */ (page.querySelector('main'));
  document.title = page.title;
  document.querySelector('main')?.replaceWith(document.adoptNode(main));
  turned(main);
  const first = /** @type {HTMLElement | null} */ (main.querySelector('.notice.bad[tabindex]') ?? main.querySelector('h1'));
  if (first && !first.hasAttribute('tabindex')) first.tabIndex = -1;
  first?.focus();
  window.scrollTo(0, 0);
}
