/** QR codes. What makes them is 50 KB and never the first thing a page needs, so it comes when it is wanted. */
import { fetchScript } from './script.js';
import { text } from './texts.js';

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Fetches the script that `data-qr-script` names.
 * @param {HTMLElement} root
 */
export const fetchQr = ({ dataset: { qrScript = '', qrIntegrity = '' } }) => fetchScript(qrScript, qrIntegrity);

/**
 * What each element shows or is about to show.
 * @type {WeakMap<Element, string>}
 */
const wanted = new WeakMap();

/**
 * Fills an element with the QR code of a text; the element's `data-qr-label` is what a screen reader says.
 * @param {HTMLElement} element
 * @param {string} content empty to clear
 */
export async function drawQr(element, content) {
  wanted.set(element, content);
  element.textContent = '';
  const root = /** @type {HTMLElement | null} */ (element.closest('[data-qr-script]'));
  if (content === '' || !root) return;
  try {
    await fetchQr(root);
  } catch (error) {
    console.error(error);
    if (wanted.get(element) === content) element.textContent = text('qr_not_loaded');
    return;
  }
  // a code that is a secret may have been put away meanwhile
  if (wanted.get(element) === content) element.append(picture(content, element.dataset.qrLabel ?? ''));
}

/** @param {string} content @param {string} label */
function picture(content, label) {
  const { size, path } = window.piaojueQr(content);
  const svg = shape('svg', { viewBox: `0 0 ${size} ${size}`, role: 'img', 'aria-label': label });
  svg.append(
    shape('rect', { width: `${size}`, height: `${size}`, fill: '#fff' }),
    shape('path', { d: path, fill: '#000', 'shape-rendering': 'crispEdges' }),
  );
  return svg;
}

/** @param {string} name @param {Record<string, string>} attributes */
function shape(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
