/** Reading a ballot code off the screen of the device on which it was made. */
import { fetchScript } from '../parts/script.js';

/**
 * @param {HTMLElement} root with `data-scan-script` and `data-scan-integrity`
 * @param {Blob} picture
 * @returns {Promise<string | null>} what may be a code
 */
export async function codeInPicture(root, picture) {
  const { scanScript = '', scanIntegrity = '' } = root.dataset;
  await fetchScript(scanScript, scanIntegrity);
  const read = await window.piaojueScan(picture);
  return read === null ? null : codeInText(read);
}

/**
 * The code in what a camera reads or a hand scanner types: an address with it, or the code alone.
 * @param {string} read
 */
export function codeInText(read) {
  const [, behind] = read.split('#');
  return behind === undefined ? read : new URLSearchParams(behind).get('code') ?? behind;
}
