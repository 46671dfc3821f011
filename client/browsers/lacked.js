/**
 * What the promised browsers lack, by MDN's table of browser compatibility.
 *
 * @typedef {import('@mdn/browser-compat-data').Identifier} Feature
 * @typedef {keyof typeof PROMISED} BrowserName
 */
import bcd from '@mdn/browser-compat-data/forLegacyNode';
import { PROMISED } from './promised.js';

const NAMES = /** @type {BrowserName[]} */ (Object.keys(PROMISED));

/** What everybody is told of them: `Chrome 85`. @param {BrowserName} name */
const called = (name) => `${bcd.browsers[name].name} ${PROMISED[name]}`;

export const ALL = NAMES.map(called);

export const LANGUAGE = bcd.javascript;
export const APIS = bcd.api;
export const STYLES = bcd.css;

/**
 * The features filed under a feature.
 * @param {Feature | undefined} feature
 */
export const filedUnder = (feature) =>
  /** @type {[string, Feature][]} */ (Object.entries(feature ?? {}).filter(([key]) => key !== '__compat'));

/** @param {Feature} feature @param {BrowserName} name @param {string[]} prefixes that it is written with as well */
function has(feature, name, prefixes) {
  const statements = feature.__compat?.support[name] ?? [];
  const promised = PROMISED[name];
  return [statements].flat().some(({ version_added: since, version_removed: until, flags, prefix, alternative_name: other }) =>
    typeof since === 'string' && parseFloat(since.replace('≤', '')) <= promised &&
    !(typeof until === 'string' && parseFloat(until.replace('≤', '')) <= promised) &&
    !flags && !other && (!prefix || prefixes.includes(prefix)));
}

/**
 * The promised browsers that have none of these features, named as people name them.
 * @param {Feature[]} features of one name: whose member is meant cannot always be told
 * @param {string[]} [prefixes]
 */
export function lackedBy(features, prefixes = []) {
  const known = features.filter(({ __compat }) => __compat);
  if (known.length === 0) return [];
  return NAMES.filter((name) => !known.some((feature) => has(feature, name, prefixes))).map(called);
}
