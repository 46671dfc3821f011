/**
 * The list of checks, one line each in plain words: `[data-checks]` is filled from `<template data-template="check">`, in
 * which `[data-slot=check]` takes the text `check_<name>`.
 */
import { fill, need } from './dom.js';
import { hasText, text } from './texts.js';

/** @param {ParentNode} root */
export function checkList(root) {
  const list = need(root, '[data-checks]');
  const template = /** @type {HTMLTemplateElement} */ (need(root, 'template[data-template="check"]'));

  /** @param {string} words @param {boolean} good */
  function add(words, good) {
    const line = /** @type {Element} */ (template.content.cloneNode(true));
    fill(line, { check: words });
    need(line, '[data-check]').classList.add(good ? 'done' : 'blocked');
    list.append(line);
    list.hidden = false;
  }

  return {
    clear: () => {
      list.textContent = '';
      list.hidden = true;
    },
    /** @param {{ check: string, [detail: string]: any }} line */
    passed({ check, ...details }) {
      // the cap of an empty box is no number
      const name = check === 'caps' && details.max === null ? 'check_no_caps' : `check_${check}`;
      if (hasText(name)) add(text(name, details), true);
    },
    /** @param {string} words */
    failed: (words) => add(words, false),
  };
}
