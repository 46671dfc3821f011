/** Small comforts on every page; each page works without them. */

document.addEventListener('click', ({ target }) => {
  if (!(target instanceof Element)) return;
  if (target.closest('[data-print]')) window.print();
  const button = target.closest('[data-copy]');
  if (button instanceof HTMLElement) void copy(button);
});

/**
 * `data-copy="#id"` copies that element's `data-copy-text`, value or text; `data-copied` is what the button says then.
 * @param {HTMLElement} button
 */
async function copy(button) {
  const source = /** @type {any} */ (document.querySelector(button.dataset.copy ?? ''));
  const words = source?.dataset.copyText ?? source?.value ?? source?.textContent ?? '';
  if (!(await written(words.trim()))) return;
  const { copied } = button.dataset;
  if (!copied || button.textContent === copied) return;
  const before = button.textContent;
  button.textContent = copied;
  setTimeout(() => (button.textContent = before), 2000);
}

/** @param {string} words */
async function written(words) {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    // plain http has no clipboard; the old way still works there
    const field = document.createElement('textarea');
    field.value = words;
    field.readOnly = true;
    document.body.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    return done;
  }
}

/*
 * One press, one submission. The server answers a repeat like the first all the same; this saves the deputy the doubt.
 * Forms that stay on their page (`method=get`, `data-repeatable`) are left alone.
 */
const sent = new WeakSet();

document.addEventListener('submit', (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (event.defaultPrevented || form.method !== 'post' || 'repeatable' in form.dataset) return;
  if (sent.has(form)) return event.preventDefault();
  sent.add(form);
  // after the browser has read the form: a disabled button's own value would not be sent
  setTimeout(() => buttonsOf(form).forEach((button) => (button.disabled = true)), 0);
});

window.addEventListener('pageshow', ({ persisted }) => {
  if (!persisted) return;
  for (const form of document.forms) {
    if (sent.delete(form)) buttonsOf(form).forEach((button) => (button.disabled = false));
  }
});

/** @param {HTMLFormElement} form */
const buttonsOf = (form) =>
  /** @type {HTMLButtonElement[]} */ (Array.from(form.elements).filter((e) => e instanceof HTMLButtonElement && e.type === 'submit'));
