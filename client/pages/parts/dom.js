/**
 * @template {HTMLElement} [T=HTMLElement]
 * @param {ParentNode} parent
 * @param {string} selector
 * @returns {T} the element; a page without it does not keep the contract of client/README.md
 */
export function need(parent, selector) {
  const element = parent.querySelector(selector);
  if (!element) throw new Error(`this page has no ${selector}`);
  return /** @type {T} */ (element);
}

/**
 * Fills every `[data-slot="name"]`.
 * @param {ParentNode} parent
 * @param {Record<string, string>} values
 */
export function fill(parent, values) {
  for (const [name, value] of Object.entries(values)) {
    for (const element of parent.querySelectorAll(`[data-slot="${name}"]`)) element.textContent = value;
  }
}

/**
 * Puts these in the place of what is in the element. (`replaceChildren` came with Chrome 86.)
 * @param {Element} element
 * @param {Node[]} nodes
 */
export function refill(element, nodes) {
  element.textContent = '';
  element.append(...nodes);
}

/**
 * Shows the one view of that name and moves the focus to its heading.
 * @param {ParentNode} root
 * @param {string} name
 */
export function showView(root, name) {
  const views = /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-view]'));
  for (const view of views) {
    const shown = view.dataset.view === name;
    if (shown && view.hidden) {
      view.hidden = false;
      const heading = view.querySelector('[data-focus]');
      if (heading instanceof HTMLElement) heading.focus();
      window.scrollTo(0, 0);
    }
    if (!shown) view.hidden = true;
  }
}

/** @param {ParentNode} root */
export const currentView = (root) =>
  /** @type {HTMLElement | null} */ (root.querySelector('[data-view]:not([hidden])'))?.dataset.view;

/**
 * Runs on a click on any `[data-do="name"]`.
 * @param {ParentNode} root
 * @param {string} name
 * @param {() => void} act
 */
export function onDo(root, name, act) {
  for (const element of root.querySelectorAll(`[data-do="${name}"]`)) element.addEventListener('click', act);
}

/**
 * Submits a form whose submission was held back, with the button that was pressed.
 * @param {HTMLFormElement} form
 * @param {Event} held
 */
export function submitNow(form, held) {
  // Safari before 16 has no requestSubmit
  if (form.requestSubmit) form.requestSubmit(/** @type {SubmitEvent} */ (held).submitter);
  else form.submit();
}

/**
 * A code in groups that can be read aloud.
 * @param {HTMLElement} element
 * @param {string[]} parts
 */
export function showGroups(element, parts) {
  refill(element, parts.map((part) => Object.assign(document.createElement('span'), { textContent: part })));
}
