/**
 * Something that the rules refuse. Pages turn the code into words; the code is never shown alone.
 */
export class Refusal extends Error {
  /**
   * @param {string} code a short name in the words of the rulebook, such as `key_not_listed`
   * @param {Record<string, string | number>} [details] what the words need: which question, which number
   */
  constructor(code, details = {}) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.details = details;
  }
}
