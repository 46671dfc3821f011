/** The alphabet of ballot codes and scrutineers' seeds: no 0 O I l. */
export const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/**
 * Uniform base58 characters.
 * @param {number} length
 */
export function randomBase58(length) {
  let text = '';
  while (text.length < length) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    // 232 = 4 · 58: the bytes above would favour the first characters
    if (byte < 232) text += ALPHABET[byte % 58];
  }
  return text;
}

/** @param {string} text */
export const isBase58 = (text) => /^[1-9A-HJ-NP-Za-km-z]*$/.test(text);
