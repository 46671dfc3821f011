/**
 * From marks to what is encrypted. A mark is the position of the button pressed in its row, null where none is.
 * The first button is the one the cap counts (赞成, 选); the last is what an unmarked row counts as (弃权, 不选).
 *
 * @typedef {'approve_each' | 'choose_up_to'} Form
 * @typedef {(number | null)[]} Marks
 * @typedef {import('../../protocol/election.js').Question} Question
 * @typedef {object} Layout what the page shows
 * @property {Form} form
 * @property {string[]} titles of the rows
 * @property {string[]} answers of each row, in approve_each
 * @property {number | null} cap
 */

/** @param {Marks} marks */
export const counted = (marks) => marks.filter((mark) => mark === 0).length;

/** @param {Marks} marks */
export const marked = (marks) => marks.filter((mark) => mark !== null).length;

/**
 * The numbers, from 1, of the rows without a mark.
 * @param {Marks} marks
 */
export const unmarked = (marks) => marks.flatMap((mark, i) => (mark === null ? [i + 1] : []));

/**
 * Whether the page shows the very paper that is voted on: same rows, same words, same order, same limits.
 * @param {Layout} layout
 * @param {Question[]} questions
 */
export function showsPaper({ form, titles, answers, cap }, questions) {
  if (form === 'choose_up_to') {
    const [question, ...more] = questions;
    return more.length === 0 && same(question.answers, titles) && question.min === 0 && question.max === cap;
  }
  return (
    form === 'approve_each' && same(questions.map(({ question }) => question), titles) &&
    questions.every((question) => same(question.answers, answers) && question.min === 1 && question.max === 1)
  );
}

/** @param {string[]} a @param {string[]} b */
const same = (a, b) => a.length === b.length && a.every((text, i) => text === b[i]);

/**
 * What is encrypted: for each question a 0 or 1 for each answer.
 * @param {Layout} layout
 * @param {Marks} marks
 */
export function choicesOf({ form, answers }, marks) {
  if (form === 'choose_up_to') return [marks.map((mark) => (mark === 0 ? 1 : 0))];
  return marks.map((mark) => answers.map((_, i) => (i === (mark ?? answers.length - 1) ? 1 : 0)));
}

/**
 * The cap to be proved beside the ballot: a choose_up_to question proves its own.
 * @param {Layout} layout
 */
export const capBeside = ({ form, cap }) => (form === 'approve_each' ? cap : null);
