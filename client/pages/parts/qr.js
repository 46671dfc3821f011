/*! The QR code is made by qrcode-generator - MIT License (c) 2009 Kazuhiko Arase */
import qrcode from 'qrcode-generator';

const SVG = 'http://www.w3.org/2000/svg';
const MARGIN = 4;

/**
 * Fills an element with the QR code of a text; the element's `data-qr-label` is what a screen reader says.
 * @param {Element | null} element
 * @param {string} content
 */
export function drawQr(element, content) {
  if (!(element instanceof HTMLElement)) return;
  const qr = qrcode(0, 'M');
  qr.addData(content);
  qr.make();
  const size = qr.getModuleCount();
  let path = '';
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (qr.isDark(row, column)) path += `M${column + MARGIN} ${row + MARGIN}h1v1h-1z`;
    }
  }
  const whole = size + 2 * MARGIN;
  const svg = shape('svg', { viewBox: `0 0 ${whole} ${whole}`, role: 'img', 'aria-label': element.dataset.qrLabel ?? '' });
  svg.append(
    shape('rect', { width: `${whole}`, height: `${whole}`, fill: '#fff' }),
    shape('path', { d: path, fill: '#000', 'shape-rendering': 'crispEdges' }),
  );
  element.replaceChildren(svg);
}

/** @param {string} name @param {Record<string, string>} attributes */
function shape(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
