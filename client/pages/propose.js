/**
 * Begins the work of a challenge when the form is opened, so that it is done before anything is typed. A form that is sent
 * earlier waits for it; where it cannot be done the form goes off without it, by the slower way.
 */
import { startWorker } from './parts/worker.js';

const form = /** @type {HTMLFormElement | null} */ (document.querySelector('form[data-challenge]'));
const field = /** @type {HTMLInputElement | null} */ (form?.querySelector('input[name=work]') ?? null);

/** Longest wait for the work once the button was pressed. */
const PATIENCE = 15_000;

// whoever reads this has scripts
document.querySelector('[data-without-script]')?.setAttribute('hidden', '');

if (form && field && !field.value) {
  const { challenge = '', difficulty = '0' } = form.dataset;
  const done = startWorker(form)('work', challenge, Number(difficulty)).then(
    (number) => void (field.value = number),
    () => undefined,
  );
  let sent = false;
  form.addEventListener('submit', (event) => {
    const button = event.submitter;
    if (sent) return event.preventDefault();
    sent = true;
    if (field.value || (button instanceof HTMLButtonElement && button.value === 'change')) return;
    event.preventDefault();
    form.setAttribute('aria-busy', 'true');
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    void Promise.race([done, late]).then(() => {
      if (button instanceof HTMLButtonElement && button.name) {
        const pressed = document.createElement('input');
        pressed.type = 'hidden';
        pressed.name = button.name;
        pressed.value = button.value;
        form.append(pressed);
      }
      form.submit();
    });
  });
  window.addEventListener('pageshow', () => {
    sent = false;
    form.removeAttribute('aria-busy');
  });
}
