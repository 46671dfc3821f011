/**
 * Words come from the page: `<template data-text="name">Text with {values}</template>`, so each language has its own.
 */

/**
 * @param {string} name
 * @param {Record<string, string | number>} [values]
 */
export function text(name, values = {}) {
  const template = document.querySelector(`template[data-text="${name}"]`);
  if (!(template instanceof HTMLTemplateElement)) {
    console.error(`this page has no text "${name}"`);
    return name;
  }
  const words = template.content.textContent ?? '';
  return words.trim().replace(/\{(\w+)\}/g, (whole, key) => String(values[key] ?? whole));
}

/** @param {string} name */
export const hasText = (name) => document.querySelector(`template[data-text="${name}"]`) !== null;

/** @type {WeakMap<Element, ReturnType<typeof setTimeout>>} */
const announcing = new WeakMap();

/**
 * Puts words into the element `[data-message="place"]`. Emptied first, it announces the same words a second time too.
 * @param {string} place
 * @param {string} words empty to clear
 */
export function say(place, words) {
  for (const element of document.querySelectorAll(`[data-message="${place}"]`)) tell(element, words);
}

/** @param {Element} element @param {string} words empty to clear */
export function tell(element, words) {
  clearTimeout(announcing.get(element));
  element.textContent = '';
  element.toggleAttribute('hidden', words === '');
  announcing.set(element, setTimeout(() => (element.textContent = words), 30));
}

/**
 * The words for a refusal, ours or the server's.
 * @param {unknown} refusal
 */
export function wordsFor(refusal) {
  const { code, details, message } = /** @type {any} */ (refusal);
  if (typeof code === 'string' && hasText(code)) return text(code, details);
  // the server's own words are already in the language of the page
  if (refusal instanceof ServerRefusal) return message;
  return text('program_failed', { code: code ?? String(message) });
}

/** A refusal by the server: `{"error": code, "message": words}`. */
export class ServerRefusal extends Error {
  /** @param {string} code @param {string} message */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}
