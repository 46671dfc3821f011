/** The paper on the page: one `[data-row]` a candidate, each with equal radio buttons. */
import { fill, need, refill } from '../parts/dom.js';
import { say, tell, text } from '../parts/texts.js';
import { counted, marked, unmarked } from './choices.js';

/**
 * @param {HTMLElement} root
 * @returns the layout shown, the marks, and what can be done with them
 */
export function openPaper(root) {
  const { paper: form, cap, answers } = root.dataset;
  const rows = Array.from(root.querySelectorAll('[data-row]'), (element) => ({
    refusal: need(element, '[data-refusal]'),
    // The ballot number, which in a re-vote is not the place on the paper.
    number: /** @type {HTMLElement} */ (element).dataset.number ?? '',
    title: /** @type {HTMLElement} */ (element).dataset.title ?? '',
    buttons: /** @type {HTMLInputElement[]} */ (Array.from(element.querySelectorAll('input[type=radio]'))),
  }));
  /** @type {import('./choices.js').Layout} */
  const layout = {
    form: /** @type {import('./choices.js').Form} */ (form),
    titles: rows.map(({ title }) => title),
    answers: JSON.parse(answers ?? '[]'),
    cap: cap ? Number(cap) : null,
  };
  /** @type {import('./choices.js').Marks} */
  let marks = rows.map(() => null);

  function show() {
    rows.forEach(({ buttons }, i) => buttons.forEach((button, position) => (button.checked = position === marks[i])));
    fill(root, {
      marked: text('marked', { marked: marked(marks), total: rows.length }),
      counted: layout.cap === null ? '' : text('counted', { counted: counted(marks), cap: layout.cap }),
    });
  }

  return {
    layout,
    marks: () => marks,

    /** @param {unknown} others marks kept earlier; anything that does not fit this paper is left out */
    restore(others) {
      const fitting = Array.isArray(others) && others.length === rows.length &&
        others.every((mark, i) => mark === null || rows[i].buttons[mark] instanceof HTMLInputElement);
      marks = fitting ? others : rows.map(() => null);
      show();
    },

    /** @param {() => void} onMark */
    listen(onMark) {
      rows.forEach(({ buttons }, i) => buttons.forEach((button, position) => {
        button.addEventListener('change', () => {
          const next = marks.map((mark, row) => (row === i ? position : mark));
          const tooMany = layout.cap !== null && position === 0 && counted(next) > layout.cap;
          rows.forEach((row, place) => (place === i && tooMany ? null : tell(row.refusal, '')));
          if (tooMany) tell(rows[i].refusal, text('cap_reached', { cap: layout.cap ?? 0 }));
          else {
            marks = next;
            onMark();
          }
          show();
        });
      }));
    },

    /** Lists every row with its mark in words. */
    review() {
      const template = /** @type {HTMLTemplateElement} */ (need(root, 'template[data-template="review-row"]'));
      const list = rows.map(({ number, title, buttons }, i) => {
        const row = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
        const mark = marks[i];
        need(row, 'li').classList.toggle('unmarked', mark === null);
        fill(row, {
          number,
          title,
          mark: mark === null ? text('unmarked_mark') : buttons[mark].dataset.word ?? '',
        });
        return row;
      });
      refill(need(root, '[data-review-list]'), list);
      const missing = unmarked(marks).map((place) => rows[place - 1].number);
      say('review', missing.length === 0 ? '' : text('unmarked', { rows: missing.join(text('list_separator')) }));
    },
  };
}
