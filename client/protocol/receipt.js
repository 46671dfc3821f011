/** A receipt, and the shadow by which it is found in the list of all. */
import { digest } from './hash.js';

const SHADOW_BYTES = 12;

/**
 * @param {string} typed in groups of four or not
 * @returns {string | null} the whole tracker
 */
export function trackerIn(typed) {
  const whole = typed.replace(/\s/g, '');
  return /^[A-Za-z0-9+/]{43}$/.test(whole) ? whole : null;
}

/** @param {string} tracker */
export const shadowOf = (tracker) =>
  btoa(String.fromCharCode(...digest(`piaojue-receipt|${tracker}`).subarray(0, SHADOW_BYTES)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_');
